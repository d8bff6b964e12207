using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Gives recorded entries their places, and signs what the log then is. One linear procedure, safe to be killed anywhere: it is one transaction.</summary>
/// <remarks>Only one node seals, by a lock; should the lock fail, the compare-and-swap on the old size lets only one through.</remarks>
internal sealed class Sequencer(IDatabase database, TimeProvider time, LogKey key, ITreeHash hash)
{
    /// <summary>Most entries under one checkpoint.</summary>
    public const int Batch = 4096;

    /// <summary>Seals what is recorded, at most <see cref="Batch"/> entries, and returns their number.</summary>
    /// <exception cref="InvalidDataException">The stored log contradicts itself. Nothing is signed; `zj fsck` names the place.</exception>
    public async Task<int> SealAsync(CancellationToken cancel)
    {
        var (state, waiting) = await database.ReadAsync(
            async session => (
                await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created."),
                await session.QueryAsync(
                    $"select number, entry from evidence_entry where place is null order by number limit {Batch}",
                    r => (Number: r.GetInt64(0), Entry: r.GetFieldValue<byte[]>(1)))),
            cancel);
        if (waiting.Count == 0)
        {
            return 0;
        }
        if (state.Contradiction() is { } contradiction)
        {
            throw new InvalidDataException($"The log is not sealed further at size {state.Size}: {contradiction}. Run 'zj fsck'.");
        }

        var nodes = new List<(int Level, long Place, byte[] Hash)>();
        var edge = state.RightEdge();
        var places = new List<(long Number, long Place, byte[] Leaf)>(waiting.Count);
        foreach (var (number, entry) in waiting)
        {
            var leaf = hash.Leaf(entry);
            places.Add((number, edge.Size, leaf));
            edge.Append(leaf, (height, place, root) =>
            {
                if (height % 8 == 0)
                {
                    nodes.Add((height / 8, place, root));
                }
            });
        }

        var at = time.GetUtcNow().ToMicros();
        await database.WriteAsync(
            async session =>
            {
                // First of all, so that of two who seal at once the second waits here and then sees that it comes too late.
                if (await session.ExecuteAsync("update evidence_log set at = $1 where name = $2 and size = $3 and root = $4", at, LogState.MainLog, state.Size, state.Root) != 1)
                {
                    throw new SealedElsewhereException(state.Size);
                }
                await SealedRows.PlaceAsync(session, places);
                await SealedRows.AddNodesAsync(session, nodes);
                var root = await RootFromRowsAsync(session, state, edge.Size);
                if (!root.AsSpan().SequenceEqual(edge.Root()))
                {
                    throw new InvalidDataException($"The rows {state.Size} to {edge.Size - 1} as stored give another root than as read. Nothing was signed.");
                }
                var note = key.Note.Sign(new Checkpoint(key.Verifier.Name, edge.Size, root).Text).ToString();
                await session.DeferAsync("insert into evidence_checkpoint (size, root, note, at) values ($1, $2, $3, $4)", [edge.Size, root, note, at]);
                await session.DeferAsync(
                    "update evidence_log set size = $1, edge = $2, root = $3, note = $4 where name = $5",
                    [edge.Size, edge.ToBytes(), root, note, LogState.MainLog]);
                return root;
            },
            cancel);
        return places.Count;
    }

    /// <summary>The root again, this time from what the database now holds, so that no wrong tree is ever signed.</summary>
    private async Task<byte[]> RootFromRowsAsync(ISession session, LogState state, long size)
    {
        var again = state.RightEdge();
        foreach (var (place, entry, leaf) in await SealedRows.EntriesAsync(session, state.Size, size))
        {
            var computed = hash.Leaf(entry);
            if (place != again.Size || !computed.AsSpan().SequenceEqual(leaf) || entry.Length > EntryBundle.LongestEntry)
            {
                throw new InvalidDataException($"Row {place} as stored is not what was to be sealed at place {again.Size}. Nothing was signed.");
            }
            again.Append(computed);
        }
        return again.Size == size ? again.Root() : throw new InvalidDataException($"The rows {again.Size} to {size - 1} are missing. Nothing was signed.");
    }
}

/// <summary>Another node sealed in the meantime; nothing was written, and the work is tried again on the new state.</summary>
internal sealed class SealedElsewhereException(long size) : Exception($"The log has grown beyond {size} in the meantime.");
