using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Zhuangjin.Cases.Api;
using Zhuangjin.Cases.Batches;
using Zhuangjin.Cases.Board;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Cases.Exporting;
using Zhuangjin.Cases.Filters;
using Zhuangjin.Cases.Following;
using Zhuangjin.Cases.Importing;
using Zhuangjin.Cases.Materials;
using Zhuangjin.Cases.Meetings;
using Zhuangjin.Cases.Pages;
using Zhuangjin.Cases.Pages.Supervision;
using Zhuangjin.Cases.Publicity;
using Zhuangjin.Cases.Progressing;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Searching;
using Zhuangjin.Cases.Supervision;
using Zhuangjin.Cases.Sweeping;
using Zhuangjin.Cases.Worklists;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases;

/// <summary>Manifest of the Cases engine.</summary>
public sealed class CasesModule : IModule
{
    public string Name => "cases";

    public IReadOnlyList<NavigationEntry> Navigation =>
    [
        new(NavigationArea.Services, "cases.page.navigation.services", "/services", 10),
        new(NavigationArea.Services, "cases.page.navigation.notices", "/notices", 15),
        new(NavigationArea.Mine, "cases.page.navigation.my", "/my", 20, "signed-in"),
        new(NavigationArea.Work, "cases.page.navigation.work", "/work", 30, Permissions.CasesHandle),
        new(NavigationArea.Work, "cases.page.navigation.board", "/board", 40, Permissions.CasesSupervise),
        new(NavigationArea.Work, "cases.supervise.navigation", "/supervision", 42, Permissions.CasesRead),
        new(NavigationArea.Trust, "cases.supervise.navigation.satisfaction", "/satisfaction", 84),
        new(NavigationArea.Admin, "cases.supervise.navigation.calendar", "/admin/calendar", 96, Permissions.SecurityAdminister),
        new(NavigationArea.Work, "cases.page.navigation.matters", "/matters", 45, Permissions.CasesPublish),
    ];

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<MatterLibrary>();
        services.AddSingleton<IMatters>(provider => provider.GetRequiredService<MatterLibrary>());
        services.AddSingleton<IStartUp, Publication>();
        services.AddSingleton<Versions>();
        services.AddSingleton<Migrations>();
        services.AddHostedService<PublicationWatch>();
        services.AddSingleton<CaseMemory>();
        services.AddSingleton<CaseWriter>();
        services.AddSingleton<CaseLogic>();
        services.AddSingleton<CheckPorts>();
        services.AddSingleton<CaseRights>();
        services.AddSingleton<CaseNames>();
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton<CaseService>();
        services.AddSingleton<ICases>(provider => provider.GetRequiredService<CaseService>());
        services.AddSingleton<Prefill>();
        services.AddSingleton<Submission>();
        services.AddSingleton<DraftService>();
        services.AddSingleton<IDrafts>(provider => provider.GetRequiredService<DraftService>());
        services.AddSingleton<MaterialUploads>();
        services.AddSingleton<IMaterials, CaseMaterials>();
        services.TryAddSingleton<IHeldCertificates, NoCertificates>();
        services.TryAddSingleton<IPoolItems, NoPool>();
        services.AddSingleton<IGivenItems, GivenFromCases>();
        services.AddSingleton<CaseLists>();
        services.AddSingleton<BoardReader>();
        services.AddSingleton<IWorklists, WorklistReader>();
        services.AddSingleton<RowReader>();
        services.AddSingleton<ImportRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<ImportRunner>());
        services.AddSingleton<IImports, Imports>();
        services.AddSingleton<IWorkExports, WorkExports>();
        services.AddSingleton<IBatches, BatchService>();
        services.AddSingleton<ISavedFilters, SavedFilters>();
        services.AddSingleton<SearchIndexer>();
        services.AddSingleton<ICaseSearch, CaseSearch>();
        services.AddHostedService<SearchService>();
        services.AddSingleton<ICaseProgress, ProgressReader>();
        services.AddSingleton<IRefusals, RefusalReader>();
        services.AddSingleton<IMeetings, MeetingReader>();
        services.AddSingleton<Sweeper>();
        services.AddHostedService<SweepService>();
        services.AddSupervision();
        services.AddSingleton<ILogFollower, IssuedCertificates>();
        services.AddSingleton<IIssueOrders, IssueOrders>();
        services.AddSingleton<IVoidOrders, VoidOrders>();
        services.AddSingleton<IAnnouncements, Announcements>();
        services.AddSingleton<IUsedCertificates, UsedCertificates>();
        services.AddSingleton<ICaseOccurrences, Occurrences>();
        services.AddSingleton<ISupervisionOccurrences, SupervisionOccurrences>();
        services.AddPages();
        services.AddSupervisionPages();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new LocalTextConverter());
            json.SerializerOptions.Converters.Add(new LimitConverter());
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var open = endpoints.MapGroup("/api/v1");
        MatterApi.Map(open);
        PublishedApi.Map(open);
        SupervisionApi.MapOpen(open);
        var own = endpoints.MapGroup("/api/v1").RequireSignIn();
        DraftApi.Map(own);
        CaseApi.Map(own);
        WorkApi.Map(own);
        SupervisionApi.Map(own);
        ImportApi.Map(own);
        MaterialEndpoints.Map(endpoints);
        endpoints.MapPages();
        endpoints.MapSupervisionPages();
    }
}
