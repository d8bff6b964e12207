using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Seals whenever something was recorded: on one node at a time, woken by this node's commits, and looking by itself for those of others.</summary>
internal sealed class SealingService(IDatabase database, Sequencer sequencer, LogSignals signals, TimeProvider time, ILogger<SealingService> logger) : BackgroundService
{
    /// <summary>Entries that come together are sealed together.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);

    /// <summary>How long another node's record may wait for a look.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the log may stand still when the node that seals has died.</summary>
    private static readonly TimeSpan TakeOver = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Gather;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var mine = await database.TryLockAsync("evidence.sequencer", stoppingToken);
                if (mine is not null)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, mine.Lost);
                    await SealUntilAsync(() => pause = Gather, either.Token);
                }
                await Task.Delay(TakeOver, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock is lost; in the second case it is taken again.
            }
            catch (SealedElsewhereException e)
            {
                logger.LogInformation("Another node seals: {Reason}", e.Message);
            }
            catch (Exception e)
            {
                logger.LogError(e, "Sealing failed; recorded events are safe and wait. The next attempt follows in {Pause}.", pause);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task SealUntilAsync(Action succeeded, CancellationToken stop)
    {
        while (true)
        {
            var next = signals.Recorded.Next;
            var count = await sequencer.SealAsync(stop);
            succeeded();
            if (count > 0)
            {
                signals.Sealed.Pulse();
            }
            if (count < Sequencer.Batch)
            {
                await Signal.WaitAsync(next, Look, time, stop);
                await Task.Delay(Gather, time, stop);
            }
        }
    }
}
