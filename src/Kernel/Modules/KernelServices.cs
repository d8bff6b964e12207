using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Kernel.Modules;

/// <summary>The Kernel's services: the store, the clock, the key vault.</summary>
public static class KernelServices
{
    /// <summary>Registers them for the host; <see cref="ModuleSettings.ConnectionText"/> is an address that <see cref="Databases.Open"/> understands.</summary>
    public static IServiceCollection AddKernel(this IServiceCollection services, ModuleSettings settings)
    {
        services.TryAddSingleton(new MovableTime(TimeProvider.System));
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<MovableTime>());
        services.TryAddSingleton(provider => Databases.Open(settings.ConnectionText, settings.DataDirectory, provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<IKeyVault>(provider => new KeyVault(
            provider.GetRequiredService<IDatabase>(), MasterKey.Load(settings.DataDirectory), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
