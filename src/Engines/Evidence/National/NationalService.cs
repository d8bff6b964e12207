using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.National;

/// <summary>Lets the national tree follow the main log, on one node at a time and less than a second behind.</summary>
internal sealed class NationalService(
    IDatabase database, NationalSealer sealer, RootsBinding binding, LogSignals signals, TimeProvider time, ILogger<NationalService> logger) : BackgroundService
{
    /// <summary>Checkpoints of the main log that come together share one SM2 signature.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Look;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var mine = await database.TryLockAsync("evidence.national", stoppingToken);
                if (mine is not null)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, mine.Lost);
                    await FollowAsync(() => pause = Look, either.Token);
                }
                await Task.Delay(Look, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock is lost; in the second case it is taken again.
            }
            catch (SealedElsewhereException e)
            {
                logger.LogInformation("Another node extends the national log: {Reason}", e.Message);
            }
            catch (Exception e)
            {
                logger.LogError(e, "Extending the national log failed; the main log is not touched by it. The next attempt follows in {Pause}.", pause);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task FollowAsync(Action succeeded, CancellationToken stop)
    {
        while (true)
        {
            var next = signals.Sealed.Next;
            var added = await sealer.ExtendAsync(stop);
            await binding.BindAsync(stop);
            succeeded();
            if (added == 0)
            {
                await Signal.WaitAsync(next, Look, time, stop);
            }
            if (added < NationalSealer.Batch / 2)
            {
                await Task.Delay(Gather, time, stop);
            }
        }
    }
}
