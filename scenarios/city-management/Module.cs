using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Scenarios.CityManagement.Demo;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Open311;
using Zhuangjin.Scenarios.CityManagement.Pages;
using Zhuangjin.Scenarios.CityManagement.Photos;
using Zhuangjin.Scenarios.CityManagement.Reporting;
using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.CityManagement;

/// <summary>Manifest of the scenario 数字城管. The way of a case stands in pack.yaml; here is what YAML cannot say: photos and places, duplicates, the map, scores and Open311.</summary>
public sealed class CityManagementModule : IScenario
{
    public string Name => "city";

    public string Folder => "city-management";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<CityWords>();
        services.AddSingleton<CityRights>();
        services.AddSingleton<TicketKeeper>();
        services.AddSingleton<Followers>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<PhotoShelf>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<PassedOn>();
        services.AddScoped<GeoReportDesk>();
        services.AddSingleton<ILogFollower, TicketFollower>();
        services.AddSingleton<INoticeSource, FollowerNotices>();
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, CityStory>();
        }
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPublicPages();
        endpoints.MapReportPages();
        endpoints.MapFieldPages();
        endpoints.MapScorePages();
        endpoints.MapDeskPages();
        endpoints.MapKeyPages();
        endpoints.MapOpen311();
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => Migration.Embedded(typeof(CityManagementModule).Assembly, Name, dialect, Folder);

    public IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.City, "city.nav", "/city", 29)];
}
