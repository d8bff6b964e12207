using System.Collections.Frozen;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;
using Zhuangjin.Scenarios.BusinessRegistration.PackTables;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>A name in its four parts (企业名称登记管理规定 第六条): 行政区划 + 字号 + 行业 + 组织形式.</summary>
/// <param name="Region">As written: 百色, 百色市.</param>
/// <param name="Division">Code of the region, GB/T 2260.</param>
/// <param name="Brand">字号.</param>
/// <param name="IndustryClass">Index of the wording's class in <see cref="Industries.All"/>.</param>
internal sealed record EnterpriseName(string Region, string Division, string Brand, string Industry, int IndustryClass, string Form)
{
    private static readonly Lazy<string[]> FormTable = new(() => [.. PackTable.Read("organisation-forms.csv", "组织形式").Select(l => l.Cells[0])]);

    /// <summary>The longest first, for 有限责任公司 is not 有限公司.</summary>
    private static readonly Lazy<string[]> LongestForms = new(() => [.. Forms.OrderByDescending(f => f.Length)]);

    /// <summary>Forms of organisation, in the order of tables/organisation-forms.csv.</summary>
    public static IReadOnlyList<string> Forms => FormTable.Value;

    /// <summary>Divisions of Guangxi by their written names, full and without 市, 县, 区 where two characters remain.</summary>
    private static readonly FrozenDictionary<string, string> Regions = new[] { Zhuangjin.Kernel.Codes.Division.Find("450000")! }
        .Concat(Zhuangjin.Kernel.Codes.Division.Find("450000")!.Children).Concat(Zhuangjin.Kernel.Codes.Division.Find("450000")!.Children.SelectMany(c => c.Children))
        .SelectMany(d => new[] { (Name: d.Name, d.Code), (Name: Short(d.Name), d.Code) })
        .Where(d => d.Name.Length >= 2).DistinctBy(d => d.Name).ToFrozenDictionary(d => d.Name, d => d.Code, StringComparer.Ordinal);

    private static readonly int LongestRegion = Regions.Keys.Max(k => k.Length);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> RegionsBySpan = Regions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Takes a name apart.</summary>
    /// <returns>The parts, or null with what is wrong, in plain Chinese.</returns>
    public static (EnterpriseName? Name, IReadOnlyList<string> Wrong) Parse(string text)
    {
        text = text.Trim().Replace('(', '（').Replace(')', '）');
        var wrong = new List<string>();
        var form = Array.Find(LongestForms.Value, f => text.EndsWith(f, StringComparison.Ordinal));
        if (form is null)
        {
            wrong.Add("名称末尾没有组织形式，如“有限公司”");
        }
        var rest = form is null ? text : text[..^form.Length];
        var region = RegionOf(rest);
        if (region is null)
        {
            wrong.Add("名称没有以登记机关所在地的行政区划开头，如“百色”");
        }
        rest = region is null ? rest : rest[region.Length..];
        var industry = Industries.Ending(rest);
        if (industry is null)
        {
            wrong.Add("未能识别行业表述，请对照《国民经济行业分类》（GB/T 4754—2017）填写");
        }
        var brand = industry is { } known ? rest[..^known.Word.Length] : rest;
        if (brand.Length < 2)
        {
            wrong.Add("字号应当由两个以上汉字组成");
        }
        else if (brand.Length > Likeness.Longest || brand.Any(c => c is < '一' or > '鿿'))
        {
            wrong.Add($"字号“{brand}”只能使用规范汉字，且不超过{Likeness.Longest}个字");
        }
        else if (Regions.ContainsKey(brand))
        {
            wrong.Add($"字号“{brand}”是行政区划名称，不得单独作字号");
        }
        return wrong.Count > 0 ? (null, wrong) : (new(region!, Regions[region!], brand, industry!.Value.Word, industry.Value.Class, form!), []);
    }

    public override string ToString() => Region + Brand + Industry + Form;

    private static string? RegionOf(string text)
    {
        for (var length = Math.Min(LongestRegion, text.Length); length >= 2; length--)
        {
            if (RegionsBySpan.ContainsKey(text.AsSpan(0, length)))
            {
                return text[..length];
            }
        }
        return null;
    }

    private static string Short(string name) => name == "广西壮族自治区" ? "广西" : name.Length > 2 && name[^1] is '市' or '县' or '区' && !name.Contains("自治", StringComparison.Ordinal) ? name[..^1] : name;
}
