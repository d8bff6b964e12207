using Zhuangjin.Evidence.Monitor;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Follows a log as an outsider, by its published files alone (`zj monitor`): needs no account, no database of the log, and no trust in who runs it.</summary>
public static class LogMonitor
{
    /// <summary>Looks once: is the newest checkpoint a continuation of the last one, and does every new entry stand in it?</summary>
    /// <param name="web">Fetches; its timeout bounds each request.</param>
    /// <param name="progress">Hears how many entries have been read.</param>
    /// <exception cref="FormatException">A key is no key.</exception>
    /// <exception cref="InvalidDataException">The folder follows another log, or another monitor is using it.</exception>
    public static Task<MonitorReport> LookAsync(MonitorTask task, HttpClient web, TimeProvider time, IProgress<long>? progress = null, CancellationToken cancel = default) =>
        MonitorRound.RunAsync(task, web, time, progress, cancel);

    /// <summary>Checks a checkpoint that somebody kept, such as a scanned notice: is it signed, and does the log as it is today continue it?</summary>
    /// <param name="note">The signed checkpoint's text.</param>
    /// <param name="log">Address of the log; null to check the signature alone.</param>
    /// <exception cref="FormatException">The key is no key.</exception>
    public static Task<CheckpointReport> CompareAsync(string note, string verifierKey, Uri? log, HttpClient web, TimeProvider time, CancellationToken cancel = default) =>
        KeptCheckpoint.CompareAsync(note, verifierKey, log, web, time, cancel);
}

/// <param name="Failure">What does not hold; null when all does.</param>
/// <param name="Size">Entries under the kept checkpoint.</param>
/// <param name="SizeNow">Entries in the log today; null when it was not asked.</param>
/// <param name="Reached">False when the log was asked and could not be reached.</param>
public sealed record CheckpointReport(Fault? Failure, string Origin, long Size, long? SizeNow, bool Reached = true);

/// <param name="Log">Address of the log: what stands before "/checkpoint".</param>
/// <param name="VerifierKey">The log's key as a line, from a source that the outsider trusts.</param>
/// <param name="Directory">Folder in which the monitor keeps what it has seen; made when it is missing.</param>
/// <param name="Witnesses">Keys of witnesses whose cosignatures are verified.</param>
/// <param name="StalledAfter">How long a log may stand still before that is told.</param>
public sealed record MonitorTask(Uri Log, string VerifierKey, string Directory, IReadOnlyList<string> Witnesses, TimeSpan StalledAfter);

/// <summary>What an outsider may think of a log after a look at it.</summary>
public enum MonitorVerdict
{
    /// <summary>All that was seen fits together.</summary>
    Sound,

    /// <summary>The log, now or earlier, showed what an honest one cannot show. The evidence is kept.</summary>
    Misbehaving,

    /// <summary>Nothing could be learnt; what was known before still stands.</summary>
    Unreachable,
}

/// <summary>The answer to one look.</summary>
/// <param name="Before">Entries verified before this look.</param>
/// <param name="Size">Entries verified now.</param>
/// <param name="Streams">Streams whose numbers are followed.</param>
/// <param name="Foreign">Entries that are in no stream, as other programs' logs have them.</param>
/// <param name="Checkpoint">The newest checkpoint that was accepted, as published; null before the first.</param>
/// <param name="GrownAt">When the monitor last saw the log grow.</param>
/// <param name="Stalled">True when that is too long ago.</param>
/// <param name="Cosigners">Others whose signatures stand under the checkpoint.</param>
/// <param name="Findings">What is wrong, as seen in this look.</param>
/// <param name="Kept">Pieces of evidence in the folder, of this look and of earlier ones.</param>
/// <param name="Trouble">Why the log could not be read; null when it could.</param>
public sealed record MonitorReport(
    MonitorVerdict Verdict,
    long Before,
    long Size,
    long Streams,
    long Foreign,
    string? Checkpoint,
    DateTimeOffset? GrownAt,
    bool Stalled,
    IReadOnlyList<Cosigner> Cosigners,
    IReadOnlyList<MonitorFinding> Findings,
    IReadOnlyList<string> Kept,
    Fault? Trouble);

/// <param name="Known">True when the signature was verified with a given key; false when the signer is unknown here.</param>
public sealed record Cosigner(string Name, bool Known);

/// <param name="Kind">"fork", "rollback", "signature", "origin", "malformed", "missing", "tile", "entry" or "gap".</param>
/// <param name="What">What is wrong, as a text key with values.</param>
/// <param name="Evidence">Folder in which the proof of it lies.</param>
public sealed record MonitorFinding(string Kind, Fault What, string Evidence);
