namespace Zhuangjin.Notices.Delivering;

/// <summary>Wakes the delivery when something new waits.</summary>
internal sealed class OutboxSignal
{
    private readonly SemaphoreSlim _something = new(0, 1);

    public void Pulse()
    {
        try
        {
            _something.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _something.WaitAsync(atMost, cancel);
}
