using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.OpenIdConnect;

namespace Zhuangjin.Security.Demo;

/// <summary>The account of the demo's department system: reviewer and depositing system at the natural-resources bureau of Baise.</summary>
internal sealed class DemoProgramAccounts(ProgramAccounts programs, IPeople people, IPeopleRegistry registry, IOrganisations organisations) : IDemoData
{
    public int Order => 11;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (await people.ActorByLoginAsync(ProgramAccounts.LoginOf(DemoPrograms.DepartmentSystem), cancel) is not null
            || organisations.Area("451000") is not { } baise || organisations.Resolve("natural-resources", baise.Id) is not { } bureau)
        {
            return;
        }
        var program = await programs.AddAsync(Actor.Clock, DemoPrograms.DepartmentSystem, "市自然资源局业务系统（示例）", cancel);
        await registry.AppointAsync(Actor.Clock, program, bureau.Id, Roles.Reviewer, cancel);
        await registry.AppointAsync(Actor.Clock, program, bureau.Id, Roles.Depositor, cancel);
    }
}
