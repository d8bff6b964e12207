using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Catalogue.Demo;
using Zhuangjin.DataSharing.Catalogue.Departments;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Catalogue.Harvesting;
using Zhuangjin.DataSharing.Catalogue.Importing;
using Zhuangjin.DataSharing.Catalogue.Lineage;
using Zhuangjin.DataSharing.Catalogue.Programs;
using Zhuangjin.DataSharing.Catalogue.Versions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>What this room plugs in: what the departments offer.</summary>
internal static class CatalogueRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => 
    [
        new(NavigationArea.Data, "sharing.nav.catalogue", "/catalogue", 60, Permissions.SharingUse),
        new(NavigationArea.Services, "sharing.nav.open", "/open-data", 60),
    ];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<CatalogueSearch>();
        services.AddSingleton<CatalogueDesk>();
        services.AddSingleton<LineageFinder>();
        services.AddSingleton<ImportPlanner>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<HarvestSettings>();
        services.AddSingleton<HarvestStore>();
        services.AddSingleton<CkanClient>();
        services.AddSingleton<HarvestReading>();
        services.AddSingleton<HarvestRunner>();
        services.AddHostedService(p => p.GetRequiredService<HarvestRunner>());
        services.AddSingleton<HarvestDesk>();
        if (settings.Demo)
        {
            services.AddSingleton<IDemoData, DemoCatalogue>();
        }
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<Dcat>(p, settings.PublicAddress));
        services.AddSingleton<ICatalogue>(p => p.GetRequiredService<CatalogueStore>());
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        CatalogueEndpoints.Map(endpoints);
        DescribingEndpoints.Map(endpoints);
        ImportEndpoints.Map(endpoints);
        HarvestEndpoints.Map(endpoints);
        DepartmentEndpoints.Map(endpoints);
        LineageApi.Map(endpoints);
        VersionEndpoints.Map(endpoints);
        CatalogueApi.Map(endpoints);
    }
}
