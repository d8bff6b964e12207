using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Web;

/// <summary>Manifest of what the host itself brings: its tables, its texts and the entrance to the home page.</summary>
public sealed class WebModule : IModule
{
    public string Name => "web";

    public IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Home, "web.home.navigation", "/", 0)];

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}
