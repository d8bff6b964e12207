using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>How the log and those who follow it are doing.</summary>
public interface ILogHealth
{
    Task<LogHealth> HealthAsync(CancellationToken cancel = default);
}

/// <param name="Size">Sealed entries.</param>
/// <param name="SealedAt">When the latest checkpoint was signed.</param>
/// <param name="Waiting">Events recorded and not sealed yet.</param>
/// <param name="PublishedSize">Entries under the checkpoint that this node publishes; null before the first.</param>
public sealed record LogHealth(long Size, DateTimeOffset SealedAt, long Waiting, long? PublishedSize, IReadOnlyList<FollowerHealth> Followers)
{
    /// <summary>Time-stamp authorities and peers, as set; empty when none is.</summary>
    public IReadOnlyList<AnchorHealth> Anchors { get; init; } = [];

    /// <summary>How the national tree over the same entries is doing.</summary>
    public required NationalHealth National { get; init; }

    /// <summary>The witnesses of the policy, in its order; empty without one.</summary>
    public IReadOnlyList<WitnessHealth> Witnesses { get; init; } = [];

    /// <summary>Entries under the newest checkpoint that a quorum of witnesses has co-signed; null when there is none.</summary>
    public long? WitnessedSize { get; init; }
}

/// <param name="Size">Entries in the national tree (SM3, SM2).</param>
/// <param name="Lag">Sealed entries that it has not taken in yet; less than a second's growth when all is well.</param>
/// <param name="SignedAt">When its latest checkpoint was signed.</param>
/// <param name="PublishedSize">Entries under the SM2 checkpoint that this node publishes; null before the first.</param>
public sealed record NationalHealth(long Size, long Lag, DateTimeOffset SignedAt, long? PublishedSize);

/// <param name="Name">As the policy calls it.</param>
/// <param name="Group">The group that counts it; null when it stands alone.</param>
/// <param name="KeyName">The name in its key.</param>
/// <param name="Address">Where it is asked; null when the policy does not say, and nobody asks it.</param>
/// <param name="Size">Entries that it has co-signed; null before its first cosignature.</param>
/// <param name="Lag">Sealed entries that it has not co-signed yet.</param>
/// <param name="Failures">Attempts that failed in a row.</param>
/// <param name="Trouble">What failed last, as a text key with values; null when all is well.</param>
public sealed record WitnessHealth(string Name, string? Group, string KeyName, Uri? Address, long? Size, long Lag, DateTimeOffset? CosignedAt, long Failures, Fault? Trouble);

/// <param name="Lag">Sealed entries that the follower has not passed yet.</param>
/// <param name="Failures">Attempts at its next event that failed in a row.</param>
/// <param name="Error">Message of the last failure; null when all is well.</param>
public sealed record FollowerHealth(string Name, long Lag, long Failures, string? Error);

/// <param name="Name">A time-stamp authority or another authority's log.</param>
/// <param name="Peer">True for a log.</param>
/// <param name="Size">Our entries that it holds in its newest anchor; null before the first.</param>
/// <param name="DoneAt">When it was last asked with success; null before the first time.</param>
/// <param name="Failures">Attempts that failed in a row.</param>
/// <param name="Fault">What failed last; null when all is well.</param>
/// <param name="Misbehaviour">Checkpoints that contradict those it showed before.</param>
public sealed record AnchorHealth(string Name, bool Peer, long? Size, DateTimeOffset? DoneAt, long Failures, Fault? Fault, long Misbehaviour);
