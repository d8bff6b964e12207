using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Sweeping;

/// <summary>Sweeps every few seconds, and soon after the demo's clock was moved; on one node at a time.</summary>
internal sealed partial class SweepService(Sweeper sweeper, IDatabase database, TimeProvider time, ILogger<SweepService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The store may be away for a while. What is due stays due: the next sweep finds it.
                Failed(log, fault);
            }
            await WaitAsync(stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        await using var mine = await database.TryLockAsync("cases.sweep", cancel);
        if (mine is null)
        {
            return;
        }
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, mine.Lost);
        await sweeper.MoveDuesAsync(both.Token);
        await sweeper.TickAsync((id, fault) => Refused(log, fault, id), both.Token);
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        var movable = time as MovableTime;
        var shift = movable?.Shift ?? TimeSpan.Zero;
        try
        {
            for (var waited = TimeSpan.Zero; waited < Pause && (movable?.Shift ?? TimeSpan.Zero) == shift; waited += Look)
            {
                await Task.Delay(Look, TimeProvider.System, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; the loop sees it.
        }
    }

    [LoggerMessage(LogLevel.Error, "The sweep of deadlines failed and will be tried again")]
    private static partial void Failed(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Error, "Case {CaseId} refused its tick; it stays due")]
    private static partial void Refused(ILogger log, Exception fault, string caseId);
}
