using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Sharing;

/// <summary>What this room plugs in: requests, grants, exchange and the trace of every use.</summary>
internal static class SharingRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
    }
}
