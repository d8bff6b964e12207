using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Zhuangjin.Kernel.Modules;

/// <summary>For work in the background that must not hold back the start, or that needs the program's own address to answer.</summary>
public static class ProgramStarted
{
    /// <summary>Returns when the program answers requests, or when it stops; at once where no host runs. A demo's story has been told by then.</summary>
    public static async Task WaitAsync(IServiceProvider services, CancellationToken stop)
    {
        if (services.GetService<IHostApplicationLifetime>() is { } host)
        {
            using var started = CancellationTokenSource.CreateLinkedTokenSource(stop, host.ApplicationStarted);
            await Task.Delay(Timeout.InfiniteTimeSpan, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
