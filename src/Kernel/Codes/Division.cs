using System.Collections.Frozen;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Kernel.Codes;

/// <summary>A level of the administrative divisions.</summary>
public enum DivisionLevel
{
    /// <summary>Province, autonomous region, municipality (省级): the first two digits.</summary>
    Province,

    /// <summary>Prefecture city (地级): the first four digits.</summary>
    City,

    /// <summary>County, district, county-level city (县级): all six digits.</summary>
    County,
}

/// <summary>An administrative division with its six-digit code (GB/T 2260). Known are all provinces and, within Guangxi, all cities and counties.</summary>
public sealed record Division(string Code, string Name)
{
    private static readonly FrozenDictionary<string, Division> Known = Read("provinces").Concat(Read("divisions-gx"))
        .DistinctBy(d => d.Code).ToFrozenDictionary(d => d.Code, StringComparer.Ordinal);

    public DivisionLevel Level => Code.EndsWith("0000", StringComparison.Ordinal) ? DivisionLevel.Province
        : Code.EndsWith("00", StringComparison.Ordinal) ? DivisionLevel.City
        : DivisionLevel.County;

    /// <summary>The division of the next level up; null for a province.</summary>
    public Division? Parent => Level switch
    {
        DivisionLevel.Province => null,
        DivisionLevel.City => Find(Code[..2] + "0000"),
        _ => Find(Code[..4] + "00"),
    };

    /// <summary>Names from the province down: 广西壮族自治区百色市右江区.</summary>
    public string FullName => Parent?.FullName + Name;

    /// <summary>The divisions of the next level down, in the order of their codes.</summary>
    public IReadOnlyList<Division> Children => [.. Known.Values.Where(d => d.Parent == this).OrderBy(d => d.Code, StringComparer.Ordinal)];

    /// <summary>All codes that the table knows.</summary>
    public static IEnumerable<string> Codes => Known.Keys;

    /// <summary>The division with this code, or null when the table has none.</summary>
    public static Division? Find(string code) => Known.GetValueOrDefault(code);

    /// <summary>What is wrong with a code for <paramref name="field"/>; null when nothing is.</summary>
    public static Fault? Check(string field, string? code)
    {
        code = code?.Trim() ?? "";
        return code.Length != 6 ? new(field, "kernel.fault.division-length", Digits.Text(code.Length))
            : Digits.FirstOther(code) is { } at ? new(field, "kernel.fault.division-character", code[at].ToString(), Digits.Text(at + 1))
            : Find(code) is null ? new(field, "kernel.fault.division-unknown", code)
            : null;
    }

    internal static bool IsProvince(ReadOnlySpan<char> twoDigits) => Known.ContainsKey($"{twoDigits}0000");

    private static IEnumerable<Division> Read(string table)
    {
        using var reader = new StreamReader(typeof(Division).Assembly.GetManifestResourceStream($"Zhuangjin.Kernel.Codes.{table}.csv")!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return new(line[..6], line[7..]);
        }
    }
}
