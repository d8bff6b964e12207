using System.Security.Cryptography;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>The name under which a new log begins: its address without scheme. A log keeps its name for ever, also when the site moves.</summary>
internal sealed record LogOrigin(string Name)
{
    public static LogOrigin Of(Uri publicAddress) => new(publicAddress.Authority + publicAddress.AbsolutePath.TrimEnd('/') + "/log");
}

/// <summary>Creates the log at the first start. At every later one refuses to go on with a log that contradicts what was signed or published before.</summary>
internal sealed class LogOpening(IDatabase database, TimeProvider time, IKeyVault vault, LogKey key, LogFolder folder, LogOrigin origin) : IStartUp
{
    public int Order => 100;

    public async Task StartAsync(CancellationToken cancel)
    {
        var state = await database.ReadAsync(LogState.LoadAsync, cancel);
        if (state is null)
        {
            key.Open(new NoteKey(origin.Name, await vault.GetOrCreateAsync(KnownKeys.FirstSecret, () => RandomNumberGenerator.GetBytes(32), cancel)));
            state = await database.WriteAsync(CreateAsync, cancel);
        }
        await new LogKeyRing(database, vault, key).LoadAsync(cancel);
        Refuse(state.Contradiction() is { } contradiction ? $"{contradiction}. Run 'zj fsck' and restore the database from a backup that passes it." : null);
        await RefuseWrongRowsAsync(state, cancel);
        await RefuseFallingBehindAsync(state, cancel);
        await RefuseKnownCheckpointsAsync(cancel);
    }

    private static void Refuse(string? reason)
    {
        if (reason is not null)
        {
            throw new InvalidDataException("The evidence log cannot be continued: " + reason);
        }
    }

    private async ValueTask<LogState> CreateAsync(ISession session)
    {
        var edge = new RightEdge(Sha256TreeHash.Instance);
        var root = edge.Root();
        var at = time.GetUtcNow().ToMicros();
        var note = key.Note.Sign(new Checkpoint(key.Verifier.Name, 0, root).Text).ToString();
        await session.ExecuteAsync(
            "insert into evidence_log (name, origin, verifier, size, edge, root, note, at) values ($1, $2, $3, 0, $4, $5, $6, $7) on conflict do nothing",
            LogState.MainLog, key.Verifier.Name, key.Verifier.ToString(), edge.ToBytes(), root, note, at);
        await session.ExecuteAsync("insert into evidence_checkpoint (size, root, note, at) values (0, $1, $2, $3) on conflict do nothing", root, note, at);
        return (await LogState.LoadAsync(session))!;
    }

    /// <summary>The last sealed rows must be there, and must be the leaves that the edge was made of; `zj fsck` looks at all others.</summary>
    private Task RefuseWrongRowsAsync(LogState state, CancellationToken cancel) => database.ReadAsync(
        async session =>
        {
            var last = await session.FirstAsync("select coalesce(max(place), -1) from evidence_entry", r => r.GetInt64(0));
            Refuse(last == state.Size - 1 ? null : $"{state.Size} entries were sealed, but the last row is {last}. Run 'zj fsck' and restore the database from a backup that passes it.");
            foreach (var (place, entry, leaf) in await SealedRows.EntriesAsync(session, state.Size - (state.Size % 256), state.Size))
            {
                Refuse(Sha256TreeHash.Instance.Leaf(entry).AsSpan().SequenceEqual(leaf) ? null : $"row {place} is not what was sealed. Restore it from a backup.");
            }
            var root = await new TreeReader(session, Sha256TreeHash.Instance).RootAsync(state.Size);
            Refuse(root.AsSpan().SequenceEqual(state.Root) ? null
                : $"the stored rows at the right edge do not give the root that was signed at size {state.Size}. Run 'zj fsck', which names the row, and restore it from a backup.");
            return true;
        },
        cancel);

    /// <summary>A published checkpoint is a promise to all who saw it. A database restored from an older backup would break it by sealing other entries at the same places.</summary>
    private async Task RefuseFallingBehindAsync(LogState state, CancellationToken cancel)
    {
        var (_, keys) = await database.ReadAsync(SealedTree.Main.SignedStateAsync, cancel);
        if (await folder.PublishedAsync(keys, cancel) is not { } published)
        {
            return;
        }
        Refuse(published.Size <= state.Size ? null
            : $"a checkpoint of size {published.Size} is published in {folder.Path}, but the database holds only {state.Size} entries. It was restored from an older backup: restore a newer one.");
        var known = await database.ReadAsync(session => session.FirstAsync("select root from evidence_checkpoint where size = $1", r => r.GetFieldValue<byte[]>(0), published.Size), cancel);
        Refuse(known is not null && known.AsSpan().SequenceEqual(published.Root) ? null
            : $"the checkpoint of size {published.Size} that is published in {folder.Path} was never signed by this database. The folder and the database belong to different logs, or to two branches of one.");
    }

    /// <summary>What witnesses, monitors or citizens hold binds the log as well; an operator puts it into a folder, as a restore does.</summary>
    private async Task RefuseKnownCheckpointsAsync(CancellationToken cancel)
    {
        var known = Path.Combine(Path.GetDirectoryName(folder.Path)!, KnownCheckpoint.Folder);
        foreach (var file in Directory.Exists(known) ? Directory.EnumerateFiles(known) : [])
        {
            var contradiction = await KnownCheckpoint.ContradictionAsync(database, await File.ReadAllTextAsync(file, cancel), cancel);
            Refuse(contradiction is null ? null
                : $"{file} holds a checkpoint that this database cannot answer for ({contradiction.Code}: {string.Join(", ", contradiction.Args)}). Going on would fork the log: restore a newer backup of the log that was seen.");
        }
    }
}
