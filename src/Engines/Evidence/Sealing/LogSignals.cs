namespace Zhuangjin.Evidence.Sealing;

/// <summary>Wakes those of this node who wait for news. Other nodes' news are found by looking.</summary>
internal sealed class LogSignals
{
    /// <summary>Something was recorded.</summary>
    public Signal Recorded { get; } = new();

    /// <summary>An append waits for the sealing loop.</summary>
    public Signal Appended { get; } = new();

    /// <summary>The log has grown.</summary>
    public Signal Sealed { get; } = new();

    /// <summary>A witness has co-signed a checkpoint.</summary>
    public Signal Cosigned { get; } = new();
}

/// <summary>Something that happens again and again, and that any number can wait for.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next pulse. Take it before looking for work, or a pulse between looking and waiting is lost.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits for <paramref name="next"/>, but no longer than <paramref name="atMost"/>.</summary>
    public static async Task WaitAsync(Task next, TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(next, Task.Delay(atMost, time, stop.Token));
        await stop.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }
}
