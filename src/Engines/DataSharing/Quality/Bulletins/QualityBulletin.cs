using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhuangjin.DataSharing.Quality.Bulletins;

/// <summary>A month's bulletin of data quality (数据质量通报).</summary>
/// <param name="Area">The area whose departments are ranked.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Number">Issue of the year: "2022-07".</param>
/// <param name="Digest">SHA-256 of <paramref name="Text"/>, lower-case hexadecimal; it stands in the log's entry "sharing.quality-bulletin".</param>
/// <param name="Text">The exact text of the data.</param>
internal sealed record QualityBulletin(string Id, string Area, DateOnly Month, string Number, DateTimeOffset IssuedAt, string Digest, string Text)
{
    public BulletinData Data { get; } = BulletinData.Read(Text);
}

/// <summary>Everything that a bulletin says. The same pinned versions give the same text, byte for byte.</summary>
/// <param name="Departments">Best first.</param>
internal sealed record BulletinData(string Area, string Month, ImmutableArray<RankedDepartment> Departments, ImmutableArray<MeasuredResource> Resources)
{
    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write() => JsonSerializer.Serialize(this, Canonical);

    public static BulletinData Read(string text) => JsonSerializer.Deserialize<BulletinData>(text, Canonical)!;

    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <param name="Score">0 to 1, with six decimals.</param>
/// <param name="Opened">Orders to mend that were opened in the month.</param>
/// <param name="Closed">Orders that were closed in the month by data that pass.</param>
/// <param name="Open">Orders that were open at the month's end.</param>
/// <param name="Overdue">Of these, the ones beyond their last day.</param>
internal sealed record RankedDepartment(int Place, string Id, string Name, string Score, int Resources, long Rows, long Failing, int Opened, int Closed, int Open, int Overdue);

/// <summary>The run that counts for the month, with all that it depends on.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Targets">Versions of the resources in which values were looked up.</param>
/// <param name="Histogram">Rows by the set of rules that they break, as "mask:rows", in order of the mask.</param>
internal sealed record MeasuredResource(
    string Resource, string Title, string Provider, string Run, int Version, string VersionHash, int Rules, string RulesHash, string Today, ImmutableSortedDictionary<string, int> Targets,
    long Rows, long Clean, string Score, ImmutableArray<DimensionShare> Dimensions, ImmutableArray<MeasuredRule> Measured, ImmutableArray<string> Histogram);

internal sealed record DimensionShare(string Dimension, string Score);

/// <param name="Allowed">As the rule says it: "0.01%".</param>
internal sealed record MeasuredRule(string Rule, string Check, string Dimension, long Applied, long Failed, string Allowed, bool Passes);
