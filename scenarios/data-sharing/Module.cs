using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.DataSharing.Demo;

namespace Zhuangjin.Scenarios.DataSharing;

/// <summary>Manifest of the scenario 一池共享: its matter, the request for data that are shared under conditions, stands in pack.yaml; the pool belongs to the engine DataSharing; here is the demo's story of it.</summary>
public sealed class DataSharingScenarioModule : IScenario
{
    public string Name => "requests";

    public string Folder => "data-sharing";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, SharingStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        // Pages and API belong to the engine.
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => [];
}
