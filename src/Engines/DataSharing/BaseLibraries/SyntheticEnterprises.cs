using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.BaseLibraries;

/// <summary>法人库 ent.base: enterprises that do not exist.</summary>
/// <param name="persons">Rows of the person library, among whom their legal representatives are.</param>
internal sealed class SyntheticEnterprises(long persons) : Synthetic
{
    public const string Code = "ent.base";

    public override ImmutableArray<(string Kind, string Item)> Errors { get; } =
    [
        ("uscc-check-digit", "uscc"),
        ("name-missing", "name"),
        ("duplicate", "uscc"),
        ("representative-unknown", "legal_rep_id"),
        ("registered-in-future", "registered_on"),
        ("capital-negative", "capital"),
        ("industry-unknown", "industry"),
        ("state-code", "state"),
        ("cancelled-before-registered", "cancelled_on"),
        ("stale", "updated_on"),
    ];

    protected override string Question(Stages rows) => rows
        .Enterprise("ent", "CASE e WHEN 3 THEN i - 1 ELSE i END")
        .Person("rep", $"CASE e WHEN 4 THEN {persons} + i ELSE least({Stages.Random(27, Math.Max(1, persons / 1000))} * 1000 + 20 + {Stages.Random(28, 900)}, {persons} - 1) END")
        .Add($"{Stages.Random(36, 100)} AS end_of_100")
        .Select(
            "CASE e WHEN 1 THEN ent_first || CASE right(ent_uscc, 1) WHEN '7' THEN '8' ELSE '7' END ELSE ent_uscc END AS uscc, " +
            $"CASE e WHEN 2 THEN NULL ELSE '柳州示例' || {Stages.Pick("甲 乙 丙 丁 戊 己 庚 辛 壬 癸", Stages.Random(21, 10))} || {Stages.Pick("子 丑 寅 卯 辰 巳 午 未 申 酉 戌 亥", Stages.Random(22, 12))} || i::VARCHAR || {Stages.Pick("商贸 科技 建材 餐饮 物流 机械 农业 文化 汽配 咨询", Stages.Random(23, 10))} || {Stages.Pick("有限公司 有限责任公司 股份有限公司 合伙企业", Stages.Skewed(24, 4))} END AS name, " +
            $"{Stages.Pick("1 1 1 1 2 2 3 4", Stages.Random(26, 8))} AS kind, " +
            "rep_id AS legal_rep_id, " +
            $"(CASE e WHEN 6 THEN -1 ELSE 1 + {Stages.Skewed(29, 1000)} * 5 END)::DECIMAL(18, 2) AS capital, " +
            $"CASE e WHEN 7 THEN 'Z999' ELSE {Stages.Pick("F5211 F5191 I6513 E4700 H6210 G5430 C3660 A0111 L7211 M7320 C3099 K7020", Stages.Skewed(31, 12))} END AS industry, " +
            "ent_division AS division, " +
            $"'示例大道' || (1 + {Stages.Random(33, 900)})::VARCHAR || '号' AS address, " +
            $"'0772' || lpad({Stages.Random(38, 10_000_000)}::VARCHAR, 7, '2') AS phone, " +
            $"CASE e WHEN 5 THEN DATE '2098-12-31' ELSE DATE '2022-08-01' - (1 + {Stages.Skewed(34, 10_000)})::INTEGER END AS registered_on, " +
            "CASE WHEN e = 8 THEN '9' WHEN e = 9 OR end_of_100 < 14 THEN '2' ELSE '1' END AS state, " +
            "CASE WHEN e = 9 THEN DATE '1990-01-01' WHEN e <> 8 AND end_of_100 < 14 THEN DATE '2022-08-02' ELSE NULL END AS cancelled_on, " +
            $"CASE e WHEN 10 THEN DATE '2009-01-01' ELSE DATE '2022-08-15' - {Stages.Random(37, 180)}::INTEGER END AS updated_on");

    public override Description Describe(string providerId) => new(
        Code,
        new("法人基本信息", "Enterprises"),
        new("柳州市登记的市场主体的名称、代码、法定代表人、行业和状态（演示用合成数据）。", "Names, codes, representatives, industries and states of registered enterprises (synthetic)."),
        providerId,
        SharingClass.Unconditional,
        Basis: null,
        ["api", "file"],
        UpdateCycle.Daily,
        BaseLibrary.Enterprise,
        Open: true,
        OpenCondition: "不含法定代表人证件号码",
        ["法人", "企业", "市场主体", "统一社会信用代码"],
        [
            new("uscc", new("统一社会信用代码", "Unified social credit code"), ItemType.Text, 18, Required: true, Identifies: true, Names: "enterprise", CodeList: "GB 32100", Sensitivity: Sensitivity.Open),
            new("name", new("名称", "Name"), ItemType.Text, 120, Required: true, Sensitivity: Sensitivity.Open),
            new("kind", new("主体类型", "Kind"), ItemType.Text, 1, Required: true),
            new("legal_rep_id", new("法定代表人身份号码", "Legal representative's identity number"), ItemType.Text, 18, Sensitivity: Sensitivity.Sensitive, Source: new(SyntheticPersons.Code, "id_no")),
            new("capital", new("注册资本（万元）", "Registered capital (10,000 yuan)"), ItemType.Decimal, 18, 2, Sensitivity: Sensitivity.Open),
            new("industry", new("行业代码", "Industry"), ItemType.Text, 5, CodeList: "GB/T 4754"),
            new("division", new("登记机关行政区划", "Division"), ItemType.Text, 6, CodeList: "GB/T 2260"),
            new("address", new("住所", "Address"), ItemType.Text, 200, Sensitivity: Sensitivity.Open),
            new("phone", new("联系电话", "Phone"), ItemType.Text, 20),
            new("registered_on", new("成立日期", "Registered on"), ItemType.Date, Required: true, Sensitivity: Sensitivity.Open),
            new("state", new("登记状态", "State"), ItemType.Text, 1, Required: true, Sensitivity: Sensitivity.Open),
            new("cancelled_on", new("注销日期", "Cancelled on"), ItemType.Date, Sensitivity: Sensitivity.Open),
            new("updated_on", new("更新日期", "Updated on"), ItemType.Date, Required: true),
        ]);
}
