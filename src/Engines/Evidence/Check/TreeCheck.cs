using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>What is stored of a tree above some of its leaves.</summary>
internal sealed record StoredBranch(Dictionary<(int Level, long Place), byte[]> Nodes, List<(long Size, byte[] Root, string Note)> Checkpoints);

/// <summary>Who signs a tree.</summary>
/// <param name="At">The key that signs a checkpoint of a size.</param>
internal sealed record TreeKeys(IReadOnlyList<VerifierKey> All, Func<long, VerifierKey> At);

/// <summary>Builds one of the trees anew from the entries, and compares each stored node and each checkpoint ever signed over it.</summary>
internal sealed class TreeCheck(ISession session, SealedTree tree, LogState state, TreeKeys keys, Findings findings)
{
    private readonly RightEdge _edge = new(tree.Hash);

    /// <summary>"log-gm " before the names of what belongs to another tree than the main one.</summary>
    public string Where { get; } = tree == SealedTree.Main ? "" : tree.Name + " ";

    public SealedTree Tree => tree;

    public LogState State => state;

    public TreeKeys Keys => keys;

    /// <summary>Checkpoints whose signature was checked.</summary>
    public long Checkpoints { get; private set; }

    /// <summary>Reads what is stored above the leaves from <paramref name="start"/> on; checkpoints of sizes above <paramref name="start"/>, with the first leaves also that of size 0.</summary>
    public async Task<StoredBranch> ReadAsync(long start, long end)
    {
        end = Math.Min(end, state.Size);
        var nodes = new Dictionary<(int Level, long Place), byte[]>();
        var (from, to) = (start / TilePath.FullWidth, end / TilePath.FullWidth);
        for (var level = 1; from < to; level++, from /= TilePath.FullWidth, to /= TilePath.FullWidth)
        {
            foreach (var (place, hash) in await session.QueryAsync(
                $"select place, hash from {tree.Nodes} where level = $1 and place >= $2 and place < $3", r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)), (long)level, from, to))
            {
                nodes[(level, place)] = hash;
            }
        }
        return new(nodes, await session.QueryAsync(
            $"select size, root, note from {tree.Checkpoints} where size > $1 and size <= $2 order by size",
            r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1), r.GetString(2)), start == 0 ? -1 : start, end));
    }

    /// <summary>Adds leaves, and compares what is stored above them.</summary>
    /// <param name="leaves">Leaf hashes, one after another.</param>
    /// <param name="rowsAreSound">False once a row was wrong: the hashes over it are wrong too, and that is no news.</param>
    public void Append(ReadOnlySpan<byte> leaves, StoredBranch stored, bool rowsAreSound)
    {
        leaves = leaves[..(int)Math.Min(leaves.Length, Math.Max(0, state.Size - _edge.Size) * tree.Hash.Length)];
        foreach (var (size, root, note) in stored.Checkpoints)
        {
            var before = (int)(size - _edge.Size) * tree.Hash.Length;
            Grow(leaves[..before], stored, rowsAreSound);
            leaves = leaves[before..];
            Checkpoints++;
            if (Reason(size, root, note) is { } reason)
            {
                findings.Add($"{Where}checkpoint {size}", "checkpoint", reason);
            }
            else if (rowsAreSound && !root.AsSpan().SequenceEqual(_edge.Root()))
            {
                findings.Add($"{Where}checkpoint {size}", "checkpoint-root");
            }
        }
        Grow(leaves, stored, rowsAreSound);
    }

    private void Grow(ReadOnlySpan<byte> leaves, StoredBranch stored, bool rowsAreSound) => _edge.AppendAll(leaves, (level, place, hash) =>
    {
        if (!stored.Nodes.TryGetValue((level, place), out var found))
        {
            findings.Add($"{Where}node {level}/{place}", "node-missing");
        }
        else if (rowsAreSound && !found.AsSpan().SequenceEqual(hash))
        {
            findings.Add($"{Where}node {level}/{place}", "node");
        }
    });

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

    /// <summary>What the log's own row says of the whole, and what lies beyond the signed size.</summary>
    public async Task FinishAsync(bool rowsAreSound)
    {
        if (rowsAreSound && !findings.IsFull && !(_edge.Root().AsSpan().SequenceEqual(state.Root) && _edge.ToBytes().AsSpan().SequenceEqual(state.Edge)))
        {
            findings.Add(tree.Name, "log-edge", state.Size.ToString());
        }
        foreach (var size in await session.QueryAsync($"select size from {tree.Checkpoints} where size > $1 order by size limit 10", r => r.GetInt64(0), state.Size))
        {
            findings.Add($"{Where}checkpoint {size}", "row-beyond", state.Size.ToString());
        }
        var nodes = await session.FirstAsync($"select count(*) from {tree.Nodes}", r => r.GetInt64(0));
        var expected = 0L;
        for (var full = state.Size / TilePath.FullWidth; full > 0; full /= TilePath.FullWidth)
        {
            expected += full;
        }
        if (nodes > expected)
        {
            findings.Add(Where + "node", "node-beyond", nodes.ToString(), expected.ToString());
        }
        if (!await session.FirstAsync($"select 1 from {tree.Checkpoints} where size = $1", _ => true, state.Size))
        {
            findings.Add($"{Where}checkpoint {state.Size}", "checkpoint-missing");
        }
    }
}
