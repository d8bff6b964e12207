using Microsoft.Extensions.Logging;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>A caller's work on its way through the writer. Answered once its fate is certain: where the caller lives, if it has a thread of its own, else on a pool thread.</summary>
internal abstract class SqliteWork : IThreadPoolWorkItem
{
    private readonly SynchronizationContext? _home = SynchronizationContext.Current;

    /// <summary>Why it failed; null while it stands.</summary>
    public Exception? Fault { get; set; }

    public List<Action>? AfterCommit { get; set; }

    public abstract void Run(ISession session);

    public void Answer()
    {
        if (_home is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            _home.Post(static work => ((SqliteWork)work!).Execute(), this);
        }
    }

    public abstract void Execute();
}

/// <inheritdoc/>
internal sealed class SqliteWork<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel, ILogger log) : SqliteWork
{
    // No RunContinuationsAsynchronously: Execute is on the right thread already and does nothing after answering.
    private readonly TaskCompletionSource<T> _answer = new();
    private T _result = default!;

    public Task<T> Answered => _answer.Task;

    public override void Run(ISession session)
    {
        cancel.ThrowIfCancellationRequested();
        var running = work(session);
        if (!running.IsCompleted)
        {
            throw new InvalidOperationException("Work inside WriteAsync waited for something else than its session. Do that before it; the one writer waits for nobody.");
        }
        _result = running.GetAwaiter().GetResult();
    }

    public override void Execute()
    {
        if (Fault is OperationCanceledException canceled)
        {
            _answer.SetCanceled(canceled.CancellationToken);
            return;
        }
        if (Fault is { } fault)
        {
            _answer.SetException(fault);
            return;
        }
        AfterCommits.Run(AfterCommit, log);
        _answer.SetResult(_result);
    }
}
