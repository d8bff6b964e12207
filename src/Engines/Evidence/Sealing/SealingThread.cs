using System.Collections.Concurrent;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>A thread of its own for the sealing loop. On the thread pool each of its steps would wait behind the thousands of callers whom the step before has answered.</summary>
internal sealed class SealingThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Call, object? State)> _calls = [];

    /// <summary>Runs the loop, every continuation of it, on a new thread; the task ends with it.</summary>
    public static Task RunAsync(Func<Task> loop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => new SealingThread().Pump(loop, ended)) { IsBackground = true, Name = "zhuangjin-sealing" }.Start();
        return ended.Task;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _calls.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The loop has ended; what it left behind, such as a cancelled wait, ends on the pool.
            ThreadPool.UnsafeQueueUserWorkItem(_ => d(state), null);
        }
    }

    private void Pump(Func<Task> loop, TaskCompletionSource ended)
    {
        SetSynchronizationContext(this);
        var running = loop();
        _ = running.ContinueWith(_ => _calls.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var (call, state) in _calls.GetConsumingEnumerable())
        {
            call(state);
        }
        if (running.IsFaulted)
        {
            ended.SetException(running.Exception.InnerExceptions);
        }
        else if (running.IsCanceled)
        {
            ended.SetCanceled();
        }
        else
        {
            ended.SetResult();
        }
    }
}
