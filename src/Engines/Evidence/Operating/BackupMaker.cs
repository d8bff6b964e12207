using System.Formats.Tar;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Operating;

/// <summary>Copies first the store and then the files: every file that the copied store names was there before it. The manifest comes last, so that an interrupted backup is none.</summary>
internal static class BackupMaker
{
    private const string Store = "zhuangjin.db";

    private const string Files = "files";

    public static async Task<BackupReport> MakeAsync(string data, string target, TimeProvider time, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(data, Store)))
        {
            throw new FileNotFoundException($"There is no store at {Path.Combine(data, Store)}. A shared database is backed up with pg_dump (docs/guides/operate.md).");
        }
        if (File.Exists(target) || Directory.Exists(target))
        {
            throw new IOException($"{target} exists already; a backup never overwrites anything.");
        }
        var isTar = target.EndsWith(".tar", StringComparison.Ordinal);
        var folder = isTar ? target + ".partial" : target;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        var manifest = await FillAsync(data, folder, time, cancel);
        if (isTar)
        {
            await TarFile.CreateFromDirectoryAsync(folder, target, includeBaseDirectory: false, cancel);
            Directory.Delete(folder, recursive: true);
        }
        var report = manifest.Report();
        await using var store = Databases.Open("sqlite:" + Store, data);
        await store.WriteAsync(session => new KeepingRun("backup", report.At, Sound: true, report.Size, Path.GetFileName(target)).SaveAsync(session), cancel);
        return report;
    }

    private static async Task<BackupManifest> FillAsync(string data, string folder, TimeProvider time, CancellationToken cancel)
    {
        var at = time.GetUtcNow();
        var paths = new List<string> { Store };
        await Databases.CopyAsync("sqlite:" + Store, data, Path.Combine(folder, Store), cancel);
        LogState state;
        await using (var copy = Databases.Open("sqlite:" + Store, folder))
        {
            state = await copy.ReadAsync(LogState.LoadAsync, cancel) ?? throw new InvalidDataException("The store holds no evidence log.");
        }
        if (File.Exists(Path.Combine(data, ErasureJournal.FileName)))
        {
            File.Copy(Path.Combine(data, ErasureJournal.FileName), Path.Combine(folder, ErasureJournal.FileName));
            paths.Add(ErasureJournal.FileName);
        }
        var stored = Path.Combine(data, Files);
        foreach (var file in Directory.Exists(stored) ? Directory.EnumerateFiles(stored, "*", SearchOption.AllDirectories) : [])
        {
            cancel.ThrowIfCancellationRequested();
            var path = Path.GetRelativePath(data, file).Replace('\\', '/');
            if (path.StartsWith(Files + "/incoming/", StringComparison.Ordinal))
            {
                continue; // an upload that is still coming
            }
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.Copy(file, Path.Combine(folder, path));
            paths.Add(path);
        }
        var files = new List<BackupFile>();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            files.Add(await BackupFile.OfAsync(folder, path, cancel));
        }
        var manifest = new BackupManifest(BackupManifest.FormatName, at, state.Origin, state.Size, state.Note, files);
        await DurableFiles.WriteAsync(Path.Combine(folder, BackupManifest.FileName), manifest.ToBytes(), cancel);
        FolderFlush.Flush(folder);
        return manifest;
    }
}
