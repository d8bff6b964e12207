using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>A catalogue as one table: twelve cells of the resource, which only its first line needs, then eleven of an item, an item a line. The words are those of the national guide.</summary>
internal static class ResourceCells
{
    /// <summary>How many of the headings belong to the resource; those of the item follow.</summary>
    public const int Own = 12;

    public static readonly string[] Headings = ["资源代码", "资源名称", "资源摘要", "提供部门", "共享类型", "共享条件或依据", "共享方式", "更新周期", "所属基础库", "向社会开放", "开放条件", "关键词", .. ItemCells.Headings];

    /// <summary>Without these a resource or an item cannot be read at all.</summary>
    public static readonly string[] Needed = ["资源代码", "资源名称", "资源摘要", "共享类型", "共享方式", "更新周期", "信息项代码", "信息项名称", "数据类型"];

    private static readonly char[] Separators = ['、', ',', '，', ';', '；', ' '];

    private static readonly (string Word, SharingClass Value)[] Classes = [("无条件共享", SharingClass.Unconditional), ("有条件共享", SharingClass.Conditional), ("不予共享", SharingClass.Withheld)];

    private static readonly (string Word, UpdateCycle Value)[] Cycles =
        [("实时", UpdateCycle.RealTime), ("每日", UpdateCycle.Daily), ("每周", UpdateCycle.Weekly), ("每月", UpdateCycle.Monthly), ("每季度", UpdateCycle.Quarterly), ("每年", UpdateCycle.Yearly), ("不定期", UpdateCycle.Irregular)];

    private static readonly (string Word, BaseLibrary Value)[] Libraries = [("部门数据", BaseLibrary.None), ("人口库", BaseLibrary.Person), ("法人库", BaseLibrary.Enterprise), ("标准地址库", BaseLibrary.Place)];

    private static readonly (string Word, string Value)[] Methods = [("接口", "api"), ("文件", "file"), ("订阅", "subscription")];

    /// <summary>The words that a cell of this heading may hold; null where any text may stand.</summary>
    public static IReadOnlyList<string>? WordsOf(string heading) => heading switch
    {
        "共享类型" => [.. Classes.Select(c => c.Word)],
        "更新周期" => [.. Cycles.Select(c => c.Word)],
        "所属基础库" => [.. Libraries.Select(c => c.Word)],
        "共享方式" => [.. Methods.Select(c => c.Word)],
        "向社会开放" or "必填" or "标识项" => ["是", "否"],
        _ => ItemCells.WordsOf(heading),
    };

    /// <summary>The heading of the cell at which a rule found fault.</summary>
    public static string HeadingOf(string field) => field switch
    {
        "code" => "资源代码",
        "title" => "资源名称",
        "summary" => "资源摘要",
        "provider" => "提供部门",
        "sharing" => "共享类型",
        "basis" => "共享条件或依据",
        "methods" => "共享方式",
        "cycle" => "更新周期",
        "library" => "所属基础库",
        "open" => "向社会开放",
        "open-condition" => "开放条件",
        "keywords" => "关键词",
        _ => "信息项代码",
    };

    /// <param name="provider">How the provider is named in the table.</param>
    public static string[] Write(Description d, string provider) =>
    [
        d.Code, d.Title.ToString(), d.Summary.ToString(), provider, Classes.First(c => c.Value == d.Sharing).Word, d.Basis ?? "", string.Join('、', d.Methods.Select(m => Methods.First(w => w.Value == m).Word)),
        Cycles.First(c => c.Value == d.Cycle).Word, Libraries.First(l => l.Value == d.Library).Word, d.Open ? "是" : "否", d.OpenCondition ?? "", string.Join('、', d.Keywords),
    ];

    /// <summary>The resource of these cells, still without items. What cannot be read is among the faults, its field the heading.</summary>
    /// <param name="before">The resource as it is: names in other languages are kept from it.</param>
    /// <param name="providerOf">The department of this name; null when there is none or more than one.</param>
    public static Description Read(Func<string, string> cell, Description? before, Func<string, string?> providerOf, List<Fault> faults)
    {
        var provider = providerOf(cell("提供部门"));
        if (provider is null)
        {
            faults.Add(cell("提供部门").Length == 0 ? new("提供部门", "sharing.import.fault.no-department") : new("提供部门", "sharing.import.fault.department", cell("提供部门")));
        }
        return new(
            cell("资源代码"), Local("资源名称", before?.Title), Local("资源摘要", before?.Summary), provider ?? "", Pick("共享类型", Classes, null), Maybe("共享条件或依据"),
            [.. Split("共享方式").Select(m => Methods.FirstOrDefault(w => w.Word == m || w.Value == m).Value ?? Wrong<string>("共享方式") ?? "").Where(m => m.Length > 0)],
            Pick("更新周期", Cycles, null), Pick("所属基础库", Libraries, BaseLibrary.None), Flag("向社会开放"), Maybe("开放条件"), before is not null && cell("关键词") == string.Join('、', before.Keywords) ? before.Keywords : [.. Split("关键词")], []);

        string? Maybe(string heading) => cell(heading) is { Length: > 0 } text ? text : null;

        string[] Split(string heading) => cell(heading).Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        LocalText Local(string heading, LocalText? known) => known is not null && known.ToString() == cell(heading) ? known : new(cell(heading));

        bool Flag(string heading) => cell(heading) switch { "" or "否" or "false" or "0" => false, "是" or "true" or "1" => true, _ => Wrong<bool>(heading) };

        T Pick<T>(string heading, (string Word, T Value)[] words, T? otherwise)
            where T : struct, Enum
        {
            var text = cell(heading);
            return text.Length == 0 && otherwise is { } usual ? usual : words.Any(w => w.Word == text) ? words.First(w => w.Word == text).Value : Wrong<T>(heading);
        }

        T? Wrong<T>(string heading)
        {
            faults.Add(Unknown(heading, cell(heading)));
            return default;
        }
    }

    /// <summary>Says what may stand in the cell instead.</summary>
    public static Fault Unknown(string heading, string written) => WordsOf(heading) is { } words
        ? new(heading, written.Length == 0 ? "sharing.import.fault.empty-choice" : "sharing.import.fault.choice", written, string.Join('、', words))
        : new(heading, heading is "长度" or "小数位" ? "sharing.import.fault.number" : "sharing.import.fault.source", written);
}
