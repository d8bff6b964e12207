using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.CityManagement.Demo;

namespace Zhuangjin.Scenarios.CityManagement;

/// <summary>Manifest of the scenario 数字城管: the way of a case stands in pack.yaml.</summary>
public sealed class CityManagementModule : IScenario
{
    public string Name => "city";

    public string Folder => "city-management";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, CityStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        // Reports, work and checks go through the pages of cases.
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => [];
}
