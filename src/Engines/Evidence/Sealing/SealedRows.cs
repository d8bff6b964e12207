using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>An entry at its place.</summary>
internal readonly record struct SealedRow(long Place, byte[] Entry, byte[] Leaf);

/// <summary>What a follower wants of a stretch of the log.</summary>
/// <param name="End">The place after the last one that was looked at.</param>
/// <param name="Full">Whether the whole stretch was there, so that more may follow.</param>
internal sealed record WantedRows(IReadOnlyList<(long Place, byte[] Entry)> Wanted, long End, bool Full);

/// <summary>The statements over the tree's rows.</summary>
internal static class SealedRows
{
    private static readonly string[] EntryColumns = ["id", "stream", "sequence", "type", "at", "entry", "previous", "place", "leaf"];

    private static readonly string[] NodeColumns = ["level", "place", "hash"];

    public static async ValueTask PlaceAsync(ISession session, IEnumerable<(long Number, long Place, byte[] Leaf)> places)
    {
        foreach (var (number, place, leaf) in places)
        {
            await session.DeferAsync(
                "update evidence_entry set place = $1, leaf = $2 where number = $3 and place is null",
                [place, leaf, number],
                expectRows: 1,
                () => new SealedElsewhereException(place));
        }
    }

    /// <summary>Inserts the appends of a batch at their places.</summary>
    public static ValueTask InsertAsync(ISession session, BatchPlan plan)
    {
        var first = plan.Outbox.Count;
        return session.InsertManyAsync("evidence_entry", EntryColumns, [.. plan.Appends.Select((a, i) => a.Row(plan.Before.Size + first + i, plan.Leaf(first + i)))]);
    }

    public static ValueTask AddNodesAsync(ISession session, IEnumerable<(int Level, long Place, byte[] Hash)> nodes) =>
        session.InsertManyAsync("evidence_node", NodeColumns, [.. nodes.Select(n => (object?[])[(long)n.Level, n.Place, n.Hash])]);

    /// <summary>Entries from <paramref name="start"/> up to and without <paramref name="end"/>, in order.</summary>
    public static ValueTask<List<SealedRow>> EntriesAsync(ISession session, long start, long end) => session.QueryAsync(
        "select place, entry, leaf from evidence_entry where place >= $1 and place < $2 order by place",
        r => new SealedRow(r.GetInt64(0), r.GetFieldValue<byte[]>(1), r.GetFieldValue<byte[]>(2)),
        start,
        end);

    /// <summary>The entries of wanted types from <paramref name="start"/> up to and without <paramref name="end"/>, in order. The others' content is not read.</summary>
    public static async ValueTask<WantedRows> WantedAsync(ISession session, long start, long end, Func<string, bool> wants)
    {
        var rows = await session.QueryAsync(
            "select place, type, entry from evidence_entry where place >= $1 and place < $2 order by place",
            r => (Place: r.GetInt64(0), Entry: wants(r.GetString(1)) ? r.GetFieldValue<byte[]>(2) : null),
            start,
            end);
        return new([.. rows.Where(r => r.Entry is not null).Select(r => (r.Place, r.Entry!))], start + rows.Count, rows.Count == end - start);
    }

    /// <summary>Hashes of a level of tiles (0: leaves) from <paramref name="start"/> up to and without <paramref name="end"/>, in order.</summary>
    public static async ValueTask<List<byte[]>> HashesAsync(ISession session, int level, long start, long end)
    {
        var hashes = level == 0
            ? await session.QueryAsync("select leaf from evidence_entry where place >= $1 and place < $2 order by place", r => r.GetFieldValue<byte[]>(0), start, end)
            : await session.QueryAsync("select hash from evidence_node where level = $3 and place >= $1 and place < $2 order by place", r => r.GetFieldValue<byte[]>(0), start, end, (long)level);
        return hashes.Count == end - start
            ? hashes
            : throw new InvalidDataException($"The log's level {level} should have hashes {start} to {end - 1}, but the database holds {hashes.Count} of them. Run 'zj fsck'.");
    }
}
