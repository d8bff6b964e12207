namespace Zhuangjin.Kernel.Storage;

/// <summary>A named lock that this caller holds until it disposes of it.</summary>
public interface IHeldLock : IAsyncDisposable
{
    /// <summary>Cancelled when the lock was lost before its time, because the connection that held it died. Another node may have it from then on:
    /// stop the work, and let a unique key or version refuse what is under way.</summary>
    CancellationToken Lost { get; }
}
