using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Operating;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Seals whenever something was recorded or is to be appended, as long as this node holds the lock: woken by this node's commits and appends, and looking
/// by itself for the commits of others. While one batch is written the next one's appends are made, numbered and prepared.</summary>
internal sealed class SealingRun(Sequencer sequencer, AppendQueue queue, LogSignals signals, TimeProvider time, Action succeeded)
{
    /// <summary>Recorded entries that come together are sealed together.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);

    /// <summary>How long another node's record may wait for a look.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Appends whose streams have to be read.</summary>
    private List<WaitingAppend> _unread = [];

    /// <summary>The batch that is being written.</summary>
    private (BatchPlan Plan, Task<int> Written)? _flight;

    private long _began;
    private Task _recorded = Task.CompletedTask;
    private long _looked;
    private bool _lookNow = true;

    /// <summary>Runs until it is stopped or something fails. Every append that it took has its answer then, or the way through the outbox.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await StepAsync(stop);
            }
        }
        catch
        {
            // The end of what is being written must be awaited also now: its callers wait for it.
            if (_flight is { } flight)
            {
                await Task.WhenAny(flight.Written);
                GiveUp(flight.Plan.Appends.Select(a => a.Append));
            }
            GiveUp([.. sequencer.Forget(), .. _unread]);
            throw;
        }
    }

    private async Task StepAsync(CancellationToken stop)
    {
        var appended = signals.Appended.Next;
        _unread.AddRange(sequencer.Number(queue.Take(Sequencer.Batch - sequencer.Ready - _unread.Count)));
        if (_flight is { } flight)
        {
            await (sequencer.Ready + _unread.Count < Sequencer.Batch ? Task.WhenAny(flight.Written, appended) : Task.WhenAny((Task)flight.Written));
            if (flight.Written.IsCompleted)
            {
                _flight = null;
                await FinishAsync(flight.Plan, flight.Written);
            }
            return;
        }
        var since = time.GetElapsedTime(_looked);
        var look = _lookNow || since >= (_recorded.IsCompleted ? Gather : Look);
        IReadOnlyList<OutboxRow> outbox = [];
        if (look || _unread.Count > 0 || (sequencer.Ready > 0 && !sequencer.Knows))
        {
            outbox = await ReadAsync(look, stop);
        }
        if (sequencer.Plan(outbox) is { } plan)
        {
            _began = time.GetTimestamp();
            _flight = (plan, sequencer.WriteAsync(plan));
        }
        else if (!_lookNow)
        {
            var left = (_recorded.IsCompleted ? Gather : Look) - time.GetElapsedTime(_looked);
            if (left > TimeSpan.Zero)
            {
                await Signal.WaitAsync(_recorded.IsCompleted ? appended : Task.WhenAny(appended, _recorded), left, time, stop);
            }
        }
    }

    private async Task<IReadOnlyList<OutboxRow>> ReadAsync(bool look, CancellationToken stop)
    {
        if (look)
        {
            (_looked, _recorded) = (time.GetTimestamp(), signals.Recorded.Next);
        }
        // When both wait, each gets half: neither starves the other.
        var most = !look ? 0 : sequencer.Ready + _unread.Count > 0 ? Sequencer.Batch / 2 : Sequencer.Batch;
        var outbox = await sequencer.ReadAsync(_unread, most, stop);
        _unread = sequencer.Number(_unread);
        // An append whose predecessor still lies in the outbox brings the next look forward.
        _lookNow = _unread.Count > 0 || (look && outbox.Count == most);
        return outbox;
    }

    private async Task FinishAsync(BatchPlan plan, Task<int> written)
    {
        try
        {
            var count = await written;
            LogMeters.Sealed.Add(count);
            LogMeters.Batch.Record(count);
            LogMeters.Seconds.Record(time.GetElapsedTime(_began).TotalSeconds);
        }
        catch (StreamMovedException)
        {
            queue.Return([.. plan.Appends.Select(a => a.Append).Where(a => a.MayTryAgain()), .. sequencer.Forget(), .. _unread]);
            (_unread, _lookNow) = ([], true);
            return;
        }
        catch
        {
            GiveUp(plan.Appends.Select(a => a.Append));
            throw;
        }
        succeeded();
        signals.Sealed.Pulse();
    }

    /// <summary>Those of whom nobody knows whether they were written have been told so already.</summary>
    private static void GiveUp(IEnumerable<WaitingAppend> appends)
    {
        foreach (var append in appends)
        {
            append.SendToOutbox();
        }
    }
}
