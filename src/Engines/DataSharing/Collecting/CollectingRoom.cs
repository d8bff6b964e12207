using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Collecting.Demo;
using Zhuangjin.DataSharing.Collecting.Filling;
using Zhuangjin.DataSharing.Collecting.Pages;
using Zhuangjin.DataSharing.Collecting.Receiving;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting;

/// <summary>What this room plugs in: collections that ask the communities once.</summary>
internal static class CollectingRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation =>
    [
        new(NavigationArea.Data, "sharing.nav.collections", "/collections", 66, Permissions.SharingProvide),
        new(NavigationArea.Data, "sharing.nav.sheets", "/collections/sheets", 67, Permissions.SharingCollect),
    ];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<CollectBox>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<CollectBox>());
        services.AddSingleton<TaskStore>();
        services.AddSingleton<CollectEvents>();
        services.AddSingleton<PoolSurvey>();
        services.AddSingleton<PlanDesk>();
        services.AddSingleton<RowStore>();
        services.AddSingleton<SheetDesk>();
        services.AddSingleton<ReceiveDesk>();
        services.AddSingleton<BurdenCount>();
        if (settings.Demo)
        {
            services.AddSingleton<IDemoData, DemoCollections>();
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        CollectPages.Map(endpoints);
        SheetPages.Map(endpoints);
        CollectApi.Map(endpoints);
    }
}
