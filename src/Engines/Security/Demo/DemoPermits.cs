using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Demo;

/// <summary>The ten departments of Baise that decide on permits to operate, with three invented people.</summary>
internal sealed class DemoPermits(IOrganisations organisations, IOrganisationRegistry tree, IPeopleRegistry registry) : IDemoData
{
    private const string Division = "451000";

    private static readonly (string Function, string Name, string English)[] Departments =
    [
        ("market", "百色市市场监督管理局", "Baise Market Regulation Bureau"),
        ("health", "百色市卫生健康委员会", "Baise Health Commission"),
        ("culture", "百色市文化广电和旅游局", "Baise Culture and Tourism Bureau"),
        ("police", "百色市公安局", "Baise Public Security Bureau"),
        ("transport", "百色市交通运输局", "Baise Transport Bureau"),
        ("cityscape", "百色市城市管理监督局", "Baise Urban Management Bureau"),
        ("agriculture", "百色市农业农村局", "Baise Agriculture Bureau"),
        ("emergency", "百色市应急管理局", "Baise Emergency Management Bureau"),
        ("environment", "百色市生态环境局", "Baise Ecology and Environment Bureau"),
        ("labour", "百色市人力资源和社会保障局", "Baise Human Resources Bureau"),
    ];

    private static readonly string[] Deciding = [Roles.WindowClerk, Roles.Approver, Roles.Registrar];

    public int Order => 13;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.Area(Division) is not { } city || organisations.All.Any(o => o.Function == Departments[0].Function && o.ParentId == city.Id))
        {
            return;
        }
        var others = await registry.AddPersonAsync(Actor.Clock, "permits", DemoAccounts.Password, "示例·许可丙", null, cancel);
        foreach (var (function, name, english) in Departments)
        {
            var office = await tree.AddAsync(Actor.Clock, city.Id, OrganisationKind.Department, Division, function, new LocalText(name, english), cancel);
            var person = function switch
            {
                "market" => await registry.AddPersonAsync(Actor.Clock, "market", DemoAccounts.Password, "示例·市监甲", null, cancel),
                "health" => await registry.AddPersonAsync(Actor.Clock, "health", DemoAccounts.Password, "示例·卫健甲", null, cancel),
                _ => others,
            };
            foreach (var role in Deciding)
            {
                await registry.AppointAsync(Actor.Clock, person, office.Id, role, cancel);
            }
        }
    }
}
