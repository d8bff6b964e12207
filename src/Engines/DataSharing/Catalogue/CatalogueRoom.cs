using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>What this room plugs in: what the departments offer.</summary>
internal static class CatalogueRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<ICatalogue>(p => p.GetRequiredService<CatalogueStore>());
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
    }
}
