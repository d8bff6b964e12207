using System.Formats.Tar;
using Zhuangjin.Evidence.Check;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Operating;

/// <summary>Checks a backup and, when told where, restores it. Nothing is put into the data folder before everything was found right.</summary>
internal static class BackupReader
{
    private const string Store = "zhuangjin.db";

    public static async Task<BackupReport> RunAsync(string source, string? dataDirectory, IReadOnlyList<string> known, string? erasures, CancellationToken cancel)
    {
        var isTar = File.Exists(source);
        if (dataDirectory is not null && (File.Exists(Path.Combine(dataDirectory, Store)) || Directory.Exists(Path.Combine(dataDirectory, "files"))))
        {
            throw new IOException($"{dataDirectory} holds a store already; a restore overwrites nothing. Name an empty folder, or move the old one away and keep it.");
        }
        // Beside the target, so that what was checked is moved and not copied again.
        var work = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(dataDirectory ?? source))!, $".restore-{Environment.ProcessId}");
        Directory.CreateDirectory(work);
        try
        {
            var folder = isTar ? await UnpackAsync(source, work, cancel) : source;
            var manifest = await BackupManifest.ReadAsync(folder, cancel);
            await CopyCheckedAsync(manifest, folder, Path.Combine(work, "data"), cancel);
            await CheckLogAsync(manifest, Path.Combine(work, "data"), known, cancel);
            if (dataDirectory is not null)
            {
                await PlaceAsync(Path.Combine(work, "data"), dataDirectory, known, erasures, cancel);
            }
            return manifest.Report();
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<string> UnpackAsync(string tar, string work, CancellationToken cancel)
    {
        var folder = Path.Combine(work, "backup");
        Directory.CreateDirectory(folder);
        await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: false, cancel);
        return folder;
    }

    private static async Task CopyCheckedAsync(BackupManifest manifest, string folder, string target, CancellationToken cancel)
    {
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(target, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                File.Copy(Path.Combine(folder, file.Path), path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new InvalidDataException($"The backup is damaged: {file.Path} is missing. Use another backup.", e);
            }
            if (await BackupFile.OfAsync(target, file.Path, cancel) != file)
            {
                throw new InvalidDataException($"The backup is damaged: {file.Path} is not what was backed up. Use another backup.");
            }
        }
    }

    private static async Task CheckLogAsync(BackupManifest manifest, string data, IReadOnlyList<string> known, CancellationToken cancel)
    {
        await using var database = Databases.Open("sqlite:" + Store, data);
        var report = await StoredLogCheck.RunAsync(database, dataDirectory: null, progress: null, hidden: null, cancel);
        if (report.Findings is [var first, ..])
        {
            throw new InvalidDataException($"The log in the backup is not sound: {first.Place}, {first.What.Code}. Use another backup.");
        }
        if (await KnownCheckpoint.ContradictionAsync(database, manifest.Checkpoint, cancel) is { } own)
        {
            throw new InvalidDataException($"The backup's own checkpoint is not that of its log: {own.Code}. Use another backup.");
        }
        foreach (var file in known)
        {
            if (await KnownCheckpoint.ContradictionAsync(database, await File.ReadAllTextAsync(file, cancel), cancel) is { } contradiction)
            {
                throw new InvalidDataException(Refusal(file, contradiction, manifest));
            }
        }
    }

    private static string Refusal(string file, Kernel.Faults.Fault contradiction, BackupManifest manifest) => contradiction.Code switch
    {
        "evidence.known.ahead" => $"Others hold a checkpoint of {contradiction.Args[0]} entries ({file}), but this backup ends at {manifest.Size}. Going on from it would seal other entries at places that are promised: a fork, which every witness refuses. Restore a newer backup, or the published copy of the log with the database of another node.",
        "evidence.known.fork" => $"At {contradiction.Args[0]} entries the backup's log is another one than what others hold ({file}). It must not be continued. Restore a backup of the log that they saw.",
        _ => $"{file} does not belong to the log of this backup ({contradiction.Code}: {string.Join(", ", contradiction.Args)}).",
    };

    private static async Task PlaceAsync(string restored, string data, IReadOnlyList<string> known, string? erasures, CancellationToken cancel)
    {
        Directory.CreateDirectory(data);
        // What was erased after the backup must be erased again: lines of all journals together.
        var journal = new ErasureJournal(Path.Combine(restored, ErasureJournal.FileName));
        foreach (var source in new[] { erasures, Path.Combine(data, ErasureJournal.FileName) }.OfType<string>().Where(File.Exists))
        {
            foreach (var line in await ErasureJournal.ReadAsync(source, cancel))
            {
                await journal.AddAsync(line, cancel);
            }
        }
        foreach (var file in known)
        {
            var kept = Path.Combine(restored, KnownCheckpoint.Folder);
            Directory.CreateDirectory(kept);
            File.Copy(file, Path.Combine(kept, $"{Directory.GetFiles(kept).Length + 1}.checkpoint"));
        }
        // The store last: before it is there, nothing would start.
        foreach (var entry in Directory.EnumerateFileSystemEntries(restored).OrderBy(e => Path.GetFileName(e).StartsWith(Store, StringComparison.Ordinal)))
        {
            var target = Path.Combine(data, Path.GetFileName(entry));
            if (Directory.Exists(entry))
            {
                Directory.Move(entry, target);
            }
            else if (!Path.GetFileName(entry).EndsWith("-wal", StringComparison.Ordinal) && !Path.GetFileName(entry).EndsWith("-shm", StringComparison.Ordinal))
            {
                File.Move(entry, target, overwrite: Path.GetFileName(entry) == ErasureJournal.FileName);
            }
        }
    }
}
