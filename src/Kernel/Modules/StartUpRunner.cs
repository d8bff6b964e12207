using Microsoft.Extensions.DependencyInjection;

namespace Zhuangjin.Kernel.Modules;

/// <summary>Runs every module's <see cref="IStartUp"/> in order, one after the other. The first that throws stops the start.</summary>
public static class StartUpRunner
{
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancel = default)
    {
        foreach (var step in services.GetServices<IStartUp>().OrderBy(s => s.Order))
        {
            await step.StartAsync(cancel);
        }
    }
}
