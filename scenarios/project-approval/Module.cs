using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.ProjectApproval.Demo;
using Zhuangjin.Scenarios.ProjectApproval.Pages;
using Zhuangjin.Scenarios.ProjectApproval.Problems;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval;

/// <summary>Manifest of the scenario of project approval: the project pool with its board, whistles, the problem pool with its monthly session, and the review of refusals.</summary>
public sealed class ProjectApprovalModule : IScenario
{
    /// <summary>Key of the matter whose cases are the pool's projects.</summary>
    internal const string Matter = "project-approval";

    public string Name => "pool";

    public string Folder => "project-approval";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<ProblemPool>();
        services.AddSingleton<JointSessions>();
        services.AddSingleton<RefusalReviews>();
        if (settings.Demo)
        {
            services.AddSingleton<SampleProblems>();
            services.AddSingleton<IDemoStory, ProjectStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPoolPages();
        endpoints.MapSessionPages();
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => Migration.Embedded(typeof(ProjectApprovalModule).Assembly, Name, dialect, Folder);

    public IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Work, "pool.nav", "/pool", 35, Permissions.CasesRead)];
}
