using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Demo;

/// <summary>The organisations and people of the demo: Guangxi, Baise with its offices, a smaller Nanning, and synthetic people.</summary>
internal sealed class DemoPeople(IOrganisations organisations, IOrganisationRegistry tree, IPeopleRegistry registry, IPeople people, MovableTime time) : IDemoData
{
    public int Order => 10;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.All.Count > 0)
        {
            return;
        }
        // They are there before the story begins.
        time.ShiftTo(ChinaTime.At(new(2022, 7, 1), new(8, 30)));
        var region = await AddAsync(null, OrganisationKind.Region, "450000", null, "广西壮族自治区", "Guangxi");
        var baise = await AddAsync(region, OrganisationKind.City, "451000", null, "百色市", "Baise");
        foreach (var (code, name, english) in Counties)
        {
            await AddAsync(baise, OrganisationKind.County, code, null, name, english);
        }
        var approval = await AddAsync(baise, OrganisationKind.Department, "451000", "approval-office", "百色市行政审批局", "Baise Approval Bureau");
        var natural = await AddAsync(baise, OrganisationKind.Department, "451000", "natural-resources", "百色市自然资源局", "Baise Natural Resources Bureau");
        var cadastre = await AddAsync(natural, OrganisationKind.Office, "451000", "cadastral-survey", "权籍调查科", "Cadastral Survey Office");
        var registryOffice = await AddAsync(natural, OrganisationKind.Office, "451000", "real-estate-registry", "百色市不动产登记中心", "Baise Real-Estate Registry");
        var housing = await AddAsync(baise, OrganisationKind.Department, "451000", "housing-construction", "百色市住房和城乡建设局", "Baise Housing and Construction Bureau");
        var fire = await AddAsync(housing, OrganisationKind.Office, "451000", "fire-review", "消防验收科", "Fire Acceptance Office");
        var archive = await AddAsync(housing, OrganisationKind.Office, "451000", "construction-archive", "百色市城市建设档案馆", "Baise Construction Archive");
        var defence = await AddAsync(baise, OrganisationKind.Department, "451000", "civil-defence", "百色市人民防空办公室", "Baise Civil-Defence Office");
        var data = await AddAsync(baise, OrganisationKind.Department, "451000", "big-data", "百色市大数据发展局", "Baise Big-Data Bureau");
        await AddAsync(baise, OrganisationKind.Department, "451000", "supervision", "百色市督查和优化营商环境办公室", "Baise Supervision Office");
        var survey = await AddAsync(baise, OrganisationKind.Department, "451000", "survey-institute", "百色示例测绘院", "Baise Demo Survey Institute");
        var water = await AddAsync(baise, OrganisationKind.Department, "451000", "water", "百色示例供水公司", "Baise Demo Water Company");
        var power = await AddAsync(baise, OrganisationKind.Department, "451000", "power", "百色示例供电公司", "Baise Demo Power Company");
        var gas = await AddAsync(baise, OrganisationKind.Department, "451000", "gas", "百色示例燃气公司", "Baise Demo Gas Company");
        var nanning = await AddAsync(region, OrganisationKind.City, "450100", null, "南宁市", "Nanning");
        var nanningApproval = await AddAsync(nanning, OrganisationKind.Department, "450100", "approval-office", "南宁市行政审批局", "Nanning Approval Bureau");

        var qinzhou = await AddAsync(region, OrganisationKind.City, "450700", null, "钦州市", "Qinzhou");
        var lingshan = await AddAsync(qinzhou, OrganisationKind.County, "450721", null, "灵山县", "Lingshan County");
        var command = await AddAsync(lingshan, OrganisationKind.Department, "450721", "city-command", "灵山县数字城管指挥中心", "Lingshan City Command Centre");
        var enforcement = await AddAsync(lingshan, OrganisationKind.Department, "450721", "enforcement", "灵山县城市管理执法大队", "Lingshan Street Enforcement");
        var sanitation = await AddAsync(lingshan, OrganisationKind.Department, "450721", "sanitation", "灵山县环境卫生站", "Lingshan Sanitation");
        var municipal = await AddAsync(lingshan, OrganisationKind.Department, "450721", "municipal", "灵山县市政管理所", "Lingshan Municipal Works");

        await StaffAsync("clerk", "示例·窗口甲", (approval, Roles.WindowClerk));
        await StaffAsync("approver", "示例·审批甲", (approval, Roles.Approver), (approval, Roles.Head));
        await StaffAsync("planning", "示例·规划甲", (natural, Roles.Reviewer));
        await StaffAsync("cadastre", "示例·权籍甲", (cadastre, Roles.Reviewer));
        await StaffAsync("registry", "示例·登记甲", (registryOffice, Roles.Registrar), (registryOffice, Roles.Reviewer));
        await StaffAsync("registry2", "示例·登记乙", (registryOffice, Roles.Registrar), (registryOffice, Roles.Reviewer));
        await StaffAsync("housing", "示例·住建甲", (housing, Roles.Reviewer), (housing, Roles.Registrar), (housing, Roles.Approver));
        await StaffAsync("fire", "示例·消防甲", (fire, Roles.Reviewer));
        await StaffAsync("archive", "示例·档案甲", (archive, Roles.Reviewer));
        await StaffAsync("defence", "示例·人防甲", (defence, Roles.Reviewer));
        await StaffAsync("surveyor", "示例·测绘甲", (survey, Roles.Surveyor), (survey, Roles.Reviewer), (survey, Roles.Registrar));
        await StaffAsync("water", "示例·供水甲", (water, Roles.Reviewer));
        await StaffAsync("power", "示例·供电甲", (power, Roles.Reviewer));
        await StaffAsync("gas", "示例·燃气甲", (gas, Roles.Reviewer));
        await StaffAsync("supervisor", "示例·督办甲", (baise, Roles.Supervisor));
        await StaffAsync("admin", "示例·管理甲", (baise, Roles.Administrator));
        await StaffAsync("sealer", "示例·制章甲", (data, Roles.Reviewer), (data, Roles.Approver), (data, Roles.Registrar));
        await StaffAsync("licences", "示例·证照甲", (approval, Roles.Registrar));
        await StaffAsync("dispatcher", "示例·派遣甲", (command, Roles.WindowClerk), (command, Roles.Supervisor));
        await StaffAsync("commander", "示例·指挥甲", (lingshan, Roles.Head));
        await StaffAsync("enforcement", "示例·执法甲", (enforcement, Roles.Reviewer));
        await StaffAsync("sanitation", "示例·环卫甲", (sanitation, Roles.Reviewer));
        await StaffAsync("municipal", "示例·市政甲", (municipal, Roles.Reviewer));
        await StaffAsync("inspector", "示例·核查甲", (command, Roles.Surveyor));
        await StaffAsync("hotline", "示例·热线甲");
        await CitizenAsync("collector", "示例·采集甲", "45072119920606001", cancel);
        await StaffAsync("nanning-clerk", "示例·南宁窗口甲", (nanningApproval, Roles.WindowClerk));

        var owner = await CitizenAsync("owner", "示例·业主甲", "45100219800101001", cancel);
        var agent = await CitizenAsync("agent", "示例·代理甲", "45100219850505002", cancel);
        var owner2 = await CitizenAsync("owner2", "示例·业主乙", "45100219780909003", cancel);
        var first = await EnterpriseAsync("百色示例置业有限公司", "91451000DEM000001");
        var second = await EnterpriseAsync("田阳示例实业有限公司", "91451000DEM000002");
        var third = await EnterpriseAsync("右江示例建设集团有限公司", "91451000DEM000003");
        await registry.RepresentAsync(Actor.Clock, owner, first.Id, cancel);
        await registry.RepresentAsync(Actor.Clock, owner2, third.Id, cancel);
        var hotline = await EnterpriseAsync("灵山县12345政务服务热线（示例）", "11450721DEM000005");
        await registry.RepresentAsync(Actor.Clock, (await people.ActorByLoginAsync("hotline", cancel))!.PersonId, hotline.Id, cancel);
        var bureau = await EnterpriseAsync("百色市行政审批局", "11451000DEM000004");
        var keeper = await CitizenAsync("keeper", "示例·保管甲", "45100219900303004", cancel);
        await registry.MandateAsync(Actor.Clock, keeper, bureau.Id, ["seal-application", "seal-use"], new DateOnly(2027, 12, 31), cancel);
        await registry.MandateAsync(Actor.Clock, agent, second.Id, [], new DateOnly(2027, 12, 31), cancel);

        async Task<string> AddAsync(string? parent, OrganisationKind kind, string division, string? function, string name, string english) =>
            (await tree.AddAsync(Actor.Clock, parent, kind, division, function, new LocalText(name, english), cancel)).Id;

        async Task StaffAsync(string login, string name, params (string Organisation, string Role)[] roles)
        {
            var person = await registry.AddPersonAsync(Actor.Clock, login, DemoAccounts.Password, name, null, cancel);
            foreach (var (organisation, role) in roles)
            {
                await registry.AppointAsync(Actor.Clock, person, organisation, role, cancel);
            }
        }

        Task<Party> EnterpriseAsync(string name, string first17) => registry.AddPartyAsync(Actor.Clock, PartyKind.LegalEntity, name, Uscc.Complete(first17), cancel);
    }

    private Task<string> CitizenAsync(string login, string name, string first17, CancellationToken cancel) =>
        registry.AddPersonAsync(Actor.Clock, login, DemoAccounts.Password, name, CitizenId.Complete(first17), cancel);

    private static readonly (string Code, string Name, string English)[] Counties =
    [
        ("451002", "右江区", "Youjiang District"),
        ("451003", "田阳区", "Tianyang District"),
        ("451022", "田东县", "Tiandong County"),
        ("451024", "德保县", "Debao County"),
        ("451026", "那坡县", "Napo County"),
        ("451081", "靖西市", "Jingxi City"),
        ("451082", "平果市", "Pingguo City"),
    ];
}
