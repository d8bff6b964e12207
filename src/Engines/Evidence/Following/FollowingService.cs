using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Following;

/// <summary>Runs all followers on one node at a time. One that fails holds back nobody but itself.</summary>
internal sealed class FollowingService(
    IEnumerable<ILogFollower> followers,
    IDatabase database,
    LogSignals signals,
    TimeProvider time,
    ILogger<FollowingService> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(1);

    private readonly List<ILogFollower> _followers = Distinct(followers);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_followers.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var mine = await database.TryLockAsync("evidence.followers", stoppingToken);
                if (mine is not null)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, mine.Lost);
                    await Task.WhenAll(_followers.Select(f => FollowAsync(f, either.Token)));
                }
                await Task.Delay(TakeOver, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock is lost; in the second case it is taken again.
            }
            catch (Exception e)
            {
                logger.LogError(e, "The followers of the log stopped; they start again.");
                await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(ILogFollower follower, CancellationToken stop)
    {
        var run = new FollowerRun(follower, database, time, logger);
        while (true)
        {
            var next = signals.Sealed.Next;
            try
            {
                if (!await run.StepAsync(stop))
                {
                    await Signal.WaitAsync(next, Look, time, stop);
                }
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                logger.LogError(e, "The follower '{Follower}' could not read or keep its place in the log.", follower.Name);
                await Signal.WaitAsync(next, Look, time, stop);
            }
        }
    }

    private static List<ILogFollower> Distinct(IEnumerable<ILogFollower> followers)
    {
        var all = followers.ToList();
        return all.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() == all.Count
            ? all
            : throw new InvalidOperationException("Two followers of the log share a name, and would share a cursor.");
    }
}
