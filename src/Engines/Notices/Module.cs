using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Notices.Delivering;
using Zhuangjin.Notices.Inbox;
using Zhuangjin.Notices.Preferences;
using Zhuangjin.Notices.Telling;
using Zhuangjin.Notices.Webhooks;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Notices;

/// <summary>Manifest of the Notices engine.</summary>
public sealed class NoticesModule : IModule
{
    public string Name => "notices";

    public IReadOnlyList<NavigationEntry> Navigation =>
    [
        new(NavigationArea.Mine, "notices.nav.inbox", "/inbox", 21, "signed-in"),
        new(NavigationArea.Admin, "notices.nav.integration", "/admin/webhooks", 95, Permissions.SecurityAdminister),
    ];

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton(p => MailSettings.Of(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton(p => ShortMessageSettings.Of(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton<AddressBox>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<AddressBox>());
        services.AddSingleton<PreferenceStore>();
        services.AddSingleton<Subscriptions>();
        services.AddSingleton<DeliveryPlan>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<MailSender>();
        services.AddSingleton(p => new SignedPost(SignedPost.Client(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PostOffice>();
        services.AddSingleton<IPosts>(p => p.GetRequiredService<PostOffice>());
        services.AddSingleton<Courier>();
        services.AddSingleton<ILogFollower, NoticeFollower>();
        services.AddSingleton<INavigationCount, UnreadCount>();
        services.AddHostedService<DeliveryService>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        InboxEndpoints.Map(endpoints);
        PreferenceEndpoints.Map(endpoints);
        IntegrationEndpoints.Map(endpoints);
    }
}
