using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Catalogue.Demo;

/// <summary>A catalogue of any size for tests and measurements: the same seed makes the same catalogue.</summary>
internal static class SyntheticCatalogue
{
    private static readonly string[] Subjects = ["道路运输", "食品经营", "建设项目", "不动产", "社会救助", "医疗机构", "学籍", "就业", "水资源", "林木采伐", "排污", "特种设备", "消防", "文物", "农机"];

    private static readonly string[] Kinds = ["许可信息", "登记信息", "处罚信息", "检查信息", "名录", "统计信息", "证书信息", "备案信息"];

    private static readonly (string Key, string Name, ItemType Type)[] Columns =
    [
        ("number", "编号", ItemType.Text), ("name", "名称", ItemType.Text), ("issued_on", "发证日期", ItemType.Date), ("valid_until", "有效期至", ItemType.Date), ("amount", "金额", ItemType.Decimal),
        ("count", "数量", ItemType.Integer), ("address", "地址", ItemType.Text), ("state", "状态", ItemType.Text), ("changed_at", "更新时间", ItemType.Instant), ("public", "是否公示", ItemType.Flag),
        ("office", "办理机构", ItemType.Text), ("decided_on", "决定日期", ItemType.Date),
    ];

    /// <summary>Descriptions with exactly so many items together, spread over the departments in turn.</summary>
    public static IEnumerable<Description> Make(int seed, IReadOnlyList<string> departments, int items)
    {
        for (var (n, left) = (0, items); left > 0; n++)
        {
            // Weak on purpose: the numbers must come out the same everywhere, not be hard to guess.
            var draw = (uint)((seed * 2654435761L) + (n * 40503L));
            var count = Math.Min(left, 6 + (int)(draw / 7 % 15));
            left -= count;
            var (subject, kind) = (Subjects[(int)(draw % Subjects.Length)], Kinds[(int)(draw / 31 % Kinds.Length)]);
            var conditional = n % 3 == 1;
            yield return new(
                string.Create(CultureInfo.InvariantCulture, $"syn{n % departments.Count}.r{n}"), new LocalText($"{subject}{kind}{n}", $"Resource {n}"), new LocalText($"{subject}业务中产生的{kind}。"), departments[n % departments.Count],
                conditional ? SharingClass.Conditional : SharingClass.Unconditional, conditional ? "限依法履职需要" : null, n % 2 == 0 ? ["api"] : ["api", "file"], (UpdateCycle)(n % 7), BaseLibrary.None,
                Open: n % 5 == 0, OpenCondition: null, [subject, kind], [.. Enumerable.Range(0, count).Select(i => ItemOf(i))]);
        }
    }

    private static Item ItemOf(int n)
    {
        var (key, name, type) = Columns[n % Columns.Length];
        var round = n / Columns.Length;
        return new(round == 0 ? key : $"{key}_{round}", new LocalText(round == 0 ? name : $"{name}{round}", key), type, type is ItemType.Text ? 50 : type is ItemType.Decimal ? 14 : 0, type is ItemType.Decimal ? 2 : 0, Required: n == 0, Identifies: n == 0, Sensitivity: Sensitivity.Open);
    }
}
