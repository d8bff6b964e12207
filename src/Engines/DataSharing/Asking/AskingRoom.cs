using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Asking.Corrections;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Asking;

/// <summary>What this room plugs in: forms that ask once.</summary>
internal static class AskingRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Data, "sharing.nav.corrections", "/sharing/corrections", 64, Permissions.SharingProvide)];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<IKnownItems, KnownItems>();
        services.AddSingleton<CorrectionBox>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<CorrectionBox>());
        services.AddSingleton<CorrectionService>();
        services.AddSingleton<ICorrections>(p => p.GetRequiredService<CorrectionService>());
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        CorrectionEndpoints.Map(endpoints);
    }
}
