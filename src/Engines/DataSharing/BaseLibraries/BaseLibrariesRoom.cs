using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.BaseLibraries;

/// <summary>What this room plugs in: the synthetic base libraries of the demo.</summary>
internal static class BaseLibrariesRoom
{
    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        if (settings.Demo)
        {
            services.AddSingleton<IDemoData, DemoLibraries>();
        }
    }
}
