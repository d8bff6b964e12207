using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Monitor;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>Asks time-stamp authorities and peers when they are due, on one node at a time, each for itself: who fails or is slow holds up nobody, least of all the log.</summary>
internal sealed class AnchoringService(
    AnchorSettings settings,
    TimeStampAnchoring stamping,
    PeerEntering entering,
    IDatabase database,
    AnchorSignal signal,
    TimeProvider time,
    ILogger<AnchoringService> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (settings.TimeStamps.Count + settings.Peers.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var mine = await database.TryLockAsync("evidence.anchors", stoppingToken);
                if (mine is not null)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, mine.Lost);
                    await Task.WhenAll(
                    [
                        .. settings.TimeStamps.Select(a => RepeatAsync(AnchorKind.TimeStamp, a.Name, a.Interval, (asked, stop) => stamping.RunAsync(a, asked, stop), either.Token)),
                        .. settings.Peers.Select(p => RepeatAsync(AnchorKind.Peer, p.Name, p.Interval, (_, stop) => entering.RunAsync(p, stop), either.Token)),
                    ]);
                }
                await Task.Delay(Look, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock is lost; in the second case it is taken again.
            }
            catch (Exception e)
            {
                logger.LogError(e, "Anchoring stopped; it starts again.");
                await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RepeatAsync(string kind, string name, TimeSpan interval, Func<bool, CancellationToken, Task> work, CancellationToken stop)
    {
        while (true)
        {
            var next = signal.Asked.Next;
            var plans = await database.ReadAsync(AnchorRows.PlansAsync, stop);
            var plan = plans.Find(p => p.Kind == kind && p.Name == name) ?? AnchorPlan.New(kind, name);
            var now = time.GetUtcNow();
            // A clock that was set far back must not keep everybody waiting for the old time.
            if (plan.NextAt <= now || plan.NextAt - now > interval + AnchorPlan.LongestPause)
            {
                var after = await TryAsync(plan, interval, work, stop);
                await database.WriteAsync(session => AnchorRows.SavePlanAsync(session, after), stop);
                continue;
            }
            var rest = plan.NextAt - now;
            await Signal.WaitAsync(next, rest < Look ? rest : Look, time, stop);
        }
    }

    private async Task<AnchorPlan> TryAsync(AnchorPlan plan, TimeSpan interval, Func<bool, CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(plan.IsAsked, stop);
            return plan.Succeeded(time.GetUtcNow(), interval);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            var fault = Explain(e);
            logger.LogWarning("{Kind} '{Name}' failed for the {Failures}. time: {Fault}", plan.Kind, plan.Name, plan.Failures + 1, fault);
            return plan.Failed(time.GetUtcNow(), fault);
        }
    }

    private static Fault Explain(Exception fault) => fault switch
    {
        TimeStampRefusedException refused => new("", refused.Key, refused.Detail),
        PeerFaultException peer => peer.Fault,
        WithheldException withheld => new("", "evidence.monitor.missing", withheld.Path),
        InvalidDataException unreadable => new("", "evidence.monitor.unreadable", unreadable.Message),
        LogUnreachableException or HttpRequestException or IOException => new("", "evidence.anchor.fault.unreachable", fault.Message),
        _ => new("", "evidence.anchor.fault.other", fault.Message),
    };
}

/// <summary>Wakes the service of this node when an operator asks; another node's notices within seconds by looking.</summary>
internal sealed class AnchorSignal
{
    public Signal Asked { get; } = new();
}
