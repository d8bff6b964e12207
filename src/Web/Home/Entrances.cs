using Microsoft.Extensions.DependencyInjection;

namespace Zhuangjin.Web.Home;

/// <summary>The four doors that every citizen looks for. Modules add theirs by registering a <see cref="HomeEntrance"/>.</summary>
internal static class Entrances
{
    public static void AddEntrances(this IServiceCollection services)
    {
        services.AddSingleton(new HomeEntrance("web.door.services", "/services", "list", 10));
        services.AddSingleton(new HomeEntrance("web.door.matters", "/my", "folder", 20));
        services.AddSingleton(new HomeEntrance("web.door.certificates", "/certificates", "seal", 30));
        services.AddSingleton(new HomeEntrance("web.door.log", "/log", "chain", 40));
    }
}
