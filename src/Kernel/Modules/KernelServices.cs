using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Kernel.Modules;

/// <summary>The Kernel's services: clock, store, files, key vault, calendar. What the host registered before stays.</summary>
public static class KernelServices
{
    /// <param name="settings">Its <see cref="ModuleSettings.ConnectionText"/> is an address that <see cref="Databases.Open"/> understands.</param>
    public static IServiceCollection AddKernel(this IServiceCollection services, ModuleSettings settings)
    {
        services.TryAddSingleton(new MovableTime(TimeProvider.System));
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<MovableTime>());
        services.TryAddSingleton(provider => Databases.Open(settings.ConnectionText, settings.DataDirectory, provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<IKeyVault>(provider => new KeyVault(
            provider.GetRequiredService<IDatabase>(), MasterKey.Load(settings.DataDirectory), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IFileStore>(provider => FileStores.Open(provider.GetRequiredService<IDatabase>(), settings.DataDirectory));
        AddTime(services, settings.Demo);
        return services;
    }

    private static void AddTime(IServiceCollection services, bool demo)
    {
        services.AddSingleton<WorkCalendars>();
        services.TryAddSingleton<IWorkCalendars>(provider => provider.GetRequiredService<WorkCalendars>());
        services.TryAddTransient(provider => provider.GetRequiredService<IWorkCalendars>().Current);
        if (demo)
        {
            services.AddSingleton<DemoClock>();
            services.TryAddSingleton<IDemoClock>(provider => provider.GetRequiredService<DemoClock>());
        }
        services.AddSingleton(provider => new TimeFollower(
            provider.GetRequiredService<WorkCalendars>(), provider.GetService<DemoClock>(), provider.GetRequiredService<MovableTime>(), provider.GetRequiredService<ILogger<TimeFollower>>()));
        services.AddSingleton<IStartUp>(provider => provider.GetRequiredService<TimeFollower>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<TimeFollower>());
    }
}
