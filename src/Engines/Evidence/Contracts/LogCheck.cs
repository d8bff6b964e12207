using Zhuangjin.Evidence.Check;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Checks a stored and published log from the first row to the last byte (`zj fsck`). Reads only, and needs no secret; the program may run meanwhile.
/// Where the installation's master key lies in the data folder (or the environment), the private fields are opened and compared with their commitments as well.</summary>
public static class LogCheck
{
    /// <param name="dataDirectory">The node's data folder, whose published copy is checked too; null to leave that out.</param>
    /// <param name="progress">Hears how many rows and files have been checked.</param>
    public static Task<LogCheckReport> RunAsync(IDatabase database, string? dataDirectory, IProgress<long>? progress = null, CancellationToken cancel = default) =>
        StoredLogCheck.RunAsync(database, dataDirectory, progress, hidden: null, cancel);
}

/// <summary>What a check found.</summary>
/// <param name="Size">Sealed entries.</param>
/// <param name="Checkpoints">Checkpoints whose signature and root were checked.</param>
/// <param name="Files">Published files that were compared.</param>
/// <param name="Findings">What is wrong, the first place first; at most <see cref="MostFindings"/>. Empty when all is well.</param>
public sealed record LogCheckReport(long Size, long Checkpoints, long Files, IReadOnlyList<LogFinding> Findings)
{
    public const int MostFindings = 100;
}

/// <param name="Place">Where: "row 17", "node 1/3", "checkpoint 42", "tile/0/000.p/17".</param>
/// <param name="What">What is wrong there, as a text key with values.</param>
public sealed record LogFinding(string Place, Fault What);
