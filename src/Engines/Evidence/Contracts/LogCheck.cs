using Zhuangjin.Evidence.Check;
using Zhuangjin.Evidence.Check.Published;
using Zhuangjin.Evidence.Notes;
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

    /// <summary>Checks a published log by itself, without any database: every entry, every tile of every level, the signed root. On all processors, in little memory.</summary>
    /// <param name="folder">The files as they are served: checkpoint, tile/….</param>
    /// <param name="verifier">The log's verifier key, which an outsider has to know beforehand; its kind tells which hash the tree has.</param>
    /// <param name="progress">Hears how many entries have been checked.</param>
    /// <exception cref="FormatException">Not the verifier key of a log.</exception>
    public static Task<LogCheckReport> RunPublishedAsync(string folder, string verifier, IProgress<long>? progress = null, CancellationToken cancel = default) =>
        new PublishedLogCheck(new(folder), VerifierKey.Parse(verifier), Environment.ProcessorCount, progress).RunAsync(cancel);
}

/// <summary>What a check found.</summary>
/// <param name="Size">Sealed entries.</param>
/// <param name="Checkpoints">Checkpoints whose signature and root were checked.</param>
/// <param name="Files">Published files that were compared.</param>
/// <param name="Findings">What is wrong, the first place first; at most <see cref="MostFindings"/>. Empty when all is well.</param>
public sealed record LogCheckReport(long Size, long Checkpoints, long Files, IReadOnlyList<LogFinding> Findings)
{
    public const int MostFindings = 100;

    /// <summary>Entries in the national tree, to which those sealed last may not have come yet; null when there is no such tree.</summary>
    public long? NationalSize { get; init; }

    /// <summary>Entries that bind the roots of both trees.</summary>
    public long Bindings { get; init; }
}

/// <param name="Place">Where: "row 17", "node 1/3", "checkpoint 42", "tile/0/000.p/17".</param>
/// <param name="What">What is wrong there, as a text key with values.</param>
public sealed record LogFinding(string Place, Fault What);
