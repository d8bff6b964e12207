using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Notices.Delivering;

/// <summary>Sends the courier whenever something waits; on one node at a time.</summary>
internal sealed partial class DeliveryService(Courier courier, IDatabase database, OutboxSignal signal, IServiceProvider services, ILogger<DeliveryService> log) : BackgroundService
{
    /// <summary>Between two looks, when nothing of this node's woke it: for what falls due, and for what other nodes put out.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A partner may live in this very program, as the demo's banks do: before it answers, each round would be a failure on record.
        await ProgramStarted.WaitAsync(services, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundsAsync(stoppingToken);
                await signal.WaitAsync(Look, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The store may be away for a while. What waits stays in the outbox.
                Failed(log, fault);
                await Task.Delay(Look, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RoundsAsync(CancellationToken cancel)
    {
        await using var mine = await database.TryLockAsync("notices.deliver", cancel);
        if (mine is null)
        {
            return;
        }
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, mine.Lost);
        while (await courier.GoAsync(both.Token) > 0)
        {
            // Until nothing is due.
        }
    }

    [LoggerMessage(LogLevel.Error, "Deliveries failed and will be tried again")]
    private static partial void Failed(ILogger log, Exception fault);
}
