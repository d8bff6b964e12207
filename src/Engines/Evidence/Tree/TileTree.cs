using System.Collections.Concurrent;

namespace Zhuangjin.Evidence.Tree;

/// <summary>All hashes within a full tile: its 256, and those of every subtree over them.</summary>
internal sealed class TileTree
{
    private readonly byte[][] _rows = new byte[9][];
    private readonly int _length;

    /// <param name="hashes">The tile's 256 hashes.</param>
    public TileTree(ITreeHash hash, IReadOnlyList<byte[]> hashes)
    {
        _length = hash.Length;
        _rows[0] = new byte[hashes.Count * _length];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(_rows[0], i * _length);
        }
        for (var height = 1; height < _rows.Length; height++)
        {
            _rows[height] = new byte[_rows[height - 1].Length / 2];
            hash.Nodes(_rows[height - 1], _rows[height]);
        }
    }

    /// <summary>A subtree's root, by its height within the tile and its number there.</summary>
    public byte[] At(int height, int index) => _rows[height].AsSpan(index * _length, _length).ToArray();
}

/// <summary>Full tiles above the leaves, kept in memory: they never change, and most proofs pass through the same few. Usable by many threads.</summary>
/// <remarks>17 KB a tile and 65,536 entries: 26 MB for a log of 100 million.</remarks>
internal sealed class KeptTiles
{
    private const int Most = 4096;

    private readonly ConcurrentDictionary<(int Level, long Tile), TileTree> _tiles = [];

    public TileTree? Find(int level, long tile) => _tiles.GetValueOrDefault((level, tile));

    public void Keep(int level, long tile, TileTree tree)
    {
        if (level > 0 && _tiles.Count < Most)
        {
            _tiles[(level, tile)] = tree;
        }
    }
}
