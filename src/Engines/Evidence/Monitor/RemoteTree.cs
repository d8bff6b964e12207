using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>Hashes of the tree under one checkpoint, from the log's tiles. Keeps the tiles that it read, up to a bound.</summary>
internal sealed class RemoteTree(RemoteLog log, ITreeHash hash, long size)
{
    private const int MostTiles = 64;

    private readonly Dictionary<TilePath, List<byte[]>> _tiles = [];

    public long Size => size;

    /// <summary>The root that the tiles give; it must be the signed one.</summary>
    public async Task<byte[]> RootAsync(CancellationToken cancel) => size == 0 ? hash.Empty() : await RangeAsync(new(0, size), cancel);

    /// <summary>Whether the tree of this size and root begins with an older one. The tiles are believed only as far as they give both roots.</summary>
    public async Task<bool> ContinuesAsync(long older, byte[] oldRoot, byte[] root, CancellationToken cancel)
    {
        var proof = new List<byte[]>();
        foreach (var range in TreeShape.Consistency(older, size))
        {
            proof.Add(await RangeAsync(range, cancel));
        }
        return TreeProof.IsConsistent(hash, older, size, oldRoot, root, proof);
    }

    /// <summary>Siblings on the way from a leaf to the root; whoever uses them computes the root.</summary>
    public async Task<List<byte[]>> InclusionAsync(long index, CancellationToken cancel)
    {
        var siblings = new List<byte[]>();
        foreach (var range in TreeShape.Inclusion(index, size))
        {
            siblings.Add(await RangeAsync(range, cancel));
        }
        return siblings;
    }

    /// <summary>One level of tiles, from <paramref name="start"/> on; all of them must lie in one tile.</summary>
    public async Task<List<byte[]>> HashesAsync(int level, long start, int count, CancellationToken cancel)
    {
        var index = start / TilePath.FullWidth;
        var all = size >> (8 * level);
        var tile = new TilePath(level, index, (int)Math.Min(TilePath.FullWidth, all - (index * TilePath.FullWidth)));
        if (!_tiles.TryGetValue(tile, out var hashes))
        {
            hashes = await log.TileAsync(tile, hash.Length, cancel);
            if (_tiles.Count == MostTiles)
            {
                _tiles.Clear();
            }
            _tiles[tile] = hashes;
        }
        return hashes.GetRange((int)(start - tile.First), count);
    }

    private async Task<byte[]> RangeAsync(LeafRange range, CancellationToken cancel)
    {
        byte[]? root = null;
        foreach (var (height, index) in range.Subtrees().Reverse())
        {
            var left = await SubtreeAsync(height, index, cancel);
            root = root is null ? left : hash.Node(left, root);
        }
        return root!;
    }

    private async Task<byte[]> SubtreeAsync(int height, long index, CancellationToken cancel)
    {
        var (level, rise) = (height / 8, height % 8);
        var row = await HashesAsync(level, index << rise, 1 << rise, cancel);
        while (row.Count > 1)
        {
            row = [.. row.Chunk(2).Select(pair => hash.Node(pair[0], pair[1]))];
        }
        return row[0];
    }
}
