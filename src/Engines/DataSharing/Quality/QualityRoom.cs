using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Bulletins;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Pages;
using Zhuangjin.DataSharing.Quality.Remote;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.DataSharing.Quality.Spreading;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality;

/// <summary>What this room plugs in: rules, runs, findings and rankings.</summary>
internal static class QualityRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Data, "sharing.nav.quality", "/quality", 63, Permissions.SharingUse)];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<RunStore>();
        services.AddSingleton<QualityRuns>();
        services.AddSingleton<RulePublishing>();
        services.AddSingleton(p => SpreadSettings.Read(p.GetService<IConfiguration>()));
        services.AddSingleton<RemoteBox>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<RemoteBox>());
        services.AddSingleton<RemoteTables>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobWorker>();
        services.AddSingleton<MendingStore>();
        services.AddSingleton<IQualityOrders>(p => p.GetRequiredService<MendingStore>());
        services.AddSingleton<MendingDesk>();
        services.TryAddSingleton<FontShelf>();
        services.AddSingleton<BulletinWords>();
        services.AddSingleton<BulletinFiles>();
        services.AddSingleton<BulletinCounting>();
        services.AddSingleton<BulletinDesk>();
        services.AddSingleton<QualityTurn>();
        services.AddSingleton<IQualityRuns>(p => p.GetRequiredService<QualityTurn>());
        services.AddHostedService<QualityWatch>();
        services.AddHostedService<SpreadWatch>();
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        QualityEndpoints.Map(endpoints);
        QualityApi.Map(endpoints);
    }
}
