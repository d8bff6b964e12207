using System.Collections.Immutable;
using System.Globalization;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Demo;

/// <summary>Synthetic projects: invented names, addresses and numbers in the right shapes.</summary>
internal static class DemoProjects
{
    /// <param name="Owner">Which of the demo's enterprises builds it, from 0.</param>
    public sealed record Plan(string Code, string Name, int Owner, string Division, ImmutableSortedDictionary<string, string> Facts);

    public static readonly ImmutableArray<Plan> All =
    [
        New(1, "示例·右江花园一期", 0, "451002", "住宅", 48210.60m, 1860, 4, 18, 54.3m, "2022-08-12"),
        New(2, "示例·澄碧湖康养中心", 0, "451002", "医疗康养", 23650.25m, 920, 2, 9, 36.6m, "2022-08-05"),
        New(3, "示例·鹅泉农产品冷链仓库", 1, "451003", "仓储", 15320.00m, 0, 3, 2, 14.8m, "2022-08-03"),
        New(4, "示例·田阳铝材厂房二期", 1, "451003", "工业", 31877.90m, 0, 5, 3, 19.2m, "2022-07-29"),
        New(5, "示例·城北小学教学楼", 0, "451002", "教育", 9875.40m, 410, 1, 5, 21.0m, "2022-07-25"),
        New(6, "示例·龙景商务中心", 2, "451002", "商业", 56412.75m, 2350, 1, 26, 98.5m, "2022-07-22"),
        New(7, "示例·大王岭人家", 0, "451002", "住宅", 38940.10m, 1500, 6, 11, 33.0m, "2022-07-20"),
        New(8, "示例·百东物流园一号库", 1, "451002", "仓储", 20110.00m, 0, 2, 1, 12.5m, "2022-07-18"),
        New(9, "示例·半岛公园服务楼", 2, "451002", "公共服务", 3280.00m, 120, 1, 3, 13.8m, "2022-07-15"),
        New(10, "示例·东合人才公寓", 0, "451002", "住宅", 27460.35m, 1080, 3, 15, 45.0m, "2022-07-13"),
        New(11, "示例·那毕生态工业标准厂房", 2, "451002", "工业", 41230.80m, 0, 4, 4, 23.4m, "2022-07-11"),
        New(12, "示例·迎龙文化活动中心", 1, "451002", "文化", 6710.45m, 260, 1, 4, 19.6m, "2022-07-08"),
        New(13, "示例·那坡边贸市场", 2, "451026", "商业", 12480.00m, 520, 2, 4, 18.9m, "2022-08-08"),
        New(14, "示例·百色起义干部学院宿舍", 0, "451002", "教育", 8325.60m, 350, 2, 6, 22.5m, "2022-08-01"),
        New(15, "示例·汪甸芒果加工厂", 1, "451002", "工业", 17650.00m, 0, 2, 2, 13.2m, "2022-08-10"),
        New(16, "示例·右江湿地科普馆", 0, "451002", "公共服务", 4120.30m, 160, 1, 2, 12.0m, "2022-08-15"),
    ];

    private static Plan New(int number, string name, int owner, string division, string use, decimal area, decimal defence, int buildings, int floors, decimal height, string completed) => new(
        string.Create(CultureInfo.InvariantCulture, $"2020-{division}-47-01-{number:D6}"), name, owner, division,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["address"] = string.Create(CultureInfo.InvariantCulture, $"百色市示例路{number * 18}号"),
            ["use"] = use,
            ["parcel_no"] = string.Create(CultureInfo.InvariantCulture, $"{division}001001GB{number:D5}"),
            ["land_certificate_no"] = string.Create(CultureInfo.InvariantCulture, $"桂（2020）百色市不动产权第{number:D7}号"),
            ["planning_permit_no"] = string.Create(CultureInfo.InvariantCulture, $"建字第{division}2020{number:D5}号"),
            ["construction_permit_no"] = string.Create(CultureInfo.InvariantCulture, $"{division}2020{number:D8}"),
            ["building_area_m2"] = area.ToString(CultureInfo.InvariantCulture),
            ["civil_defence_area_m2"] = defence.ToString(CultureInfo.InvariantCulture),
            ["buildings"] = buildings.ToString(CultureInfo.InvariantCulture),
            ["floors"] = floors.ToString(CultureInfo.InvariantCulture),
            ["height_m"] = height.ToString(CultureInfo.InvariantCulture),
            ["construction_start"] = "2020-09-01",
            ["completion_date"] = completed,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal));
}
