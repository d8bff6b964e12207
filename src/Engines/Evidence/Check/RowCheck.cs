using System.Security.Cryptography;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Check;

/// <summary>Builds the tree anew from the rows, and compares on the way each leaf, each stored node, each checkpoint ever signed, each private field.</summary>
internal sealed class RowCheck(ISession session, LogState state, KnownKeys keys, Findings findings, IProgress<long>? progress, PrivateFields? hidden)
{
    private const int Portion = 1024;

    private readonly RightEdge _edge = new(Sha256TreeHash.Instance);
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private long _checkpoints;

    /// <summary>Once a row is wrong, the roots over it are wrong too: that is no news.</summary>
    private bool _rowsAreSound = true;

    private sealed record Row(long? Place, string Id, string Stream, long Sequence, string Type, long At, byte[] Entry, byte[]? Leaf);

    /// <summary>Returns the number of checkpoints seen.</summary>
    public async Task<long> RunAsync(CancellationToken cancel)
    {
        await CheckCheckpointsAsync(-1, 0);
        for (var start = 0L; start < state.Size && !findings.IsFull; start += Portion)
        {
            cancel.ThrowIfCancellationRequested();
            await CheckPortionAsync(start, Math.Min(start + Portion, state.Size));
            progress?.Report(_edge.Size);
        }
        await CheckRestAsync();
        return _checkpoints;
    }

    private async Task CheckPortionAsync(long start, long end)
    {
        var rows = (await RowsAsync("place >= $1 and place < $2 order by place", start, end)).ToDictionary(r => r.Place!.Value);
        var opened = (await session.QueryAsync(
            "select p.entry_id, p.name, p.value, p.salt from evidence_private p join evidence_entry e on e.id = p.entry_id where e.place >= $1 and e.place < $2",
            r => (Entry: r.GetString(0), Name: r.GetString(1), Value: r.GetString(2), Salt: r.GetFieldValue<byte[]>(3)), start, end)).ToLookup(p => p.Entry);
        var boxes = (await PrivateFields.BoxesAsync(session, start, end)).ToLookup(b => b.EntryId);
        var nodes = new List<(int Level, long Place, byte[] Hash)>();
        var roots = new Dictionary<long, byte[]>();
        for (var place = start; place < end; place++)
        {
            if (!rows.TryGetValue(place, out var row))
            {
                _rowsAreSound = false;
                findings.Add($"row {place}", "row-missing");
                _edge.Append(Sha256TreeHash.Instance.Empty());
                continue;
            }
            CheckRow(row, opened[row.Id].Select(p => new PrivateField(p.Name, p.Salt, p.Value)), boxes[row.Id]);
            _edge.Append(Sha256TreeHash.Instance.Leaf(row.Entry), (height, index, root) =>
            {
                if (height % 8 == 0)
                {
                    nodes.Add((height / 8, index, root));
                }
            });
            roots[_edge.Size] = _edge.Root();
        }
        await CheckNodesAsync(nodes);
        await CheckCheckpointsAsync(start, end, roots);
    }

    private void CheckRow(Row row, IEnumerable<PrivateField> opened, IEnumerable<BoxRow> boxes)
    {
        var where = row.Place is { } place ? $"row {place}" : $"waiting entry {row.Id}";
        if (row.Place is not null && !Sha256TreeHash.Instance.Leaf(row.Entry).AsSpan().SequenceEqual(row.Leaf))
        {
            _rowsAreSound = false;
            findings.Add(where, "row-leaf");
        }
        Entry entry;
        try
        {
            entry = Entry.Read(row.Entry);
        }
        catch (FormatException e)
        {
            findings.Add(where, "row-entry", e.Message);
            return;
        }
        if ((entry.Id, entry.Stream, entry.Sequence, entry.Type, entry.At.ToMicros()) != (row.Id, row.Stream, row.Sequence, row.Type, row.At))
        {
            findings.Add(where, "row-columns");
        }
        var expected = _sequences.GetValueOrDefault(entry.Stream) + 1;
        if (entry.Sequence != expected)
        {
            findings.Add(where, "row-sequence", entry.Stream, expected.ToString(), entry.Sequence.ToString());
        }
        _sequences[entry.Stream] = entry.Sequence;
        foreach (var (name, salt, value) in opened.Concat(boxes.SelectMany(box => Open(where, box))))
        {
            if (salt.Length != Commitment.SaltLength || !entry.Commitments.TryGetValue(name, out var commitment) || Commitment.Of(salt, name, value) != commitment)
            {
                findings.Add(where, "row-private", name);
            }
        }
    }

    /// <summary>What a box holds; without the secret of the installation, which an outsider's check lacks, it stays closed.</summary>
    private IReadOnlyList<PrivateField> Open(string where, BoxRow box)
    {
        try
        {
            if (box is { Wrapped: null, ErasedAt: null })
            {
                findings.Add(where, "row-box-key");
                return [];
            }
            return hidden?.Open(box).Fields ?? [];
        }
        catch (CryptographicException)
        {
            findings.Add(where, "row-box");
            return [];
        }
    }

    private async Task CheckNodesAsync(List<(int Level, long Place, byte[] Hash)> nodes)
    {
        foreach (var (level, place, hash) in nodes)
        {
            var stored = await session.FirstAsync("select hash from evidence_node where level = $1 and place = $2", r => r.GetFieldValue<byte[]>(0), (long)level, place);
            if (stored is null || (_rowsAreSound && !stored.AsSpan().SequenceEqual(hash)))
            {
                findings.Add($"node {level}/{place}", stored is null ? "node-missing" : "node");
            }
        }
    }

    /// <summary>Checkpoints of sizes above <paramref name="after"/> up to <paramref name="to"/>.</summary>
    private async Task CheckCheckpointsAsync(long after, long to, Dictionary<long, byte[]>? roots = null)
    {
        foreach (var (size, root, note) in await session.QueryAsync(
            "select size, root, note from evidence_checkpoint where size > $1 and size <= $2 order by size",
            r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1), r.GetString(2)), after, to))
        {
            _checkpoints++;
            if (Reason(size, root, note) is { } reason)
            {
                findings.Add($"checkpoint {size}", "checkpoint", reason);
            }
            else if (_rowsAreSound && !root.AsSpan().SequenceEqual(size == 0 ? Sha256TreeHash.Instance.Empty() : roots![size]))
            {
                findings.Add($"checkpoint {size}", "checkpoint-root");
            }
        }
    }

    private string? Reason(long size, byte[] root, string text)
    {
        try
        {
            var note = SignedNote.Parse(text);
            var key = keys.At(size);
            return !note.IsSignedBy(key) ? "signature" : Checkpoint.Parse(note.Text) != new Checkpoint(key.Name, size, root) ? "columns" : null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>What lies beyond the signed size, and what waits to be sealed.</summary>
    private async Task CheckRestAsync()
    {
        if (_rowsAreSound && !findings.IsFull && !(_edge.Root().AsSpan().SequenceEqual(state.Root) && _edge.ToBytes().AsSpan().SequenceEqual(state.Edge)))
        {
            findings.Add("log", "log-edge", state.Size.ToString());
        }
        foreach (var place in await session.QueryAsync("select place from evidence_entry where place >= $1 or place < 0 order by place limit 10", r => r.GetInt64(0), state.Size))
        {
            findings.Add($"row {place}", "row-beyond", state.Size.ToString());
        }
        foreach (var size in await session.QueryAsync("select size from evidence_checkpoint where size > $1 order by size limit 10", r => r.GetInt64(0), state.Size))
        {
            findings.Add($"checkpoint {size}", "row-beyond", state.Size.ToString());
        }
        var nodes = await session.FirstAsync("select count(*) from evidence_node", r => r.GetInt64(0));
        var expected = 0L;
        for (var full = state.Size / 256; full > 0; full /= 256)
        {
            expected += full;
        }
        if (nodes > expected)
        {
            findings.Add("node", "node-beyond", nodes.ToString(), expected.ToString());
        }
        if (!await session.FirstAsync("select 1 from evidence_checkpoint where size = $1", _ => true, state.Size))
        {
            findings.Add($"checkpoint {state.Size}", "checkpoint-missing");
        }
        foreach (var row in await RowsAsync("place is null order by number"))
        {
            var opened = await session.QueryAsync("select name, salt, value from evidence_private where entry_id = $1", r => new PrivateField(r.GetString(0), r.GetFieldValue<byte[]>(1), r.GetString(2)), row.Id);
            CheckRow(row, opened, await PrivateFields.BoxesAsync(session, row.Id));
        }
        foreach (var id in await session.QueryAsync("select entry_id from evidence_private p where not exists (select 1 from evidence_entry e where e.id = p.entry_id) union select entry_id from evidence_private_box b where not exists (select 1 from evidence_entry e where e.id = b.entry_id) limit 10", r => r.GetString(0)))
        {
            findings.Add($"private fields of {id}", "private-orphan");
        }
    }

    private ValueTask<List<Row>> RowsAsync(string condition, params object?[] args) => session.QueryAsync(
        "select place, id, stream, sequence, type, at, entry, leaf from evidence_entry where " + condition,
        r => new Row(
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
