using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.SealsAndLicences.Demo;

namespace Zhuangjin.Scenarios.SealsAndLicences;

/// <summary>Manifest of the scenario 电子印章与电子证照: its matters stand in pack.yaml, seals and licences belong to the engine Certificates; here is the demo's story of them.</summary>
public sealed class SealsAndLicencesModule : IScenario
{
    public string Name => "seals";

    public string Folder => "seals-and-licences";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, SealStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        // Pages and API belong to the engine.
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => [];
}
