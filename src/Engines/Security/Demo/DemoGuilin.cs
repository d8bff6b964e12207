using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Demo;

/// <summary>Guilin in the demo: nine counties with their leaders, the departments that review projects, the leaders of the city; all people are invented.</summary>
internal sealed class DemoGuilin(IOrganisations organisations, IOrganisationRegistry tree, IPeopleRegistry registry) : IDemoData
{
    public int Order => 12;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.Area("450300") is not null || organisations.All.Count == 0)
        {
            return;
        }
        var city = await AddAsync(organisations.Root.Id, OrganisationKind.City, "450300", null, "桂林市", "Guilin");
        var approval = await AddAsync(city, OrganisationKind.Department, "450300", "approval-office", "桂林市行政审批局", "Guilin Approval Bureau");
        var reform = await AddAsync(city, OrganisationKind.Department, "450300", "development-reform", "桂林市发展和改革委员会", "Guilin Development and Reform Commission");
        var natural = await AddAsync(city, OrganisationKind.Department, "450300", "natural-resources", "桂林市自然资源局", "Guilin Natural Resources Bureau");
        var environment = await AddAsync(city, OrganisationKind.Department, "450300", "environment", "桂林市生态环境局", "Guilin Ecology and Environment Bureau");
        var transport = await AddAsync(city, OrganisationKind.Department, "450300", "transport", "桂林市交通运输局", "Guilin Transport Bureau");
        var housing = await AddAsync(city, OrganisationKind.Department, "450300", "housing-construction", "桂林市住房和城乡建设局", "Guilin Housing and Construction Bureau");
        var fire = await AddAsync(housing, OrganisationKind.Office, "450300", "fire-review", "桂林市住建局消防审验科", "Guilin Fire Review Office");
        await AddAsync(city, OrganisationKind.Department, "450300", "supervision", "桂林市督查考评办公室", "Guilin Supervision Office");
        var deputy = await AddAsync(city, OrganisationKind.Department, "450300", "deputy-mayor", "桂林市常务副市长（市委秘书长）办公室", "Office of the Executive Vice Mayor");
        var mayor = await AddAsync(city, OrganisationKind.Department, "450300", "mayor", "桂林市人民政府市长办公室", "Office of the Mayor");
        await StaffAsync("gl-clerk", "示例·桂林窗口甲", (approval, Roles.WindowClerk));
        await StaffAsync("gl-reform", "示例·桂林发改甲", (reform, Roles.Reviewer));
        await StaffAsync("gl-land", "示例·桂林自然资源甲", (natural, Roles.Reviewer));
        await StaffAsync("gl-environment", "示例·桂林环境甲", (environment, Roles.Reviewer));
        await StaffAsync("gl-transport", "示例·桂林交通甲", (transport, Roles.Reviewer));
        await StaffAsync("gl-housing", "示例·桂林住建甲", (housing, Roles.Reviewer));
        await StaffAsync("gl-fire", "示例·桂林消防甲", (fire, Roles.Reviewer));
        await StaffAsync("gl-supervisor", "示例·桂林督查甲", (city, Roles.Supervisor));
        await StaffAsync("gl-deputy", "示例·常务副市长", (deputy, Roles.Leader));
        await StaffAsync("gl-mayor", "示例·市长", (city, Roles.Leader), (mayor, Roles.Leader));
        foreach (var (code, name, english) in Counties)
        {
            var county = await AddAsync(city, OrganisationKind.County, code, null, name, english);
            await AddAsync(county, OrganisationKind.Department, code, "county-leaders", $"{name}党政主要领导办公室", $"Leaders of {english}");
            await StaffAsync($"gl-county-{code}", $"示例·{name}主要领导", (county, Roles.Leader));
        }

        var owner = await registry.AddPersonAsync(Actor.Clock, "gl-owner", DemoAccounts.Password, "示例·桂林业主甲", CitizenId.Complete("45030319800101001"), cancel);
        var company = await registry.AddPartyAsync(Actor.Clock, PartyKind.LegalEntity, "桂林示例产业投资有限公司", Uscc.Complete("91450300DEM000004"), cancel);
        await registry.RepresentAsync(Actor.Clock, owner, company.Id, cancel);

        async Task<string> AddAsync(string parent, OrganisationKind kind, string division, string? function, string name, string english) =>
            (await tree.AddAsync(Actor.Clock, parent, kind, division, function, new LocalText(name, english), cancel)).Id;

        async Task StaffAsync(string login, string name, params (string Organisation, string Role)[] roles)
        {
            var person = await registry.AddPersonAsync(Actor.Clock, login, DemoAccounts.Password, name, null, cancel);
            foreach (var (organisation, role) in roles)
            {
                await registry.AppointAsync(Actor.Clock, person, organisation, role, cancel);
            }
        }
    }

    private static readonly (string Code, string Name, string English)[] Counties =
    [
        ("450312", "临桂区", "Lingui District"),
        ("450321", "阳朔县", "Yangshuo County"),
        ("450323", "灵川县", "Lingchuan County"),
        ("450324", "全州县", "Quanzhou County"),
        ("450325", "兴安县", "Xing'an County"),
        ("450326", "永福县", "Yongfu County"),
        ("450330", "平乐县", "Pingle County"),
        ("450332", "恭城瑶族自治县", "Gongcheng County"),
        ("450381", "荔浦市", "Lipu City"),
    ];
}
