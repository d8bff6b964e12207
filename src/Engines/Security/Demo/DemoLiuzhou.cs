using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Demo;

/// <summary>Liuzhou in the demo: the city whose departments share one data pool; all people are invented.</summary>
internal sealed class DemoLiuzhou(IOrganisations organisations, IOrganisationRegistry tree, IPeopleRegistry registry) : IDemoData
{
    private static readonly (string Function, string Name, string English)[] Departments =
    [
        ("big-data", "柳州市大数据发展局", "Liuzhou Big-Data Bureau"),
        ("public-security", "柳州市公安局", "Liuzhou Public Security Bureau"),
        ("market-supervision", "柳州市市场监督管理局", "Liuzhou Market Supervision Bureau"),
        ("natural-resources", "柳州市自然资源和规划局", "Liuzhou Natural Resources and Planning Bureau"),
        ("housing-fund", "柳州市住房公积金管理中心", "Liuzhou Housing Fund Centre"),
        ("civil-affairs", "柳州市民政局", "Liuzhou Civil Affairs Bureau"),
        ("human-resources", "柳州市人力资源和社会保障局", "Liuzhou Human Resources and Social Security Bureau"),
        ("health-commission", "柳州市卫生健康委员会", "Liuzhou Health Commission"),
        ("education", "柳州市教育局", "Liuzhou Education Bureau"),
        ("transport", "柳州市交通运输局", "Liuzhou Transport Bureau"),
        ("medical-insurance", "柳州市医疗保障局", "Liuzhou Medical Insurance Bureau"),
        ("approval-office", "柳州市行政审批局", "Liuzhou Approval Bureau"),
        ("supervision", "柳州市督查和绩效考评办公室", "Liuzhou Supervision Office"),
    ];

    /// <summary>Districts with the communities that fill in what departments collect; two have somebody at work.</summary>
    private static readonly (string Division, string Name, string English, (string? Login, string Name, string English)[] Communities)[] Districts =
    [
        ("450202", "城中区", "Chengzhong District", [("lz-community", "示例一社区", "Demo Community One"), (null, "示例二社区", "Demo Community Two")]),
        ("450203", "鱼峰区", "Yufeng District", [("lz-community3", "示例三社区", "Demo Community Three")]),
    ];

    public int Order => 14;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.Area("450200") is not null || organisations.All.Count == 0)
        {
            return;
        }
        var city = await AddAsync(organisations.Root.Id, OrganisationKind.City, null, "柳州市", "Liuzhou");
        var departments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (function, name, english) in Departments)
        {
            departments[function] = await AddAsync(city, OrganisationKind.Department, function, name, english);
        }
        await StaffAsync("pool", "示例·数据运营甲", (city, Roles.PoolOperator));
        await StaffAsync("lz-police", "示例·公安数据甲", (departments["public-security"], Roles.Steward));
        await StaffAsync("lz-market", "示例·市监数据甲", (departments["market-supervision"], Roles.Steward));
        await StaffAsync("lz-land", "示例·资规数据甲", (departments["natural-resources"], Roles.Steward));
        await StaffAsync("lz-transport", "示例·交通数据甲", (departments["transport"], Roles.Steward));
        await StaffAsync("lz-health", "示例·卫健数据甲", (departments["health-commission"], Roles.Steward));
        await StaffAsync("lz-civil", "示例·民政数据甲", (departments["civil-affairs"], Roles.Steward));
        await StaffAsync("lz-supervisor", "示例·柳州督查甲", (city, Roles.Supervisor));
        await StaffAsync("lz-fund", "示例·公积金甲", (departments["housing-fund"], Roles.DataUser));
        await registry.AddPersonAsync(Actor.Clock, "lz-resident", DemoAccounts.Password, "示例·柳州居民甲", CitizenId.Complete("45020219880808001"), cancel);

        foreach (var (division, name, english, communities) in Districts)
        {
            var district = await AddAsync(city, OrganisationKind.County, null, name, english, division);
            foreach (var (login, community, translated) in communities)
            {
                var place = await AddAsync(district, OrganisationKind.Department, "community", community, translated, division);
                if (login is not null)
                {
                    await StaffAsync(login, "示例·" + community, (place, Roles.CommunityWorker));
                }
            }
        }

        async Task<string> AddAsync(string parent, OrganisationKind kind, string? function, string name, string english, string division = "450200") =>
            (await tree.AddAsync(Actor.Clock, parent, kind, division, function, new LocalText(name, english), cancel)).Id;

        async Task StaffAsync(string login, string name, (string Organisation, string Role) post)
        {
            var person = await registry.AddPersonAsync(Actor.Clock, login, DemoAccounts.Password, name, null, cancel);
            await registry.AppointAsync(Actor.Clock, person, post.Organisation, post.Role, cancel);
        }
    }
}
