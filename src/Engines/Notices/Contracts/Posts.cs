namespace Zhuangjin.Notices.Contracts;

/// <summary>Posts that other systems must get and answer: kept durably, signed, and tried again with growing pauses until they are taken.</summary>
public interface IPosts
{
    /// <summary>Puts a post out. The same receiver and key are posted once, however often this is called.</summary>
    /// <param name="receiver">Name of an <see cref="IPostReceiver"/>.</param>
    /// <param name="key">What the receiver knows a repetition by (<c>webhook-id</c>): 1 to 60 characters.</param>
    /// <param name="body">JSON.</param>
    /// <exception cref="InvalidOperationException">No receiver of that name is registered.</exception>
    Task PutAsync(string receiver, string key, string body, CancellationToken cancel = default);

    /// <summary>Where a post stands; null when none was put out.</summary>
    Task<PostState?> FindAsync(string receiver, string key, CancellationToken cancel = default);

    /// <summary>Tries at once what waits, and what was tried to the end in vain. The one who calls answers for the right to do so.</summary>
    /// <returns>False when nothing waits.</returns>
    Task<bool> TryAgainAsync(string receiver, string key, CancellationToken cancel = default);
}

/// <summary>Another system that takes posts. A scenario registers one for each.</summary>
public interface IPostReceiver
{
    string Name { get; }

    /// <summary>Where it is posted to; null while this deployment knows none, and then the post waits.</summary>
    Uri? Address { get; }

    /// <summary>Key of the signature, HMAC-SHA256 after Standard Webhooks.</summary>
    byte[] Secret { get; }

    /// <summary>What the system answered with success, at most 64 KB. After a crash it may come a second time; it must change nothing more then.</summary>
    /// <exception cref="FormatException">The answer cannot be read: it counts as not taken, and is asked for again.</exception>
    /// <exception cref="Zhuangjin.Kernel.Faults.RefusalException">The answer cannot be used now: the same.</exception>
    Task AnsweredAsync(string key, string answer, CancellationToken cancel = default);
}

/// <summary>Receivers that come and go: subscribers of another engine. Registered once for each such engine.</summary>
public interface IReceiverBook
{
    /// <summary>What the names of its receivers begin with.</summary>
    string Prefix { get; }

    /// <summary>Where to post and the key of the signature, as of this moment; null when the receiver wants or may have no more: what waits for it is dropped.</summary>
    ValueTask<(Uri Address, byte[] Secret)?> FindAsync(string name, CancellationToken cancel = default);
}

public enum PostOutcome
{
    Waiting,
    Delivered,

    /// <summary>Tried to the end in vain: somebody must look.</summary>
    Failed,
}

/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAt">When it is tried next; null when it is not.</param>
/// <param name="Error">What the last attempt in vain met with.</param>
public sealed record PostState(PostOutcome Outcome, long Attempts, DateTimeOffset? NextAt, string? Error, DateTimeOffset? EndedAt);
