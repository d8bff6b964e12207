namespace Zhuangjin.DataSharing.Contracts;

/// <summary>Port: brings word to other systems, durably and signed, until they take it. Answered by the host with the Notices engine; without an answer nobody is told and everyone asks for himself.</summary>
public interface IChangePosts
{
    /// <summary>Puts a post out. The same receiver and key are posted once.</summary>
    Task PutAsync(string receiver, string key, string body, CancellationToken cancel = default);
}

/// <summary>The systems that want to be told of changes in the pool.</summary>
public interface IChangeReceivers
{
    /// <summary>What the names of all of them begin with.</summary>
    const string Prefix = "pool-changes/";

    /// <summary>Where a receiver is told, and the key of the signature; null when it wants no more, or its grant has ended.</summary>
    ValueTask<(Uri Address, byte[] Secret)?> FindAsync(string receiver, CancellationToken cancel = default);
}
