using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Replaces the key that signs the log. The log stays the same log: its origin does not change, and the new key is named in an entry sealed under the old one.</summary>
public interface IKeyRotation
{
    /// <summary>Makes a new key and records "evidence.key-rotated", which names it. Once this is sealed under the old key, checkpoints carry the new key's signature,
    /// and the old one's as well until the overlap ends.</summary>
    /// <param name="overlap">How long both sign, so that those who follow the log can change over; zero when the old key is no longer trusted.</param>
    /// <returns>The new verifier key as a line.</returns>
    /// <exception cref="ConflictException">A rotation is under way already.</exception>
    Task<string> RotateAsync(LogOperator by, TimeSpan overlap, CancellationToken cancel = default);

    /// <summary>All keys of the log, the first one first.</summary>
    Task<IReadOnlyList<LogKeyRange>> KeysAsync(CancellationToken cancel = default);
}

/// <param name="VerifierKey">The key as a line.</param>
/// <param name="FromSize">The first checkpoint size that it signs; null while it is only announced.</param>
/// <param name="ToSize">The last size that it alone vouches for; null for the current one.</param>
/// <param name="OverlapUntil">Until when it signs beside its successor.</param>
public sealed record LogKeyRange(string VerifierKey, long? FromSize, long? ToSize, DateTimeOffset? OverlapUntil);
