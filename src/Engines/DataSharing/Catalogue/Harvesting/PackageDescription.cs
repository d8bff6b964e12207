using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>A data set of another catalogue in the words of ours.</summary>
internal static partial class PackageDescription
{
    private const int LongestCode = 64;

    private const int MostColumns = 500;

    public static Description Of(HarvestSource source, RemotePackage package, string code, IReadOnlyList<RemoteColumn> columns)
    {
        var notes = Plain(package.Notes);
        return new(
            code, new LocalText(Cut(package.Title, 100)), new LocalText(Cut(notes.Length < 5 ? $"{source.Title}：{package.Title}" : notes, 1000)), source.ProviderId, SharingClass.Unconditional, null, ["file"],
            CycleOf(package.Frequency), BaseLibrary.None, Open: true, OpenCondition: null, [.. package.Tags.Select(t => Cut(t, 30)).Distinct(StringComparer.Ordinal).Take(20)], Items(columns))
        {
            Origin = new(source.Code, source.Title, new Uri(source.Address, "dataset/" + Uri.EscapeDataString(package.Name)).AbsoluteUri, package.Publisher, package.Licence ?? source.Licence, package.LicenceAddress,
                [.. package.Files.Take(100).Select(f => new OriginFile(Cut(f.Name, 200), Cut(f.Format, 20), f.Address))]),
        };
    }

    /// <summary>The code of a new resource: the source's, then the data set's name as far as our spelling allows. What would be taken already gets a mark of its id.</summary>
    public static string CodeOf(string source, RemotePackage package, Func<string, bool> isTaken)
    {
        var name = Others().Replace(package.Name.ToLowerInvariant(), "-").Trim('-');
        var code = $"{source}.{(name.Length == 0 ? "x" : name)}";
        if (code.Length <= LongestCode && !isTaken(code))
        {
            return code;
        }
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(package.Id)))[..8];
        return code[..Math.Min(code.Length, LongestCode - 9)].TrimEnd('-', '.') + "-" + mark;
    }

    private static ImmutableArray<Item> Items(IReadOnlyList<RemoteColumn> columns)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        return [.. columns.Take(MostColumns).Select((column, n) =>
        {
            var key = NotKey().Replace(column.Id.ToLowerInvariant(), "_").Trim('_');
            key = key.Length is > 0 and <= 60 && char.IsAsciiLetterLower(key[0]) && keys.Add(key) ? key : string.Create(CultureInfo.InvariantCulture, $"column_{n + 1}");
            keys.Add(key);
            var type = TypeOf(column.Type);
            return new Item(key, new LocalText(Cut(column.Label ?? column.Id, 60)), type, type == ItemType.Decimal ? 38 : 0, type == ItemType.Decimal ? 10 : 0, Sensitivity: Sensitivity.Open);
        })];
    }

    private static ItemType TypeOf(string type) => type.ToLowerInvariant() switch
    {
        "int" or "int2" or "int4" or "int8" or "integer" or "bigint" => ItemType.Integer,
        "float" or "float4" or "float8" or "numeric" or "double precision" => ItemType.Decimal,
        "date" => ItemType.Date,
        "timestamp" or "timestamptz" => ItemType.Instant,
        "bool" or "boolean" => ItemType.Flag,
        _ => ItemType.Text,
    };

    private static UpdateCycle CycleOf(string? frequency) => frequency?.ToLowerInvariant() switch
    {
        null => UpdateCycle.Irregular,
        var f when Has(f, "cont", "real", "实时") => UpdateCycle.RealTime,
        var f when Has(f, "daily", "p1d", "每日", "每天") => UpdateCycle.Daily,
        var f when Has(f, "week", "p7d", "p1w", "每周") => UpdateCycle.Weekly,
        var f when Has(f, "quarter", "p3m", "每季") => UpdateCycle.Quarterly,
        var f when Has(f, "month", "p1m", "每月") => UpdateCycle.Monthly,
        var f when Has(f, "annual", "year", "p1y", "每年") => UpdateCycle.Yearly,
        _ => UpdateCycle.Irregular,
    };

    private static bool Has(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Notes may hold marks of HTML; what is left is text.</summary>
    private static string Plain(string notes) => System.Net.WebUtility.HtmlDecode(Marks().Replace(notes, " ")).Trim();

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";

    [GeneratedRegex("[^a-z0-9-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Others();

    [GeneratedRegex("[^a-z0-9_]+", RegexOptions.NonBacktracking)]
    private static partial Regex NotKey();

    [GeneratedRegex("<[^<>]{1,200}>", RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
