using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>A row of the log as it is stored, with what is kept of its private fields.</summary>
/// <param name="Place">Null while it waits to be sealed.</param>
internal sealed record StoredRow(long? Place, string Id, string Stream, long Sequence, string Type, long At, byte[] Entry, byte[]? Leaf)
{
    public IEnumerable<PrivateField> Opened { get; init; } = [];

    public IEnumerable<BoxRow> Boxes { get; init; } = [];

    public string Where => Place is { } place ? $"row {place}" : $"waiting entry {Id}";

    /// <summary>The rows at some places, in order; those that are missing are missing.</summary>
    public static async Task<List<StoredRow>> SealedAsync(ISession session, long start, long end)
    {
        var opened = (await session.QueryAsync(
            "select p.entry_id, p.name, p.value, p.salt from evidence_private p join evidence_entry e on e.id = p.entry_id where e.place >= $1 and e.place < $2",
            r => (Entry: r.GetString(0), Field: new PrivateField(r.GetString(1), r.GetFieldValue<byte[]>(3), r.GetString(2))), start, end)).ToLookup(p => p.Entry, p => p.Field);
        var boxes = (await PrivateFields.BoxesAsync(session, start, end)).ToLookup(b => b.EntryId);
        var rows = await RowsAsync(session, "place >= $1 and place < $2 order by place", start, end);
        return [.. rows.Select(r => r with { Opened = opened[r.Id], Boxes = boxes[r.Id] })];
    }

    /// <summary>The rows that wait to be sealed.</summary>
    public static async Task<List<StoredRow>> WaitingAsync(ISession session)
    {
        var rows = await RowsAsync(session, "place is null order by number");
        for (var i = 0; i < rows.Count; i++)
        {
            rows[i] = rows[i] with
            {
                Opened = await session.QueryAsync(
                    "select name, salt, value from evidence_private where entry_id = $1", r => new PrivateField(r.GetString(0), r.GetFieldValue<byte[]>(1), r.GetString(2)), rows[i].Id),
                Boxes = await PrivateFields.BoxesAsync(session, rows[i].Id),
            };
        }
        return rows;
    }

    private static ValueTask<List<StoredRow>> RowsAsync(ISession session, string condition, params object?[] args) => session.QueryAsync(
        "select place, id, stream, sequence, type, at, entry, leaf from evidence_entry where " + condition,
        r => new StoredRow(
            r.IsDBNull(0) ? null : r.GetInt64(0),
            r.GetString(1),
            r.GetString(2),
            r.GetInt64(3),
            r.GetString(4),
            r.GetInt64(5),
            r.GetFieldValue<byte[]>(6),
            r.IsDBNull(7) ? null : r.GetFieldValue<byte[]>(7)),
        args);
}
