using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>Reads all rows in order, checks each of them on all processors while the next are read, and lets each tree grow over them.</summary>
/// <remarks>Memory: two portions of rows, and a number for each stream.</remarks>
/// <param name="trees">The main tree first, which is as large as the log.</param>
internal sealed class RowCheck(ISession session, IReadOnlyList<TreeCheck> trees, Findings findings, IProgress<long>? progress, PrivateFields? hidden)
{
    private const int Portion = 4096;

    private readonly EntryCheck _entries = new(hidden);
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);

    /// <summary>Once a row is wrong, the roots over it are wrong too: that is no news.</summary>
    private bool _rowsAreSound = true;

    private sealed record Rows(long Start, long End, List<StoredRow> Found, List<StoredBranch> Branches, List<long> Unlinked);

    private long Size => trees[0].State.Size;

    public async Task RunAsync(CancellationToken cancel)
    {
        var next = ReadAsync(0);
        while (true)
        {
            var rows = await next;
            next = rows.End < Size ? ReadAsync(rows.End) : Task.FromResult(rows);
            await Task.Run(() => Check(rows), cancel);
            progress?.Report(rows.End);
            if (rows.End >= Size || findings.IsFull)
            {
                break;
            }
            cancel.ThrowIfCancellationRequested();
        }
        await next; // the session belongs to one at a time
        foreach (var tree in trees)
        {
            await tree.FinishAsync(_rowsAreSound);
        }
        await CheckRestAsync();
    }

    /// <summary>On a thread of its own, for a store in this process reads without giving way.</summary>
    private Task<Rows> ReadAsync(long start) => Task.Run(async () =>
    {
        var end = Math.Min(start + Portion, Size);
        var found = await StoredRow.SealedAsync(session, start, end);
        var branches = new List<StoredBranch>();
        foreach (var tree in trees)
        {
            branches.Add(await tree.ReadAsync(start, end));
        }
        var unlinked = await session.QueryAsync(
            """
            select e.place from evidence_entry e left join evidence_entry p on p.id = e.previous where e.place >= $1 and e.place < $2
            and not ((e.previous is null and e.sequence = 1) or (p.id is not null and p.stream = e.stream and p.sequence = e.sequence - 1))
            """,
            r => r.GetInt64(0), start, end);
        return new Rows(start, end, found, branches, unlinked);
    });

    private void Check(Rows rows)
    {
        var leaves = new byte[trees.Count][];
        var checkedRows = new (Findings Findings, Entries.Entry? Entry)[rows.Found.Count];
        Parallel.Invoke(
            () => Parallel.For(0, trees.Count, i => leaves[i] = Leaves(trees[i].Tree.Hash, rows)),
            () => Parallel.For(0, rows.Found.Count, i =>
            {
                var own = new Findings();
                checkedRows[i] = (own, _entries.Check(rows.Found[i], own));
            }));
        var main = leaves[0].AsSpan();
        var (length, at) = (trees[0].Tree.Hash.Length, 0);
        for (var place = rows.Start; place < rows.End; place++)
        {
            if (at == rows.Found.Count || rows.Found[at].Place != place)
            {
                _rowsAreSound = false;
                findings.Add($"row {place}", "row-missing");
                continue;
            }
            var row = rows.Found[at];
            if (!main.Slice((int)(place - rows.Start) * length, length).SequenceEqual(row.Leaf))
            {
                _rowsAreSound = false;
                findings.Add(row.Where, "row-leaf");
            }
            findings.AddAll(checkedRows[at].Findings.All);
            CheckSequence(row, checkedRows[at].Entry);
            at++;
        }
        foreach (var place in rows.Unlinked)
        {
            findings.Add($"row {place}", "row-previous");
        }
        for (var i = 0; i < trees.Count; i++)
        {
            trees[i].Append(leaves[i], rows.Branches[i], _rowsAreSound);
        }
    }

    /// <summary>The leaf hash of each place; where a row is missing, a hash that no entry has.</summary>
    private static byte[] Leaves(ITreeHash hash, Rows rows)
    {
        var found = new byte[rows.Found.Count * hash.Length];
        hash.Leaves(new(rows.Found.ConvertAll(r => r.Entry).ToArray()), found);
        if (rows.Found.Count == rows.End - rows.Start)
        {
            return found;
        }
        var all = new byte[(rows.End - rows.Start) * hash.Length];
        for (var i = 0; i < rows.Found.Count; i++)
        {
            found.AsSpan(i * hash.Length, hash.Length).CopyTo(all.AsSpan((int)(rows.Found[i].Place!.Value - rows.Start) * hash.Length));
        }
        return all;
    }

    private void CheckSequence(StoredRow row, Entries.Entry? entry)
    {
        if (entry is null)
        {
            return;
        }
        var expected = _sequences.GetValueOrDefault(entry.Stream) + 1;
        if (entry.Sequence != expected)
        {
            findings.Add(row.Where, "row-sequence", entry.Stream, expected.ToString(), entry.Sequence.ToString());
        }
        _sequences[entry.Stream] = entry.Sequence;
    }

    /// <summary>What lies beyond the signed size, what waits to be sealed, and the heads of the streams.</summary>
    private async Task CheckRestAsync()
    {
        foreach (var place in await session.QueryAsync("select place from evidence_entry where place >= $1 or place < 0 order by place limit 10", r => r.GetInt64(0), Size))
        {
            findings.Add($"row {place}", "row-beyond", Size.ToString());
        }
        foreach (var row in await StoredRow.WaitingAsync(session))
        {
            CheckSequence(row, _entries.Check(row, findings));
        }
        foreach (var id in await session.QueryAsync(
            """
            select entry_id from evidence_private p where not exists (select 1 from evidence_entry e where e.id = p.entry_id)
            union select entry_id from evidence_private_box b where not exists (select 1 from evidence_entry e where e.id = b.entry_id) limit 10
            """,
            r => r.GetString(0)))
        {
            findings.Add($"private fields of {id}", "private-orphan");
        }
        await CheckHeadsAsync();
    }

    private async Task CheckHeadsAsync()
    {
        var (after, heads) = ("", 0L);
        while (!findings.IsFull)
        {
            var some = await session.QueryAsync("select stream, last from evidence_stream where stream > $1 order by stream limit 1000", r => (Stream: r.GetString(0), Last: r.GetInt64(1)), after);
            foreach (var (stream, last) in some)
            {
                if (_sequences.GetValueOrDefault(stream) != last)
                {
                    findings.Add($"stream {stream}", "stream-head", last.ToString(), _sequences.GetValueOrDefault(stream).ToString());
                }
            }
            heads += some.Count;
            if (some.Count == 0)
            {
                break;
            }
            after = some[^1].Stream;
        }
        if (!findings.IsFull && heads < _sequences.Count)
        {
            findings.Add("stream", "stream-headless", (_sequences.Count - heads).ToString());
        }
    }
}
