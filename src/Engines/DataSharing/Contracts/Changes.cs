namespace Zhuangjin.DataSharing.Contracts;

/// <summary>Port: brings word to other systems, durably and signed, until they take it. Answered by the host with the Notices engine; without an answer nobody is told and everyone asks for himself.</summary>
public interface IChangePosts
{
    /// <summary>Puts a post out. The same receiver and key are posted once.</summary>
    Task PutAsync(string receiver, string key, string body, CancellationToken cancel = default);

    /// <summary>Where a post stands; null when none was put out under the key.</summary>
    Task<ChangePostState?> FindAsync(string receiver, string key, CancellationToken cancel = default);

    /// <summary>Tries at once what waits, and what was tried to the end in vain. The one who calls answers for the right to do so.</summary>
    Task TryAgainAsync(string receiver, string key, CancellationToken cancel = default);
}

/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAt">When it is tried next; null when it is not: it was taken, or given up.</param>
/// <param name="Error">What the last attempt in vain met with.</param>
/// <param name="EndedAt">When it was taken or given up.</param>
public sealed record ChangePostState(bool Taken, long Attempts, DateTimeOffset? NextAt, string? Error, DateTimeOffset? EndedAt);

/// <summary>The systems that want to be told of changes in the pool.</summary>
public interface IChangeReceivers
{
    /// <summary>What the names of all of them begin with.</summary>
    const string Prefix = "pool-changes/";

    /// <summary>Where a receiver is told, and the key of the signature; null when it wants no more, or its grant has ended.</summary>
    ValueTask<(Uri Address, byte[] Secret)?> FindAsync(string receiver, CancellationToken cancel = default);
}
