using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.AcceptanceCertificate.Demo;
using Zhuangjin.Scenarios.AcceptanceCertificate.Pages;
using Zhuangjin.Scenarios.AcceptanceCertificate.Projects;

namespace Zhuangjin.Scenarios.AcceptanceCertificate;

/// <summary>Manifest of the scenario 验收即交证: the project registry that its forms are prefilled from, and its pages. The matters themselves stand in pack.yaml.</summary>
public sealed class AcceptanceCertificateModule : IScenario
{
    public string Name => "acceptance";

    public string Folder => "acceptance-certificate";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<ProjectRegistry>();
        services.AddSingleton<IPrefillSource, ProjectPrefill>();
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, DemoStory>();
            services.AddSingleton<IDemoStory, SupervisionStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints) => endpoints.MapProjectPages();

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => Migration.Embedded(typeof(AcceptanceCertificateModule).Assembly, Name, dialect, Folder);

    public IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Mine, "acceptance.nav.projects", "/projects", 25, "signed-in")];
}
