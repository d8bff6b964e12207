using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Operating;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Seals on one node at a time: as long as this one holds the lock. What fails is tried again, with growing pauses.</summary>
internal sealed class SealingService(IDatabase database, Sequencer sequencer, AppendQueue queue, LogSignals signals, TimeProvider time, ILogger<SealingService> logger) : BackgroundService
{
    /// <summary>How long the log may stand still when the node that seals has died.</summary>
    private static readonly TimeSpan TakeOver = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = SealingRun.Gather;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var mine = await database.TryLockAsync("evidence.sequencer", stoppingToken);
                if (mine is not null)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, mine.Lost);
                    queue.Open();
                    var run = new SealingRun(sequencer, queue, signals, time, () => pause = SealingRun.Gather);
                    await SealingThread.RunAsync(() => run.RunAsync(either.Token));
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
                LogMeters.Failures.Add(1);
                logger.LogError(e, "Sealing failed; recorded events are safe and wait. The next attempt follows in {Pause}.", pause);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            finally
            {
                queue.Close();
            }
        }
    }
}
