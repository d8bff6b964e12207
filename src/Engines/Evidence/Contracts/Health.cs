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
public sealed record LogHealth(long Size, DateTimeOffset SealedAt, long Waiting, long? PublishedSize, IReadOnlyList<FollowerHealth> Followers);

/// <param name="Lag">Sealed entries that the follower has not passed yet.</param>
/// <param name="Failures">Attempts at its next event that failed in a row.</param>
/// <param name="Error">Message of the last failure; null when all is well.</param>
public sealed record FollowerHealth(string Name, long Lag, long Failures, string? Error);
