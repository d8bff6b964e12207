using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Seals whenever something was recorded or is to be appended: on one node at a time, woken by this node's commits and appends, and looking by itself
/// for the commits of others.</summary>
internal sealed class SealingService(IDatabase database, Sequencer sequencer, AppendQueue queue, LogSignals signals, TimeProvider time, ILogger<SealingService> logger) : BackgroundService
{
    /// <summary>Recorded entries that come together are sealed together.</summary>
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
                    queue.Open();
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
            finally
            {
                queue.Close();
            }
        }
    }

    private async Task SealUntilAsync(Action succeeded, CancellationToken stop)
    {
        var (look, looked, recorded) = (true, time.GetTimestamp(), signals.Recorded.Next);
        while (true)
        {
            var appended = signals.Appended.Next;
            var appends = queue.Take(Sequencer.Batch);
            var since = time.GetElapsedTime(looked);
            look |= since >= (recorded.IsCompleted ? Gather : Look);
            if (!look && appends.Count == 0)
            {
                await (recorded.IsCompleted
                    ? Signal.WaitAsync(appended, Gather - since, time, stop)
                    : Signal.WaitAsync(Task.WhenAny(appended, recorded), Look - since, time, stop));
                continue;
            }
            if (look)
            {
                (looked, recorded) = (time.GetTimestamp(), signals.Recorded.Next);
            }
            // When both wait, each gets half: neither starves the other.
            var fromOutbox = !look ? 0 : appends.Count > 0 ? Sequencer.Batch / 2 : Sequencer.Batch;
            var (count, stored, later) = await SealAsync(appends, fromOutbox, stop);
            succeeded();
            if (count > 0)
            {
                signals.Sealed.Pulse();
            }
            queue.Return(later);
            // An append whose predecessor still lies in the outbox brings the next look forward.
            look = later.Count > 0 || (look && stored == fromOutbox);
        }
    }

    /// <summary>Seals, and leaves no append without an answer or another attempt.</summary>
    private async Task<(int Sealed, int FromOutbox, IReadOnlyList<WaitingAppend> Later)> SealAsync(List<WaitingAppend> appends, int fromOutbox, CancellationToken stop)
    {
        try
        {
            return await sequencer.SealAsync(appends, fromOutbox, stop);
        }
        catch (StreamMovedException)
        {
            return (0, 0, [.. appends.Where(a => a.MayTryAgain())]);
        }
        catch
        {
            // Those of whom nobody knows whether they were written have been told so already.
            appends.ForEach(a => a.SendToOutbox());
            throw;
        }
    }
}
