using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Tree;

/// <summary>Reads hashes of a level of tiles (0: leaves) from <paramref name="start"/> up to and without <paramref name="end"/>, in order.</summary>
/// <exception cref="InvalidDataException">The store does not hold all of them.</exception>
internal delegate ValueTask<List<byte[]>> HashSource(ISession session, int level, long start, long end);

/// <summary>Hashes of any part of the stored tree, from the database. Keeps the tiles that it read, for many proofs under one snapshot.</summary>
/// <param name="kept">Tiles that were read under other snapshots.</param>
internal sealed class TreeReader(ISession session, ITreeHash hash, HashSource source, KeptTiles? kept = null)
{
    /// <summary>Reads the main tree.</summary>
    public TreeReader(ISession session, ITreeHash hash) : this(session, hash, SealedRows.HashesAsync) { }

    private readonly Dictionary<(int Height, long Index), byte[]> _known = [];
    private readonly Dictionary<(int Level, long Tile), TileTree> _tiles = [];

    public async ValueTask<byte[]> RootAsync(long size) => size == 0 ? hash.Empty() : await RangeAsync(new(0, size), size);

    /// <summary>Takes the roots of the subtrees at the right edge as read, so that what lies beyond the last full tiles needs no reading.</summary>
    /// <param name="edge">As <see cref="RightEdge.ToBytes"/> gives them, for a tree of this size.</param>
    public void Know(long size, ReadOnlySpan<byte> edge)
    {
        foreach (var (height, index) in new LeafRange(0, size).Subtrees())
        {
            _known[(height, index)] = edge[..hash.Length].ToArray();
            edge = edge[hash.Length..];
        }
    }

    /// <summary>The right edge of the tree of the first <paramref name="size"/> leaves.</summary>
    public async ValueTask<RightEdge> EdgeAsync(long size)
    {
        var peaks = new List<byte>();
        foreach (var (height, index) in new LeafRange(0, size).Subtrees())
        {
            peaks.AddRange(await SubtreeAsync(height, index, size));
        }
        return new(hash, size, [.. peaks]);
    }

    public ValueTask<List<byte[]>> InclusionAsync(long index, long size) => AllAsync(TreeShape.Inclusion(index, size), size);

    public ValueTask<List<byte[]>> ConsistencyAsync(long older, long newer) => AllAsync(TreeShape.Consistency(older, newer), newer);

    private async ValueTask<List<byte[]>> AllAsync(List<LeafRange> ranges, long size)
    {
        var hashes = new List<byte[]>(ranges.Count);
        foreach (var range in ranges)
        {
            hashes.Add(await RangeAsync(range, size));
        }
        return hashes;
    }

    private async ValueTask<byte[]> RangeAsync(LeafRange range, long size)
    {
        byte[]? root = null;
        foreach (var (height, index) in range.Subtrees().Reverse())
        {
            var left = await SubtreeAsync(height, index, size);
            root = root is null ? left : hash.Node(left, root);
        }
        return root!;
    }

    /// <summary>A perfect subtree: from its tile where that is full in a tree of this size, else hashed up from what of the tile it needs.</summary>
    private async ValueTask<byte[]> SubtreeAsync(int height, long index, long size)
    {
        if (_known.TryGetValue((height, index), out var root))
        {
            return root;
        }
        var (level, rise) = (height / 8, height % 8);
        var tile = index >> (8 - rise);
        if (tile < size >> (8 * (level + 1)))
        {
            return (await TileAsync(level, tile)).At(rise, (int)(index - (tile << (8 - rise))));
        }
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

    private async ValueTask<TileTree> TileAsync(int level, long tile)
    {
        if ((_tiles.GetValueOrDefault((level, tile)) ?? kept?.Find(level, tile)) is { } found)
        {
            return found;
        }
        var tree = new TileTree(hash, await source(session, level, tile * TilePath.FullWidth, (tile + 1) * TilePath.FullWidth));
        _tiles[(level, tile)] = tree;
        kept?.Keep(level, tile, tree);
        return tree;
    }
}
