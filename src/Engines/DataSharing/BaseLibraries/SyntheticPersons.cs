using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.BaseLibraries;

/// <summary>人口库 pop.person: residents who do not exist.</summary>
/// <param name="enterprises">Rows of the enterprise library, whose employees they are.</param>
internal sealed class SyntheticPersons(long enterprises) : Synthetic
{
    public const string Code = "pop.person";

    public override ImmutableArray<(string Kind, string Item)> Errors { get; } =
    [
        ("id-check-digit", "id_no"),
        ("name-missing", "name"),
        ("duplicate", "id_no"),
        ("born-not-as-in-id", "born_on"),
        ("born-in-future", "born_on"),
        ("phone-malformed", "phone"),
        ("employer-unknown", "employer_uscc"),
        ("division-unknown", "division"),
        ("stale", "updated_on"),
        ("sex-code", "sex"),
        ("id-of-15-characters", "id_no"),
        ("address-blank", "address"),
    ];

    protected override string Question(Stages rows) => rows
        .Person("p", "CASE e WHEN 3 THEN i - 1 ELSE i END")
        .Enterprise("employer", $"CASE e WHEN 7 THEN {enterprises} + i ELSE {Stages.Skewed(13, enterprises)} END")
        .Add($"{Stages.Random(5, 100)} AS nation_of_100", $"{Stages.Random(10, 100)} AS phone_of_100", $"{Stages.Random(12, 100)} AS work_of_100")
        .Select(
            "CASE e WHEN 1 THEN p_first || CASE right(p_id, 1) WHEN '7' THEN '8' ELSE '7' END WHEN 11 THEN substr(p_id, 1, 6) || substr(p_id, 9, 9) ELSE p_id END AS id_no, " +
            $"CASE e WHEN 2 THEN NULL ELSE {Stages.Pick("韦 黄 覃 梁 陆 李 莫 农 蒙 罗 陈 周 唐 廖 何 王 张 刘 潘 谭 吴 杨 蓝 林 邓 刁", Stages.Skewed(1, 26))} || {Stages.Pick("甲 乙 丙 丁 戊 己 庚 辛 壬 癸", Stages.Random(3, 10))} || {Stages.Pick("子 丑 寅 卯 辰 巳 午 未 申 酉 戌 亥", Stages.Random(4, 12))} END AS name, " +
            "CASE WHEN e = 10 THEN '3' WHEN (p_code // 10) % 2 = 1 THEN '1' ELSE '2' END AS sex, " +
            "CASE e WHEN 4 THEN p_born + 1 WHEN 5 THEN DATE '2099-01-01' ELSE p_born END AS born_on, " +
            "CASE WHEN nation_of_100 < 52 THEN '01' WHEN nation_of_100 < 90 THEN '08' WHEN nation_of_100 < 95 THEN '12' ELSE '06' END AS nation, " +
            "CASE e WHEN 8 THEN '459999' ELSE p_division END AS division, " +
            $"CASE e WHEN 12 THEN '   ' ELSE '示例路' || (1 + {Stages.Random(6, 300)})::VARCHAR || '号' || (1 + {Stages.Random(7, 32)})::VARCHAR || '栋' || (101 + {Stages.Random(8, 28)} * 100)::VARCHAR || '室' END AS address, " +
            $"CASE WHEN e = 6 THEN '1' || lpad({Stages.Random(9, 1_000_000)}::VARCHAR, 6, '0') WHEN phone_of_100 < 12 THEN NULL ELSE '1' || (3 + {Stages.Random(11, 7)})::VARCHAR || lpad({Stages.Random(9, 100_000_000)}::VARCHAR, 9, '0') END AS phone, " +
            "CASE WHEN e <> 7 AND (p_born > DATE '2004-01-01' OR work_of_100 < 45) THEN NULL ELSE employer_uscc END AS employer_uscc, " +
            $"CASE e WHEN 9 THEN DATE '2010-01-01' ELSE DATE '2022-08-15' - {Stages.Random(15, 360)}::INTEGER END AS updated_on");

    public override Description Describe(string providerId) => new(
        Code,
        new("人口基本信息", "Persons"),
        new("柳州市常住人口的身份、住址、联系方式和就业单位（演示用合成数据）。", "Identity, address, contact and employer of Liuzhou's residents (synthetic)."),
        providerId,
        SharingClass.Conditional,
        "涉及个人信息：按办理事项的需要逐项授权，经提供部门同意后共享。",
        ["api", "file"],
        UpdateCycle.Daily,
        BaseLibrary.Person,
        Open: false,
        OpenCondition: null,
        ["人口", "居民", "户籍", "身份"],
        [
            new("id_no", new("公民身份号码", "Identity number"), ItemType.Text, 18, Required: true, Identifies: true, Names: "person", CodeList: "GB 11643", Sensitivity: Sensitivity.Sensitive),
            new("name", new("姓名", "Name"), ItemType.Text, 50, Required: true, Sensitivity: Sensitivity.Personal),
            new("sex", new("性别", "Sex"), ItemType.Text, 1, Required: true, CodeList: "GB/T 2261.1", Sensitivity: Sensitivity.Personal),
            new("born_on", new("出生日期", "Date of birth"), ItemType.Date, Required: true, Sensitivity: Sensitivity.Personal),
            new("nation", new("民族", "Nationality"), ItemType.Text, 2, CodeList: "GB/T 3304", Sensitivity: Sensitivity.Personal),
            new("division", new("居住地行政区划", "Division of residence"), ItemType.Text, 6, Required: true, CodeList: "GB/T 2260"),
            new("address", new("居住地址", "Address"), ItemType.Text, 200, Sensitivity: Sensitivity.Personal),
            new("phone", new("联系电话", "Phone"), ItemType.Text, 20, Sensitivity: Sensitivity.Personal),
            new("employer_uscc", new("就业单位统一社会信用代码", "Employer"), ItemType.Text, 18, Names: null, CodeList: "GB 32100", Source: new(SyntheticEnterprises.Code, "uscc")),
            new("updated_on", new("更新日期", "Updated on"), ItemType.Date, Required: true),
        ]);
}
