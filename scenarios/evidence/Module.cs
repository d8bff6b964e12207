using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.EvidenceScenes.Demo;

namespace Zhuangjin.Scenarios.EvidenceScenes;

/// <summary>Manifest of the scenario 政务协同和存证: departments' systems deposit evidence under 32 scenes. The engine does the work; here is the demo's story of it.</summary>
public sealed class EvidenceScenesModule : IScenario
{
    public string Name => "scenes";

    public string Folder => "evidence";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, DepositStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        // Pages and API of deposits belong to the engine.
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => [];
}
