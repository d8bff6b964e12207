using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Entries;

/// <summary>The last event of a stream.</summary>
/// <param name="Last">Its sequence; 0 when the stream has not begun.</param>
/// <param name="EntryId">Its entry; null when the stream has not begun.</param>
/// <param name="Waits">Whether the entry is not sealed yet.</param>
internal readonly record struct StreamHead(long Last, string? EntryId, bool Waits);

/// <summary>The head of a stream moves over one or more events.</summary>
/// <param name="Since">The sequence at which it must stand before.</param>
internal readonly record struct HeadMove(string Stream, long Since, long Last, string EntryId);

/// <summary>The statements over the heads of streams.</summary>
internal static class StreamHeads
{
    /// <summary>How many are asked for in one statement.</summary>
    private const int Portion = 64;

    private const string Move = "on conflict (stream) do update set last = excluded.last, entry_id = excluded.entry_id, since = excluded.since where evidence_stream.last = excluded.since";

    private static readonly string[] Columns = ["stream", "last", "entry_id", "since"];

    private static readonly string Many =
        $"select s.stream, s.last, s.entry_id, e.place from evidence_stream s join evidence_entry e on e.id = s.entry_id where s.stream in ({string.Join(", ", Enumerable.Range(1, Portion).Select(i => $"${i}"))})";

    /// <summary>Makes an event the head of its stream. Only where the head stands just before it, else <paramref name="otherwise"/> is thrown, at the latest at commit.</summary>
    public static ValueTask MoveAsync(ISession session, string stream, long sequence, string entryId, Func<Exception> otherwise) => session.DeferAsync(
        $"insert into evidence_stream (stream, last, entry_id, since) select $1, $2, $3, $2 - 1 where $2 = 1 or exists (select 1 from evidence_stream where stream = $1) {Move}",
        [stream, sequence, entryId],
        expectRows: 1,
        otherwise);

    /// <summary>Moves many heads, each only where it stands as expected, else <paramref name="otherwise"/> is thrown, at the latest at commit.</summary>
    public static ValueTask MoveAsync(ISession session, IEnumerable<HeadMove> moves, Func<Exception> otherwise) =>
        session.InsertManyAsync("evidence_stream", Columns, [.. moves.Select(m => (object?[])[m.Stream, m.Last, m.EntryId, m.Since])], Move, expectAll: true, otherwise);

    /// <summary>The heads of these streams; those that have not begun are left out.</summary>
    public static async ValueTask<List<(string Stream, StreamHead Head)>> LoadAsync(ISession session, IEnumerable<string> streams)
    {
        var heads = new List<(string, StreamHead)>();
        foreach (var portion in streams.Chunk(Portion))
        {
            // Filled up with the last one, so that one statement serves all portions.
            var args = new object?[Portion];
            for (var i = 0; i < Portion; i++)
            {
                args[i] = portion[Math.Min(i, portion.Length - 1)];
            }
            heads.AddRange(await session.QueryAsync(Many, r => (r.GetString(0), new StreamHead(r.GetInt64(1), r.GetString(2), r.IsDBNull(3))), args));
        }
        return heads;
    }
}

/// <summary>A stream has grown by another's event in the meantime; nothing was written.</summary>
internal sealed class StreamMovedException(string message) : InvalidOperationException(message);
