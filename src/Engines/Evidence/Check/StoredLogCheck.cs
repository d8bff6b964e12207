using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>The whole check: the log's own row, then all rows with what was made of them, then the published files. One snapshot of the database.</summary>
internal static class StoredLogCheck
{
    public static Task<LogCheckReport> RunAsync(IDatabase database, string? dataDirectory, IProgress<long>? progress, PrivateFields? hidden, CancellationToken cancel)
    {
        // The folder is read before the snapshot begins, so that a log that grows meanwhile is not taken for one that fell behind.
        var folder = dataDirectory is null ? null : new LogFolder(Path.Combine(dataDirectory, "log"));
        var published = folder is not null && File.Exists(folder.CheckpointFile) ? File.ReadAllText(folder.CheckpointFile) : null;
        return database.ReadAsync(async session => await CheckAsync(session, folder, published, progress, hidden ?? await InstallationSecret.FindAsync(session, dataDirectory), cancel), cancel);
    }

    private static async Task<LogCheckReport> CheckAsync(ISession session, LogFolder? folder, string? published, IProgress<long>? progress, PrivateFields? hidden, CancellationToken cancel)
    {
        var findings = new Findings();
        if (await LogState.LoadAsync(session) is not { } state)
        {
            findings.Add("log", "no-log");
            return new(0, 0, 0, findings.All);
        }
        if (state.Contradiction() is { } contradiction)
        {
            findings.Add("log", "log-row", contradiction);
        }
        if (await KeysAsync(session, state) is not { } keys)
        {
            return new(state.Size, 0, 0, findings.All);
        }
        var rows = new RowCheck(session, state, keys, findings, progress, hidden);
        var checkpoints = await rows.RunAsync(cancel);
        var files = folder is null ? 0 : await new FolderCheck(session, folder, state, keys, findings, progress).RunAsync(published, cancel);
        return new(state.Size, checkpoints, files, findings.All);
    }

    private static async ValueTask<KnownKeys?> KeysAsync(ISession session, LogState state)
    {
        try
        {
            return await KnownKeys.LoadAsync(session, state);
        }
        catch (FormatException)
        {
            return null; // already told by the log's own row
        }
    }
}
