using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Changes;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Pages;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Sharing;

/// <summary>What this room plugs in: requests, grants and exchange.</summary>
internal static class SharingRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
    [
        new(NavigationArea.Data, "sharing.nav", "/sharing", 62, "sharing.use"),
        new(NavigationArea.Mine, "sharing.mine.nav", "/my/data-uses", 64, "signed-in"),
    ];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<GrantStore>();
        services.AddSingleton<IGrantHolders>(p => p.GetRequiredService<GrantStore>());
        services.AddSingleton<GrantBook>();
        services.AddSingleton<GrantKeys>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<GrantKeys>());
        services.AddHostedService<GrantKeeping>();
        services.AddSingleton<RequestStore>();
        services.AddSingleton<SharingDesk>();
        services.AddSingleton<ISharingDesk>(p => p.GetRequiredService<SharingDesk>());
        services.AddSingleton<IShareDecisions>(p => p.GetRequiredService<SharingDesk>());
        services.AddSingleton<DailyQuota>();
        services.AddSingleton<NewestData>();
        services.AddSingleton<GrantGate>();
        services.AddSingleton<RecordExchange>();
        services.AddSingleton<IPoolRecords>(p => p.GetRequiredService<RecordExchange>());
        services.AddSingleton<GrantedFiles>();
        services.AddSingleton<FileExchange>();
        services.AddSingleton<UseTelling>();
        services.AddSingleton<LeakDesk>();
        services.AddSingleton<ChangeFiles>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<ChangeHooks>();
        services.AddSingleton<ChangeTrials>();
        services.AddSingleton<ChangePages.Desk>();
        services.AddSingleton<LookPages.Desk>();
        services.AddSingleton<IChangeReceivers>(p => p.GetRequiredService<ChangeHooks>());
        services.AddSingleton<ILogFollower, ChangeFollower>();
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        RecordApi.Map(endpoints);
        FileApi.Map(endpoints);
        ChangeApi.Map(endpoints);
        HookApi.Map(endpoints);
        ChangePages.Map(endpoints);
        LookPages.Map(endpoints);
        RequestPages.Map(endpoints);
        SharingPages.Map(endpoints);
        UsePages.Map(endpoints);
        LeakPages.Map(endpoints);
        LeakApi.Map(endpoints);
    }
}
