using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>An append whose caller waits for its index.</summary>
internal sealed class WaitingAppend(string stream, Func<long, EvidenceEvent> make, CancellationToken cancel)
{
    /// <summary>How often it may be overtaken in its stream before it goes through the outbox, where it waits for its turn.</summary>
    private const int MostAttempts = 4;

    private readonly TaskCompletionSource<AppendedEvent?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _attempts;

    public string Stream => stream;

    public CancellationToken Cancel => cancel;

    /// <summary>The sealed event; null when this node cannot seal it, nothing of it was written, and it has to go through the outbox.</summary>
    public Task<AppendedEvent?> Answer => _answer.Task;

    public EvidenceEvent Make(long sequence) => make(sequence);

    public void Done(AppendedEvent appended) => _answer.TrySetResult(appended);

    /// <summary>Counts an attempt that came to nothing because its stream had grown elsewhere; false, and sent to the outbox, when there were enough.</summary>
    public bool MayTryAgain()
    {
        if (++_attempts < MostAttempts)
        {
            return true;
        }
        SendToOutbox();
        return false;
    }

    public void SendToOutbox() => _answer.TrySetResult(null);

    public void Fail(Exception fault)
    {
        _ = fault is OperationCanceledException && cancel.IsCancellationRequested ? _answer.TrySetCanceled(cancel) : _answer.TrySetException(fault);
    }
}

/// <summary>Hands appends of this node directly to its sealing loop. Open only while the loop runs, that is while this node holds the sequencer's lock.</summary>
internal sealed class AppendQueue(LogSignals signals)
{
    private readonly object _gate = new();
    private Queue<WaitingAppend> _waiting = new();
    private bool _open;

    public bool HasAny
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            _open = true;
        }
    }

    /// <summary>Sends all that wait, and those who come until it is opened again, to the outbox.</summary>
    public void Close()
    {
        Queue<WaitingAppend> left;
        lock (_gate)
        {
            _open = false;
            (left, _waiting) = (_waiting, new());
        }
        foreach (var append in left)
        {
            append.SendToOutbox();
        }
    }

    /// <summary>False while closed.</summary>
    public bool TryAdd(WaitingAppend append)
    {
        lock (_gate)
        {
            if (!_open)
            {
                return false;
            }
            _waiting.Enqueue(append);
            if (_waiting.Count > 1)
            {
                return true; // the loop was woken by the first and takes all
            }
        }
        signals.Appended.Pulse();
        return true;
    }

    /// <summary>Puts those who have no answer yet back before those who came since; sends them to the outbox when the queue was closed meanwhile.</summary>
    public void Return(IEnumerable<WaitingAppend> appends)
    {
        lock (_gate)
        {
            if (_open)
            {
                _waiting = new(appends.Where(a => !a.Answer.IsCompleted).Concat(_waiting));
                return;
            }
        }
        foreach (var append in appends)
        {
            append.SendToOutbox();
        }
    }

    /// <summary>Takes those who wait, at most so many, without those whose callers have given up.</summary>
    public List<WaitingAppend> Take(int most)
    {
        var taken = new List<WaitingAppend>();
        lock (_gate)
        {
            while (taken.Count < most && _waiting.TryDequeue(out var append))
            {
                if (append.Cancel.IsCancellationRequested)
                {
                    append.Fail(new OperationCanceledException(append.Cancel));
                }
                else
                {
                    taken.Add(append);
                }
            }
        }
        return taken;
    }
}
