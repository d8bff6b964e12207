using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Certificates.Types;

/// <summary>A type of licence in the catalogue (证照类型目录, after GB/T 36902 and 36903): what its licences say and how they are numbered.</summary>
/// <param name="Code">21 characters: the credit code of who defines the type, and three digits.</param>
/// <param name="Pattern">Of the numbers; see <see cref="NumberPattern"/>.</param>
/// <param name="ValidFor">"3y", "90d", or null without end.</param>
internal sealed partial record LicenceType(string Key, string Code, string Title, string IssuerOrganisationId, string Pattern, string? ValidFor, ImmutableArray<LicenceField> Fields)
{
    private const int MostFields = 30;

    /// <summary>Reads a type as a clerk writes it.</summary>
    /// <param name="fields">One field a line: key and label, a question mark after the label of one that may be empty.</param>
    /// <exception cref="InvalidInputException">Each fault at its field.</exception>
    public static LicenceType Read(string key, string code, string title, string issuer, string pattern, string valid, string fields)
    {
        var faults = new List<Fault>();
        void Refuse(bool wrong, string field)
        {
            if (wrong)
            {
                faults.Add(new(field, "certificates.type.fault." + field));
            }
        }
        var lines = fields.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => FieldLine().Match(l)).ToList();
        Refuse(!KeyShape().IsMatch(key), "key");
        Refuse(!CodeShape().IsMatch(code), "code");
        Refuse(title.Trim().Length is < 2 or > 40, "name");
        Refuse(!Holds(() => NumberPattern.Parse(pattern)), "pattern");
        Refuse(valid.Length > 0 && !Holds(() => Validity.Until(new(2022, 1, 1), valid)), "valid");
        Refuse(lines.Count is 0 or > MostFields || !lines.TrueForAll(l => l.Success) || lines.DistinctBy(l => l.Groups[1].Value).Count() != lines.Count, "fields");
        return faults.Count > 0
            ? throw new InvalidInputException(faults)
            : new(key, code, title.Trim(), issuer, pattern, valid.Length > 0 ? valid : null, [.. lines.Select(l => new LicenceField(l.Groups[1].Value, l.Groups[2].Value.Trim(), l.Groups[3].Value.Length == 0))]);
    }

    public string ToText() => System.Text.Encoding.UTF8.GetString(CanonicalJson.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["key"] = Key,
        ["code"] = Code,
        ["title"] = Title,
        ["issuer"] = IssuerOrganisationId,
        ["pattern"] = Pattern,
        ["valid"] = ValidFor,
        ["fields"] = Fields.Select(object (f) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["key"] = f.Key, ["label"] = f.Label, ["required"] = f.Required ? 1L : 0L }).ToList(),
    }));

    public static LicenceType FromText(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new(
            root.GetProperty("key").GetString()!, root.GetProperty("code").GetString()!, root.GetProperty("title").GetString()!, root.GetProperty("issuer").GetString()!, root.GetProperty("pattern").GetString()!,
            root.TryGetProperty("valid", out var valid) ? valid.GetString() : null,
            [.. root.GetProperty("fields").EnumerateArray().Select(f => new LicenceField(f.GetProperty("key").GetString()!, f.GetProperty("label").GetString()!, f.GetProperty("required").GetInt64() == 1))]);
    }

    private static bool Holds(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{2,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyShape();

    [GeneratedRegex("^[0-9A-Z]{18}[0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeShape();

    [GeneratedRegex("^([a-z][a-z0-9_]{0,39})\\s+([^?？]{1,40})([?？]?)$", RegexOptions.CultureInvariant)]
    private static partial Regex FieldLine();
}

internal sealed record LicenceField(string Key, string Label, bool Required);
