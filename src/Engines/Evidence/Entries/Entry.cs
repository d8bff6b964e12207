using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Entries;

/// <summary>What stands in the log for one event: public facts, and commitments to private fields. Its canonical bytes are the leaf.</summary>
/// <param name="Commitments">Base64 of <see cref="Commitment.Of"/>, by field name.</param>
internal sealed record Entry(
    string Id,
    string Type,
    string Stream,
    long Sequence,
    DateTimeOffset At,
    string Actor,
    ImmutableSortedDictionary<string, string> Facts,
    ImmutableSortedDictionary<string, string> Commitments)
{
    /// <summary>Longest entry that is recorded; an entry bundle could hold 65,535 bytes.</summary>
    public const int Longest = 64_000;

    private const long Version = 1;

    private const string Instant = "yyyy-MM-ddTHH:mm:ss.ffffffzzz";

    /// <summary>The canonical bytes. Its members are known, so they are written in their order without sorting anything.</summary>
    public byte[] ToBytes()
    {
        var text = CanonicalJson.Begin();
        CanonicalJson.AppendText(text.Append("{\"actor\":"), Actor);
        CanonicalJson.AppendText(text.Append(",\"at\":"), At.ToChina().ToString(Instant, CultureInfo.InvariantCulture));
        CanonicalJson.AppendTexts(text.Append(",\"commitments\":"), Commitments);
        CanonicalJson.AppendTexts(text.Append(",\"facts\":"), Facts);
        CanonicalJson.AppendText(text.Append(",\"id\":"), Id);
        CanonicalJson.AppendText(text.Append(",\"seq\":").Append(Sequence).Append(",\"stream\":"), Stream);
        CanonicalJson.AppendText(text.Append(",\"type\":"), Type);
        text.Append(",\"v\":").Append(Version).Append('}');
        return CanonicalJson.End(text);
    }

    /// <exception cref="FormatException">Not the canonical bytes of an entry of this version.</exception>
    public static Entry Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.GetProperty("v").GetInt64() != Version)
            {
                throw new FormatException($"The entry is of version {root.GetProperty("v")}; this program reads version {Version}.");
            }
            var entry = new Entry(
                Text(root, "id"),
                Text(root, "type"),
                Text(root, "stream"),
                root.GetProperty("seq").GetInt64(),
                DateTimeOffset.ParseExact(Text(root, "at"), Instant, CultureInfo.InvariantCulture),
                Text(root, "actor"),
                Fields(root, "facts"),
                Fields(root, "commitments"));
            return entry.ToBytes().AsSpan().SequenceEqual(bytes) ? entry : throw new FormatException("The entry is not in canonical form.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or EncoderFallbackException or ArgumentException)
        {
            throw new FormatException("Not an entry: " + e.Message, e);
        }
    }

    public SealedEvent SealedAt(long index) => new(index, Id, Type, Stream, Sequence, At, Actor, Facts);

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is missing.");

    private static ImmutableSortedDictionary<string, string> Fields(JsonElement root, string name) =>
        root.GetProperty(name).EnumerateObject().ToImmutableSortedDictionary(f => f.Name, f => f.Value.GetString() ?? throw new FormatException($"'{f.Name}' has no text."), StringComparer.Ordinal);
}
