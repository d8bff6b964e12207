using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Demo;

/// <summary>Who serves a new enterprise after its licence: seals, tax, insurances, housing fund, and two invented banks.</summary>
internal sealed class DemoOpening(IOrganisations organisations, IOrganisationRegistry tree, IPeopleRegistry registry) : IDemoData
{
    private const string Division = "451000";

    private static readonly (string Function, string Name, string English)[] Offices =
    [
        ("seal-engraving", "百色市印章刻制服务点", "Baise Seal Engraving"),
        ("tax", "国家税务总局百色市税务局", "Baise Tax Bureau"),
        ("medical-insurance", "百色市医疗保障局", "Baise Medical Insurance Bureau"),
        ("housing-fund", "百色市住房公积金管理中心", "Baise Housing Fund Centre"),
        ("bank-first", "示例银行甲", "Demo Bank A"),
        ("bank-second", "示例银行乙", "Demo Bank B"),
    ];

    /// <summary>After the departments of permits: social insurance is theirs.</summary>
    public int Order => 14;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.Area(Division) is not { } city || organisations.All.Any(o => o.Function == Offices[0].Function && o.ParentId == city.Id))
        {
            return;
        }
        var staff = await registry.AddPersonAsync(Actor.Clock, "opening", DemoAccounts.Password, "示例·开办甲", null, cancel);
        var teller = await registry.AddPersonAsync(Actor.Clock, "bank", DemoAccounts.Password, "示例·柜员甲", null, cancel);
        foreach (var (function, name, english) in Offices)
        {
            var office = await tree.AddAsync(Actor.Clock, city.Id, OrganisationKind.Department, Division, function, new LocalText(name, english), cancel);
            await registry.AppointAsync(Actor.Clock, function.StartsWith("bank", StringComparison.Ordinal) ? teller : staff, office.Id, Roles.Reviewer, cancel);
        }
        if (organisations.All.FirstOrDefault(o => o.Function == "labour" && o.ParentId == city.Id) is { } labour)
        {
            await registry.AppointAsync(Actor.Clock, staff, labour.Id, Roles.Reviewer, cancel);
        }
    }
}
