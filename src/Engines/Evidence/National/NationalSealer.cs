using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.National;

/// <summary>Extends the national tree to the size of a checkpoint that was signed over the main one. One linear procedure, safe to be killed anywhere: it is one transaction.</summary>
/// <remarks>It runs behind the sealing and never in its way. What it signs, it has hashed twice, from two readings and by two implementations of SM3, and its
/// entries are those under the main checkpoint: they are hashed with SHA-256 as well, and must give the root that was signed there.</remarks>
internal sealed class NationalSealer(IDatabase database, TimeProvider time, NationalKey key)
{
    /// <summary>Most entries that one step adds, unless a single checkpoint has more.</summary>
    public const int Batch = 16_384;

    /// <summary>Entries in memory at a time: at most 16 MB.</summary>
    private const int Portion = 256;

    private sealed record Growth(RightEdge Edge, List<(int Level, long Place, byte[] Hash)> Nodes)
    {
        public bool IsSameAs(Growth other) =>
            Edge.ToBytes().AsSpan().SequenceEqual(other.Edge.ToBytes()) && Named(Nodes).SequenceEqual(Named(other.Nodes));

        /// <summary>In one order: hashing together completes a level at a time, one by one a subtree at a time.</summary>
        private static IEnumerable<string> Named(IEnumerable<(int Level, long Place, byte[] Hash)> nodes) =>
            nodes.OrderBy(n => n.Level).ThenBy(n => n.Place).Select(n => $"{n.Level}/{n.Place} {Convert.ToHexString(n.Hash)}");
    }

    /// <summary>Does one step and returns the number of entries that it added; 0 when the national tree is as large as the main one.</summary>
    /// <exception cref="InvalidDataException">The stored trees contradict themselves or each other. Nothing is signed; `zj fsck` names the place.</exception>
    public async Task<long> ExtendAsync(CancellationToken cancel)
    {
        var (state, target) = await database.ReadAsync(
            async session =>
            {
                var now = await LogState.LoadAsync(session, LogState.NationalLog) ?? throw new InvalidOperationException("The national log has not been created.");
                return (now, await TargetAsync(session, now.Size));
            },
            cancel);
        if (target is not { } size)
        {
            return 0;
        }
        if (state.Contradiction() is { } contradiction)
        {
            throw new InvalidDataException($"The national log is not extended beyond size {state.Size}: {contradiction}. Run 'zj fsck'.");
        }
        var growth = await database.ReadAsync(session => GrowAsync(session, state, size, AppendTogether, cancel), cancel);
        var again = await database.ReadAsync(session => GrowAsync(session, state, size, AppendOneByOne, cancel), cancel);
        if (!growth.IsSameAs(again))
        {
            throw new InvalidDataException($"Entries {state.Size} to {size - 1} gave two different SM3 trees when hashed twice. Nothing was signed; this machine is not to be trusted.");
        }
        await database.WriteAsync(session => StoreAsync(session, state, growth), cancel);
        return size - state.Size;
    }

    /// <summary>The largest signed size within one batch, or else the next one; null when there is none beyond.</summary>
    private static async ValueTask<long?> TargetAsync(ISession session, long size)
    {
        var near = await session.FirstAsync("select coalesce(max(size), 0) from evidence_checkpoint where size > $1 and size <= $2", r => r.GetInt64(0), size, size + Batch);
        var next = near > 0 ? near : await session.FirstAsync("select coalesce(min(size), 0) from evidence_checkpoint where size > $1", r => r.GetInt64(0), size);
        return next > 0 ? next : null;
    }

    private static async ValueTask<Growth> GrowAsync(ISession session, LogState state, long size, Action<Growth, byte[][]> append, CancellationToken cancel)
    {
        var growth = new Growth(state.RightEdge(), []);
        var main = await SealedTree.Main.Reader(session).EdgeAsync(state.Size);
        while (main.Size < size)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = await SealedRows.EntriesAsync(session, main.Size, Math.Min(main.Size + Portion, size));
            foreach (var row in rows)
            {
                if (row.Place != main.Size)
                {
                    break;
                }
                main.Append(SealedTree.Main.Hash.Leaf(row.Entry));
            }
            if (main.Size < size && (rows.Count < Portion || rows[^1].Place != main.Size - 1))
            {
                throw new InvalidDataException($"Row {main.Size} of the sealed log is missing. The national log is not extended; run 'zj fsck'.");
            }
            append(growth, [.. rows.Select(r => r.Entry)]);
        }
        var signed = await SealedTree.Main.SignedRootAsync(session, size);
        return main.Root().AsSpan().SequenceEqual(signed)
            ? growth
            : throw new InvalidDataException($"The entries {state.Size} to {size - 1} do not give the SHA-256 root that was signed at size {size}. The national log is not extended; run 'zj fsck'.");
    }

    /// <summary>With the wide vectors of this processor.</summary>
    private static void AppendTogether(Growth growth, byte[][] entries) =>
        growth.Edge.AppendAll([.. SealedTree.National.Hash.Leaves(entries).SelectMany(h => h)], (level, place, hash) => growth.Nodes.Add((level, place, hash)));

    /// <summary>By the other implementation, which knows no vectors.</summary>
    private static void AppendOneByOne(Growth growth, byte[][] entries)
    {
        foreach (var entry in entries)
        {
            growth.Edge.Append(SealedTree.National.Hash.Leaf(entry), (height, place, root) =>
            {
                if (height % 8 == 0)
                {
                    growth.Nodes.Add((height / 8, place, root));
                }
            });
        }
    }

    private async ValueTask<long> StoreAsync(ISession session, LogState state, Growth growth)
    {
        var at = time.GetUtcNow().ToMicros();
        var (size, root) = (growth.Edge.Size, growth.Edge.Root());

        // First of all, so that of two who extend at once the second waits here and then sees that it comes too late.
        if (await session.ExecuteAsync("update evidence_log set at = $1 where name = $2 and size = $3 and root = $4", at, LogState.NationalLog, state.Size, state.Root) != 1)
        {
            throw new SealedElsewhereException(state.Size);
        }
        await NationalRows.AddNodesAsync(session, growth.Nodes);
        var stored = await SealedTree.National.Reader(session).RootAsync(size);
        if (!root.AsSpan().SequenceEqual(stored))
        {
            throw new InvalidDataException($"The SM3 tree of {size} entries as stored has another root than as computed. Nothing was signed.");
        }
        var note = key.Note.Sign(new Checkpoint(key.Verifier.Name, size, root).Text).ToString();
        await session.DeferAsync("insert into evidence_national_checkpoint (size, root, note, at) values ($1, $2, $3, $4)", [size, root, note, at]);
        await session.DeferAsync(
            "update evidence_log set size = $1, edge = $2, root = $3, note = $4 where name = $5",
            [size, growth.Edge.ToBytes(), root, note, LogState.NationalLog]);
        return size;
    }
}
