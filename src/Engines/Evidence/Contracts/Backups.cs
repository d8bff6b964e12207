using Zhuangjin.Evidence.Operating;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Backups of a node with an embedded store: a consistent copy of the store, the files that it names, the newest checkpoint and the journal of erasures, each with its digest.
/// The master key is never among them: keep it apart.</summary>
public static class Backups
{
    /// <summary>Makes a backup while the node runs.</summary>
    /// <param name="target">A new folder, or a new file that ends in .tar.</param>
    /// <exception cref="IOException">The target exists, or the disk is full.</exception>
    public static Task<BackupReport> MakeAsync(string dataDirectory, string target, TimeProvider time, CancellationToken cancel = default) => BackupMaker.MakeAsync(dataDirectory, target, time, cancel);

    /// <summary>Checks a backup: every digest, then every row of its log.</summary>
    /// <param name="knownCheckpoints">Checkpoints that others hold, as files; the backup must reach all of them.</param>
    /// <exception cref="InvalidDataException">The backup is damaged, or older than what others hold; the message names place and remedy.</exception>
    public static Task<BackupReport> CheckAsync(string source, IReadOnlyList<string> knownCheckpoints, CancellationToken cancel = default) =>
        BackupReader.RunAsync(source, dataDirectory: null, knownCheckpoints, erasures: null, cancel);

    /// <summary>Checks a backup and puts it into a folder that holds no store yet. The next start erases again what was erased since.</summary>
    /// <param name="erasures">A newer journal of erasures than the backup's own (erasures.jsonl), or null.</param>
    /// <inheritdoc cref="CheckAsync"/>
    /// <exception cref="IOException">The folder holds a store already.</exception>
    public static Task<BackupReport> RestoreAsync(string source, string dataDirectory, IReadOnlyList<string> knownCheckpoints, string? erasures, CancellationToken cancel = default) =>
        BackupReader.RunAsync(source, dataDirectory, knownCheckpoints, erasures, cancel);
}

/// <param name="At">When it was made.</param>
/// <param name="Size">Sealed entries in it.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their sum.</param>
public sealed record BackupReport(DateTimeOffset At, string Origin, long Size, int Files, long Bytes);
