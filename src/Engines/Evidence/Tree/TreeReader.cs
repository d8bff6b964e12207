using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Tree;

/// <summary>Reads hashes of a level of tiles (0: leaves) from <paramref name="start"/> up to and without <paramref name="end"/>, in order.</summary>
/// <exception cref="InvalidDataException">The store does not hold all of them.</exception>
internal delegate ValueTask<List<byte[]>> HashSource(ISession session, int level, long start, long end);

/// <summary>Hashes of any part of the stored tree, from the database. Keeps the tiles that it read, for many proofs under one snapshot.</summary>
internal sealed class TreeReader(ISession session, ITreeHash hash, HashSource source)
{
    /// <summary>Reads the main tree.</summary>
    public TreeReader(ISession session, ITreeHash hash) : this(session, hash, SealedRows.HashesAsync) { }

    private readonly Dictionary<(int Height, long Index), byte[]> _known = [];

    public async ValueTask<byte[]> RootAsync(long size) => size == 0 ? hash.Empty() : await RangeAsync(new(0, size));

    /// <summary>The right edge of the tree of the first <paramref name="size"/> leaves.</summary>
    public async ValueTask<RightEdge> EdgeAsync(long size)
    {
        var peaks = new List<byte>();
        foreach (var (height, index) in new LeafRange(0, size).Subtrees())
        {
            peaks.AddRange(await SubtreeAsync(height, index));
        }
        return new(hash, size, [.. peaks]);
    }

    public ValueTask<List<byte[]>> InclusionAsync(long index, long size) => AllAsync(TreeShape.Inclusion(index, size));

    public ValueTask<List<byte[]>> ConsistencyAsync(long older, long newer) => AllAsync(TreeShape.Consistency(older, newer));

    private async ValueTask<List<byte[]>> AllAsync(List<LeafRange> ranges)
    {
        var hashes = new List<byte[]>(ranges.Count);
        foreach (var range in ranges)
        {
            hashes.Add(await RangeAsync(range));
        }
        return hashes;
    }

    private async ValueTask<byte[]> RangeAsync(LeafRange range)
    {
        byte[]? root = null;
        foreach (var (height, index) in range.Subtrees().Reverse())
        {
            var left = await SubtreeAsync(height, index);
            root = root is null ? left : hash.Node(left, root);
        }
        return root!;
    }

    /// <summary>A perfect subtree: read where its height is a level of tiles, else hashed up from the level below.</summary>
    private async ValueTask<byte[]> SubtreeAsync(int height, long index)
    {
        if (_known.TryGetValue((height, index), out var root))
        {
            return root;
        }
        var (level, rise) = (height / 8, height % 8);
        var row = await source(session, level, index << rise, (index + 1) << rise);
        for (var h = level * 8; ; h++)
        {
            for (var i = 0; i < row.Count; i++)
            {
                _known[(h, (index << (height - h)) + i)] = row[i];
            }
            if (row.Count == 1)
            {
                return row[0];
            }
            row = [.. row.Chunk(2).Select(pair => hash.Node(pair[0], pair[1]))];
        }
    }
}
