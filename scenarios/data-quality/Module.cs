using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.DataQuality.Demo;

namespace Zhuangjin.Scenarios.DataQuality;

/// <summary>Manifest of the scenario 数据质量整改: its matter stands in pack.yaml; rules, runs and pages belong to the engine DataSharing; here is the demo's story of it.</summary>
public sealed class DataQualityModule : IScenario
{
    public string Name => "mending";

    public string Folder => "data-quality";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, QualityStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        // Pages and API belong to the engine.
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => [];
}
