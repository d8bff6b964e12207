using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>Reads sources when their time has come or somebody asks, on one node at a time.</summary>
internal sealed partial class HarvestRunner(IDatabase database, HarvestStore store, HarvestReading reading, HarvestSettings settings, IServiceProvider services, TimeProvider time, ILogger<HarvestRunner> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _wake = new(0);

    public void Wake() => _wake.Release();

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <summary>Reads what is due now; nothing when another node is at it.</summary>
    public async Task RunAllAsync(CancellationToken cancel)
    {
        if ((await store.DueAsync(time.GetUtcNow(), cancel)).Count == 0)
        {
            return;
        }
        await using var mine = await database.TryLockAsync("sharing.harvest", cancel);
        if (mine is null)
        {
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, mine.Lost);
        foreach (var source in await store.DueAsync(time.GetUtcNow(), either.Token))
        {
            await reading.RunAsync(source, either.Token);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Hosts.Count == 0)
        {
            return;
        }
        await ProgramStarted.WaitAsync(services, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAllAsync(stoppingToken);
                await _wake.WaitAsync(Pause, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock was lost; then another node goes on.
            }
            catch (Exception fault)
            {
                Failed(log, fault);
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A harvest stopped and will go on")]
    private static partial void Failed(ILogger log, Exception fault);
}
