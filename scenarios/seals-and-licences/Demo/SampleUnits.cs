using Zhuangjin.Certificates.Contracts;

namespace Zhuangjin.Scenarios.SealsAndLicences.Demo;

/// <summary>The figures of the source as samples: 82 units with 93 seals that were used 220,000 times by October 2022. The units' names are invented, their uses spread by a fixed rule.</summary>
internal static class SampleUnits
{
    public const string Division = "450721";
    public const int Units = 82;
    public const int Seals = 93;
    public const long Uses = 220_000;

    private const int Weeks = 26;

    private static readonly DateOnly FirstWeek = new(2022, 2, 14);

    /// <summary>Offices of the county; towns and the rest follow by number.</summary>
    private static readonly string[] Offices =
    [
        "行政审批局", "市场监督管理局", "人力资源和社会保障局", "自然资源局", "住房和城乡建设局", "农业农村局", "卫生健康局", "教育局", "民政局", "交通运输局",
        "水利局", "林业局", "应急管理局", "文化广电体育和旅游局", "商务局", "财政局", "审计局", "统计局", "医疗保障局", "退役军人事务局",
        "司法局", "公安局", "生态环境局", "发展和改革局", "科学技术局", "残疾人联合会", "总工会", "不动产登记中心", "公积金管理部", "政务服务中心",
    ];

    public static IReadOnlyList<SealSample> All()
    {
        var weights = Enumerable.Range(0, Seals).Select(i => 1000.0 / (i + 4)).ToArray();
        var (all, given) = (new List<SealSample>(), 0L);
        for (var i = 0; i < Seals; i++)
        {
            var uses = i == Seals - 1 ? 0 : (long)(Uses * weights[i] / weights.Sum());
            given += uses;
            all.Add(new(Name(i % Units), i < Units ? "service" : "approval", FirstWeek.AddDays(i % 5), Spread(uses, i)));
        }
        // What rounding left over goes to the last, so that the sum is the source's.
        all[^1] = all[^1] with { Uses = Spread(Uses - given, Seals - 1) };
        return all;
    }

    private static string Name(int unit) =>
        unit < Offices.Length ? "灵山县" + Offices[unit] + "（样本）"
        : unit < Offices.Length + 19 ? $"灵山县示例{unit - Offices.Length + 1}镇人民政府（样本）"
        : $"灵山县示例事业单位{unit - Offices.Length - 18}（样本）";

    /// <summary>A share each week, on one of its working days.</summary>
    private static List<(DateOnly Day, long Uses)> Spread(long uses, int seal)
    {
        var days = new List<(DateOnly, long)>();
        for (var week = 0; week < Weeks; week++)
        {
            var share = (uses * (week + 1) / Weeks) - (uses * week / Weeks);
            if (share > 0)
            {
                days.Add((FirstWeek.AddDays((week * 7) + ((week + seal) % 5)), share));
            }
        }
        return days;
    }
}
