using System.Collections.Immutable;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Demo;

/// <summary>Registers what the demo's Liuzhou departments offer besides the base libraries, each by a steward of the department.</summary>
internal sealed class DemoCatalogue(CatalogueDesk desk, CatalogueStore store, IOrganisations organisations) : IDemoData
{
    // Function, code, title, sharing, cycle, basis, items. An item: key:name:type[*][=source]; * is the key.
    internal static readonly string[] Lines =
    [
        "civil-affairs|mz.marriage|婚姻登记信息|C|Daily|限依法办理业务时核验当事人婚姻状况|certificate_no:证件编号:T*,id_no:当事人公民身份号码:P=pop.person/id_no,name:当事人姓名:N=pop.person/name,state:婚姻状态:T,registered_on:登记日期:D",
        "civil-affairs|mz.subsistence|最低生活保障对象信息|C|Monthly|限社会救助、教育资助和公共服务减免核验|id_no:公民身份号码:P*=pop.person/id_no,name:姓名:N=pop.person/name,kind:保障类别:T,since:起保日期:D,monthly_amount:月保障金额:M",
        "civil-affairs|mz.elderly-subsidy|高龄津贴发放信息|C|Monthly|限民生待遇核验|id_no:公民身份号码:P*=pop.person/id_no,name:姓名:N=pop.person/name,month:发放月份:T,amount:发放金额:M",
        "civil-affairs|mz.social-organisation|社会组织登记信息|U|Weekly||uscc:统一社会信用代码:E*,name:社会组织名称:T,kind:组织类型:T,registered_on:登记日期:D,state:登记状态:T",
        "civil-affairs|mz.care-home|养老机构信息|O|Monthly||uscc:统一社会信用代码:E*,name:机构名称:T,division:行政区划:T,beds:床位数:I,address:地址:T",
        "human-resources|rs.insured|社会保险参保信息|C|Daily|限依法办理业务时核验参保状态|id_no:公民身份号码:P*=pop.person/id_no,name:姓名:N=pop.person/name,employer_uscc:单位统一社会信用代码:E=ent.base/uscc,insurance:险种:T,state:参保状态:T,since:参保日期:D",
        "human-resources|rs.employment|就业登记信息|C|Daily|限就业服务与补贴核验|id_no:公民身份号码:P*=pop.person/id_no,employer_uscc:用人单位统一社会信用代码:E=ent.base/uscc,registered_on:登记日期:D,position:岗位:T",
        "human-resources|rs.unemployment|失业登记信息|C|Daily|限就业服务与待遇核验|id_no:公民身份号码:P*=pop.person/id_no,registered_on:登记日期:D,reason:失业原因:T",
        "human-resources|rs.skill-certificate|职业技能等级证书信息|U|Weekly||certificate_no:证书编号:T*,id_no:公民身份号码:P=pop.person/id_no,occupation:职业名称:T,level:技能等级:T,issued_on:发证日期:D",
        "human-resources|rs.employer-arrears|拖欠工资失信用人单位名单|O|Monthly||uscc:统一社会信用代码:E*=ent.base/uscc,name:单位名称:T=ent.base/name,listed_on:列入日期:D,decision_no:决定文号:T",
        "health-commission|wj.birth|出生医学证明信息|C|Daily|限户籍登记、生育服务等业务核验|certificate_no:出生证编号:T*,child_name:新生儿姓名:N,born_on:出生日期:D,mother_id_no:母亲公民身份号码:P=pop.person/id_no,hospital:签发机构:T",
        "health-commission|wj.death|死亡医学证明信息|C|Daily|限户口注销、待遇终止等业务核验|certificate_no:证明编号:T*,id_no:公民身份号码:P=pop.person/id_no,died_on:死亡日期:D,issuer:签发机构:T",
        "health-commission|wj.institution|医疗机构执业登记信息|O|Weekly||registration_no:登记号:T*,name:机构名称:T,grade:机构等级:T,division:行政区划:T,valid_until:有效期至:D",
        "health-commission|wj.physician|医师执业注册信息|U|Weekly||certificate_no:执业证书编码:T*,name:姓名:N,category:执业类别:T,institution:执业机构:T",
        "health-commission|wj.infectious-report|传染病报告卡|W|Daily|《中华人民共和国传染病防治法》第十二条|card_no:卡片编号:T*,id_no:公民身份号码:P=pop.person/id_no,disease:病种:S,onset_on:发病日期:D",
        "education|jy.student|中小学学籍信息|C|Quarterly|限入学、资助和未成年人保护业务核验|student_no:学籍号:T*,id_no:公民身份号码:P=pop.person/id_no,name:姓名:N=pop.person/name,school:学校名称:T,grade:年级:T",
        "education|jy.school|学校基本信息|O|Yearly||school_code:学校标识码:T*,name:学校名称:T,stage:办学层次:T,division:行政区划:T,students:在校学生数:I",
        "education|jy.teacher-certificate|教师资格信息|U|Quarterly||certificate_no:证书号码:T*,id_no:公民身份号码:P=pop.person/id_no,kind:资格种类:T,subject:任教学科:T",
        "education|jy.financial-aid|学生资助发放信息|C|Quarterly|限资助资格核验与监督检查|student_no:学籍号:T*=jy.student/student_no,term:学期:T,kind:资助项目:T,amount:资助金额:M",
        "transport|jt.operator-licence|道路运输经营许可信息|O|Daily||licence_no:许可证号:T*,uscc:统一社会信用代码:E=ent.base/uscc,name:业户名称:T=ent.base/name,scope:经营范围:T,valid_until:有效期至:D",
        "transport|jt.vehicle|营运车辆信息|U|Daily||plate:车牌号码:T*,licence_no:经营许可证号:T=jt.operator-licence/licence_no,kind:车辆类型:T,inspected_until:检验有效期至:D",
        "transport|jt.driver|道路运输从业人员信息|C|Weekly|限运输执法与从业资格核验|certificate_no:从业资格证号:T*,id_no:公民身份号码:P=pop.person/id_no,kind:资格类别:T,valid_until:有效期至:D",
        "transport|jt.bus-position|公交车辆实时位置|O|RealTime||bus_no:车辆编号:T*,line:线路:T,longitude:经度:G,latitude:纬度:G,at:定位时间:A",
        "medical-insurance|yb.insured|基本医疗保险参保信息|C|Daily|限就医结算与待遇核验|id_no:公民身份号码:P*=pop.person/id_no,name:姓名:N=pop.person/name,kind:参保类型:T,state:参保状态:T",
        "medical-insurance|yb.settlement|医保结算明细|W|Daily|《中华人民共和国社会保险法》第九十二条|settlement_no:结算编号:T*,id_no:公民身份号码:P=yb.insured/id_no,diagnosis:诊断:S,amount:结算金额:M",
        "medical-insurance|yb.designated|定点医药机构名单|O|Monthly||institution_code:机构编码:T*,name:机构名称:T,kind:机构类型:T,registration_no:医疗机构登记号:T=wj.institution/registration_no",
        "housing-fund|gjj.account|住房公积金缴存信息|C|Daily|限购房、贷款和人才政策核验|account_no:个人账号:T*,id_no:公民身份号码:P=pop.person/id_no,employer_uscc:单位统一社会信用代码:E=ent.base/uscc,monthly_amount:月缴存额:M,state:账户状态:T",
        "housing-fund|gjj.loan|住房公积金贷款信息|C|Daily|须经借款人授权|contract_no:合同编号:T*,id_no:借款人公民身份号码:P=gjj.account/id_no,amount:贷款金额:M,signed_on:签订日期:D,state:贷款状态:T",
        "approval-office|sp.permit-result|行政审批结果信息|U|Daily||case_no:办件编号:T*,matter:事项名称:T,uscc:申请单位统一社会信用代码:E=ent.base/uscc,decided_on:决定日期:D,result:审批结果:T",
        "approval-office|sp.food-licence|食品经营许可信息|O|Daily||licence_no:许可证编号:T*,uscc:统一社会信用代码:E=ent.base/uscc,name:经营者名称:T=ent.base/name,scope:经营项目:T,valid_until:有效期至:D",
        "big-data|sj.system|政务信息系统清单|U|Quarterly||system_no:系统编号:T*,name:系统名称:T,department:使用部门:T,level:等级保护级别:T,online_on:上线日期:D",
        "big-data|sj.api|共享接口清单|U|Monthly||api_no:接口编号:T*,name:接口名称:T,system_no:所属系统:T=sj.system/system_no,calls:月调用次数:I",
    ];

    public int Order => 21;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.Area("450200") is not { } city || await store.FindAsync("mz.marriage", cancel) is not null)
        {
            return;
        }
        foreach (var line in Lines)
        {
            var provider = organisations.Resolve(line[..line.IndexOf('|', StringComparison.Ordinal)], city.Id) ?? throw new InvalidOperationException($"The demo's Liuzhou has nobody for '{line}'.");
            Actor steward = new("clock", "时钟", [new Appointment(provider.Id, provider.Path, Roles.Steward)], []);
            await desk.DescribeAsync(steward, Read(line, provider), cancel);
        }
    }

    internal static Description Read(string line, Organisation provider)
    {
        var cells = line.Split('|');
        var sharing = cells[3] switch { "C" => SharingClass.Conditional, "W" => SharingClass.Withheld, _ => SharingClass.Unconditional };
        var title = cells[2];
        return new(cells[1], new LocalText(title), new LocalText($"{provider.Name}在履行职责中产生的{title}。"), provider.Id, sharing, cells[5] is { Length: > 0 } basis ? basis : null,
            ["api", "file"], Enum.Parse<UpdateCycle>(cells[4]), BaseLibrary.None, cells[3] == "O", null, [title.Replace("信息", "", StringComparison.Ordinal)],
            [.. cells[6].Split(',').Select(ItemOf)]);
    }

    private static Item ItemOf(string text)
    {
        var (own, source) = text.Split('=') is [var left, var right] ? (left, (ItemPath?)ItemPath.Parse(right)) : (text, null);
        var parts = own.Split(':');
        var identifies = parts[2].EndsWith('*');
        Item item = new(parts[0], new LocalText(parts[1]), ItemType.Text, 100, Required: identifies, Identifies: identifies, Source: source);
        return parts[2][0] switch
        {
            'P' => item with { Length = 18, Names = "person", CodeList = "GB 11643", Sensitivity = Sensitivity.Sensitive },
            'E' => item with { Length = 18, Names = "enterprise", CodeList = "GB 32100" },
            'N' => item with { Length = 50, Sensitivity = Sensitivity.Personal },
            'S' => item with { Sensitivity = Sensitivity.Sensitive },
            'D' => item with { Type = ItemType.Date, Length = 0 },
            'A' => item with { Type = ItemType.Instant, Length = 0 },
            'I' => item with { Type = ItemType.Integer, Length = 0 },
            'M' => item with { Type = ItemType.Decimal, Length = 12, Scale = 2 },
            'G' => item with { Type = ItemType.Decimal, Length = 9, Scale = 6 },
            _ => item,
        };
    }
}
