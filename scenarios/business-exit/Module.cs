using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.BusinessExit.Demo;
using Zhuangjin.Scenarios.BusinessExit.Pages;
using Zhuangjin.Scenarios.BusinessExit.Registry;

namespace Zhuangjin.Scenarios.BusinessExit;

/// <summary>Manifest of the scenario 市场主体退出: the register of the dormant and of complaints, the checks that ask it, and its pages. The matters stand in pack.yaml.</summary>
public sealed class BusinessExitModule : IScenario
{
    public string Name => "exits";

    public string Folder => "business-exit";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<ExitRegister>();
        services.AddSingleton<ICaseChecks, LicenceInForce>();
        services.AddSingleton<ICaseChecks, DormancyInAll>();
        services.AddSingleton<ILogFollower, ExitFollower>();
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, ExitStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints) => endpoints.MapExitPages();

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => Migration.Embedded(typeof(BusinessExitModule).Assembly, Name, dialect, Folder);

    public IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Services, "exits.nav", "/exits", 16)];
}
