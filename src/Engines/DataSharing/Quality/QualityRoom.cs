using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Quality;

/// <summary>What this room plugs in: rules, runs, findings and rankings.</summary>
internal static class QualityRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
    }
}
