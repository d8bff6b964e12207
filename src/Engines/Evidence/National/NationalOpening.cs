using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.National;

/// <summary>Begins the national tree at the first start, also of an older installation, whose entries it then takes in from the first one on.
/// At every later start refuses to go on with a tree that contradicts what was signed or published before.</summary>
internal sealed class NationalOpening(IDatabase database, TimeProvider time, IKeyVault vault, LogKey main, NationalLog log) : IStartUp
{
    private const string Secret = "evidence.log-gm";

    /// <summary>After <see cref="LogOpening"/>.</summary>
    public int Order => 101;

    public async Task StartAsync(CancellationToken cancel)
    {
        var state = await database.ReadAsync(SealedTree.National.StateAsync, cancel);
        var secret = state is null
            ? await vault.GetOrCreateAsync(Secret, () => Sm2PrivateKey.Generate().ToPkcs8(), cancel)
            : await vault.FindAsync(Secret, cancel);
        Refuse(secret is null ? "its SM2 key is not in the key vault. Restore the database whole, with the table of secrets." : null);
        log.Key.Open(new(state?.Origin ?? OriginBeside(main.Verifier.Name), Sm2PrivateKey.FromPkcs8(secret)));
        state ??= await database.WriteAsync(CreateAsync, cancel);

        Refuse(state.Verifier == log.Key.Verifier.ToString() ? null
            : $"its SM2 key belongs to '{log.Key.Verifier}', but it was begun with '{state.Verifier}'. Restore the secrets that belong to this database.");
        Refuse(state.Contradiction() is { } contradiction ? $"{contradiction}. Run 'zj fsck' and restore the database from a backup that passes it." : null);
        await database.ReadAsync(session => RefuseWrongRowsAsync(session, state), cancel);
        await RefuseFallingBehindAsync(state, cancel);
    }

    /// <summary>The name beside the main log's: example.com/log gives example.com/log-gm.</summary>
    public static string OriginBeside(string main) =>
        main.EndsWith("/" + LogState.MainLog, StringComparison.Ordinal) ? main + "-gm" : main + "/" + LogState.NationalLog;

    private static void Refuse(string? reason)
    {
        if (reason is not null)
        {
            throw new InvalidDataException("The national evidence log (SM3) cannot be continued: " + reason);
        }
    }

    private async ValueTask<LogState> CreateAsync(ISession session)
    {
        var edge = new RightEdge(SealedTree.National.Hash);
        var (root, at, verifier) = (edge.Root(), time.GetUtcNow().ToMicros(), log.Key.Verifier);
        var note = log.Key.Note.Sign(new Checkpoint(verifier.Name, 0, root).Text).ToString();
        await session.ExecuteAsync(
            "insert into evidence_log (name, origin, verifier, size, edge, root, note, at) values ($1, $2, $3, 0, $4, $5, $6, $7) on conflict do nothing",
            LogState.NationalLog, verifier.Name, verifier.ToString(), edge.ToBytes(), root, note, at);
        await session.ExecuteAsync("insert into evidence_national_checkpoint (size, root, note, at) values (0, $1, $2, $3) on conflict do nothing", root, note, at);
        return (await SealedTree.National.StateAsync(session))!;
    }

    /// <summary>It may be behind the main log, never ahead, and its right edge must follow from the stored rows.</summary>
    private static async ValueTask<bool> RefuseWrongRowsAsync(ISession session, LogState state)
    {
        Refuse(state.Size == 0 || await SealedTree.Main.SignedRootAsync(session, state.Size) is not null ? null
            : $"it has {state.Size} entries, a size at which the main log was never signed. Run 'zj fsck' and restore the database from a backup that passes it.");
        var root = await SealedTree.National.Reader(session).RootAsync(state.Size);
        Refuse(root.AsSpan().SequenceEqual(state.Root) ? null
            : $"the stored rows at the right edge do not give the root that was signed at size {state.Size}. Run 'zj fsck', which names the row, and restore it from a backup.");
        return true;
    }

    private async Task RefuseFallingBehindAsync(LogState state, CancellationToken cancel)
    {
        if (await log.Folder.PublishedAsync(log.Key.Verifier, cancel) is not { } published)
        {
            return;
        }
        Refuse(published.Size <= state.Size ? null
            : $"a checkpoint of size {published.Size} is published in {log.Folder.Path}, but the database holds only {state.Size} entries of it. It was restored from an older backup: restore a newer one.");
        var known = await database.ReadAsync(session => SealedTree.National.SignedRootAsync(session, published.Size), cancel);
        Refuse(known.AsSpan().SequenceEqual(published.Root) ? null
            : $"the checkpoint of size {published.Size} that is published in {log.Folder.Path} was never signed by this database. The folder and the database belong to different logs, or to two branches of one.");
    }
}
