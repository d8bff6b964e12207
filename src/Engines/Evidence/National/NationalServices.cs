using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.National;

/// <summary>The services of the national tree.</summary>
internal static class NationalServices
{
    public static void Add(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<NationalKey>();
        services.AddSingleton(s => new NationalLog(s.GetRequiredService<IDatabase>(), s.GetRequiredService<NationalKey>(), settings.DataDirectory));
        services.AddSingleton<IStartUp, NationalOpening>();
        services.AddSingleton<NationalSealer>();
        services.AddSingleton(BindingInterval.Of);
        services.AddSingleton<RootsBinding>();
        services.AddSingleton<NationalProofs>();
        services.AddHostedService<NationalService>();

        // A second one beside the main log's; AddHostedService would take it for the same.
        services.AddSingleton<IHostedService>(s => ActivatorUtilities.CreateInstance<PublishingService>(s, s.GetRequiredService<NationalLog>().Publisher));
    }
}
