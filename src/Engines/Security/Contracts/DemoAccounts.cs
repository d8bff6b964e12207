using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Security.Contracts;

/// <summary>The invented people of the demo. They exist only where the demo runs.</summary>
public static class DemoAccounts
{
    /// <summary>The one password of all of them.</summary>
    public const string Password = "demo";

    public static readonly ImmutableArray<DemoAccount> All =
    [
        new("owner", new("建设单位：百色示例置业有限公司 法定代表人", "Owner: legal representative of a building company"), "applicants"),
        new("agent", new("代理人：受托为一家企业办事", "Agent: acts for a company under a mandate"), "applicants"),
        new("owner2", new("建设单位：右江示例建设集团有限公司 法定代表人", "Owner: legal representative of another company"), "applicants"),
        new("clerk", new("市行政审批局 窗口人员", "Approval bureau: window clerk"), "offices"),
        new("planning", new("市自然资源局 规划核实", "Natural resources: planning verification"), "offices"),
        new("defence", new("市人民防空办公室", "Civil-defence office"), "offices"),
        new("fire", new("市住建局 消防验收", "Housing bureau: fire acceptance"), "offices"),
        new("archive", new("市城建档案馆", "Urban construction archive"), "offices"),
        new("cadastre", new("市自然资源局 权籍调查", "Natural resources: cadastral survey"), "offices"),
        new("registry", new("市不动产登记中心 登记人员甲", "Real-estate registry: registrar A"), "offices"),
        new("registry2", new("市不动产登记中心 登记人员乙", "Real-estate registry: registrar B"), "offices"),
        new("housing", new("市住房和城乡建设局 竣工验收备案", "Housing bureau: completion filing"), "offices"),
        new("water", new("示例供水公司", "Water company"), "utilities"),
        new("power", new("示例供电公司", "Power company"), "utilities"),
        new("gas", new("示例燃气公司", "Gas company"), "utilities"),
        new("surveyor", new("示例测绘院", "Survey institute"), "utilities"),
        new("keeper", new("市行政审批局 印章保管人", "Approval bureau: keeper of its seals"), "offices"),
        new("sealer", new("市大数据发展局 制章人员", "Big-data bureau: makes electronic seals"), "offices"),
        new("licences", new("市行政审批局 证照管理员", "Approval bureau: issues licences"), "offices"),
        new("approver", new("市行政审批局 负责人（可批准延期）", "Approval bureau: head, may extend limits"), "offices"),
        new("supervisor", new("市督查室 督办人员", "Supervision office"), "oversight"),
        new("admin", new("市大数据发展局 系统管理员", "Big-data bureau: administrator"), "oversight"),
        new("gl-owner", new("建设单位：桂林示例产业投资有限公司 法定代表人", "Owner: legal representative of a company in Guilin"), "applicants"),
        new("gl-county-450323", new("桂林市灵川县主要领导（一级吹哨）", "Guilin: leader of Lingchuan County"), "oversight"),
        new("gl-deputy", new("桂林市常务副市长（二级召集）", "Guilin: executive vice mayor"), "oversight"),
        new("gl-mayor", new("桂林市市长（三级召集，看全市项目）", "Guilin: mayor"), "oversight"),
        new("gl-transport", new("桂林市交通运输局 审查人员", "Guilin: transport bureau"), "offices"),
        new("gl-supervisor", new("桂林市督查考评办 督查人员", "Guilin: supervision office"), "oversight"),
        new("collector", new("城管采集员（手机上报）", "City collector: reports from the street"), "city"),
        new("inspector", new("城管核查员（现场核查）", "City inspector: checks on the spot"), "city"),
        new("dispatcher", new("灵山县数字城管指挥中心 派遣员", "City command centre: dispatcher"), "city"),
        new("commander", new("灵山县数字城管 负责人（可重新立案）", "City management: head, may reopen cases"), "city"),
        new("sanitation", new("灵山县环境卫生站", "Sanitation"), "city"),
        new("enforcement", new("灵山县城市管理执法大队", "Street enforcement"), "city"),
        new("municipal", new("灵山县市政管理所", "Municipal works"), "city"),
        new("pool", new("柳州市大数据发展局 数据池运营", "Liuzhou big-data bureau: runs the data pool"), "pool"),
        new("lz-police", new("柳州市公安局 数据专员（人口库）", "Public security: data steward of the person library"), "pool"),
        new("lz-market", new("柳州市市场监督管理局 数据专员（法人库）", "Market supervision: data steward of the enterprise library"), "pool"),
        new("lz-land", new("柳州市自然资源和规划局 数据专员（地址库）", "Natural resources: data steward of the place library"), "pool"),
        new("lz-transport", new("柳州市交通运输局 数据专员", "Transport: data steward"), "pool"),
        new("lz-health", new("柳州市卫生健康委员会 数据专员", "Health commission: data steward"), "pool"),
        new("lz-civil", new("柳州市民政局 数据专员", "Civil affairs: data steward"), "pool"),
        new("lz-supervisor", new("柳州市督查和绩效考评办公室", "Liuzhou Supervision Office"), "pool"),
        new("lz-fund", new("柳州市住房公积金管理中心 数据使用人员", "Housing fund: uses data of others"), "pool"),
        new("lz-community", new("柳州市城中区示例一社区 社区工作者", "A community worker, who is asked by many departments"), "pool"),
        new("lz-community3", new("柳州市鱼峰区示例三社区 社区工作者", "A community worker of another district"), "pool"),
        new("lz-resident", new("柳州居民：看谁查过我的数据", "A resident, who looks who looked"), "pool"),
        new("market", new("百色市市场监督管理局 许可审批", "Market regulation: decides permits under enterprise codes"), "offices"),
        new("health", new("百色市卫生健康委员会 许可审批", "Health: decides permits under enterprise codes"), "offices"),
        new("permits", new("百色市其余八个许可部门 审批人员", "The other eight departments that decide permits"), "offices"),
        new("opening", new("百色市印章、税务、社保、医保、公积金 经办人员", "Seals, tax, insurances and housing fund: what follows a licence"), "offices"),
        new("bank", new("示例银行 开户柜员", "Demo banks: opens accounts of new enterprises"), "offices"),
        new("nanning-clerk", new("南宁市 窗口人员（看不到百色的办件）", "Nanning: window clerk, who sees nothing of Baise"), "offices"),
    ];
}

/// <param name="Group">Which of the four kinds of people it is: applicants, offices, utilities, oversight.</param>
public sealed record DemoAccount(string Login, LocalText What, string Group);
