using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>An entry of the outbox: stored, and without a place.</summary>
internal sealed record OutboxRow(long Number, string Id, string Stream, byte[] Entry);

/// <summary>Which entries get the next places, and what the tree is with them. Computed in memory, before anything is written.</summary>
internal sealed class BatchPlan
{
    private readonly byte[] _leaves;
    private readonly ITreeHash _hash;

    public BatchPlan(ITreeHash hash, LogState before, IReadOnlyList<OutboxRow> outbox, IReadOnlyList<NumberedAppend> appends)
    {
        (_hash, Before, Outbox, Appends) = (hash, before, outbox, appends);
        byte[][] entries = [.. outbox.Select(o => o.Entry), .. appends.Select(a => a.Entry.Bytes)];
        _leaves = new byte[entries.Length * hash.Length];
        hash.Leaves(new(entries), _leaves);
        var edge = before.RightEdge();
        edge.AppendAll(_leaves, (level, place, node) => Nodes.Add((level, place, node)));
        After = before with { Size = edge.Size, Edge = edge.ToBytes(), Root = edge.Root() };
        Moves = AppendNumbering.Moves(appends);
    }

    /// <summary>The log as it must be when the batch is written.</summary>
    public LogState Before { get; }

    /// <summary>The log with the batch; without the new checkpoint, which is signed when the stored rows have been checked.</summary>
    public LogState After { get; }

    /// <summary>Entries that get the first places.</summary>
    public IReadOnlyList<OutboxRow> Outbox { get; }

    /// <summary>Entries that come after them.</summary>
    public IReadOnlyList<NumberedAppend> Appends { get; }

    public IReadOnlyList<HeadMove> Moves { get; }

    /// <summary>Roots of the tiles that the batch fills.</summary>
    public List<(int Level, long Place, byte[] Hash)> Nodes { get; } = [];

    public int Count => Outbox.Count + Appends.Count;

    /// <summary>The leaf hash of the batch's entry of this number, from 0.</summary>
    public byte[] Leaf(int number) => _leaves.AsSpan(number * _hash.Length, _hash.Length).ToArray();

    /// <summary>Whether these rows, as the database holds them, are the batch and give its root. Everything is computed again from what was read.</summary>
    public bool Agrees(IReadOnlyList<SealedRow> stored)
    {
        if (stored.Count != Count)
        {
            return false;
        }
        var again = new byte[_leaves.Length];
        _hash.Leaves(new([.. stored.Select(r => r.Entry)]), again);
        for (var i = 0; i < Count; i++)
        {
            if (stored[i].Place != Before.Size + i || stored[i].Entry.Length > Entry.Longest || !stored[i].Leaf.AsSpan().SequenceEqual(again.AsSpan(i * _hash.Length, _hash.Length)))
            {
                return false;
            }
        }
        var edge = Before.RightEdge();
        edge.AppendAll(again);
        return edge.Size == After.Size && edge.Root().AsSpan().SequenceEqual(After.Root);
    }
}
