using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography.Wide;

namespace Zhuangjin.Evidence.Check.Published;

/// <summary>What a column of the log came to.</summary>
/// <param name="Top">The hash over it, for the second level of tiles; null at the right edge.</param>
/// <param name="Leaves">Leaf hashes that fill no tile: at the right edge only.</param>
/// <param name="Nodes">Hashes of the first level that fill no tile: at the right edge only.</param>
internal sealed record Column(byte[]? Top, byte[] Leaves, byte[] Nodes, Findings Findings);

/// <summary>Checks 65,536 entries with all that stands over them up to one tile of the first level. Holds one bundle and three tiles at a time. For one thread.</summary>
internal sealed class ColumnCheck(PublishedFiles files, PublishedFiles filesAbove, ITreeHash hash, long size)
{
    /// <summary>Entries below a full tile of the first level.</summary>
    public const int Entries = TilePath.FullWidth * TilePath.FullWidth;

    private readonly Slice[] _slices = new Slice[TilePath.FullWidth];
    private readonly byte[] _leaves = new byte[TilePath.FullWidth * hash.Length];

    public Column Check(long index, CancellationToken cancel)
    {
        var findings = new Findings();
        var (full, end) = (Math.Min((index + 1) * TilePath.FullWidth, size / TilePath.FullWidth), Math.Min((index + 1) * Entries, size));
        var first = index * TilePath.FullWidth;
        var tile = new TilePath(1, index, (int)(full - first));
        var stored = tile.Width > 0 ? filesAbove.Tile(tile, findings).ToArray() : [];
        var computed = new byte[tile.Width * hash.Length];
        var leaves = Array.Empty<byte>();
        for (var place = first; place * TilePath.FullWidth < end; place++)
        {
            cancel.ThrowIfCancellationRequested();
            var below = new TilePath(0, place, (int)Math.Min(TilePath.FullWidth, size - (place * TilePath.FullWidth)));
            var offset = (int)(place - first) * hash.Length;
            var row = Row(below, stored.Length > 0 && below.IsFull ? stored.AsSpan(offset, hash.Length) : default, findings);
            if (!below.IsFull)
            {
                leaves = row.ToArray();
            }
            else if (row.Length > 0)
            {
                TileRow.Top(hash, row).CopyTo(computed, offset);
            }
            else if (stored.Length > 0)
            {
                stored.AsSpan(offset, hash.Length).CopyTo(computed.AsSpan(offset)); // what is missing below has been told
            }
        }
        var nodes = TileRow.Compare(hash, tile, computed, stored, Parent(tile, computed, stored), findings).ToArray();
        return tile.IsFull ? new(TileRow.Top(hash, nodes), [], [], findings) : new(null, leaves, nodes, findings);
    }

    /// <summary>The leaf hashes of a tile's entries; those of its file when the entries cannot be read.</summary>
    private ReadOnlySpan<byte> Row(TilePath tile, ReadOnlySpan<byte> parent, Findings findings)
    {
        var bundle = tile with { Level = TilePath.Entries };
        var entries = files.Bundle(bundle, findings);
        var leaves = _leaves.AsSpan(0, tile.Width * hash.Length);
        if (entries.IsEmpty)
        {
            leaves = default;
        }
        else if (!EntryBundle.TrySlice(entries, _slices.AsSpan(0, tile.Width)))
        {
            findings.Add(bundle.ToString(), "bundle-broken", tile.Width.ToString());
            leaves = default;
        }
        else
        {
            hash.Leaves(new(entries, _slices.AsSpan(0, tile.Width)), leaves);
        }
        return TileRow.Compare(hash, tile, leaves, files.Tile(tile, findings), parent, findings);
    }

    /// <summary>The hash of a tile of the first level in the one above; asked for only to tell which of two is wrong.</summary>
    private ReadOnlySpan<byte> Parent(TilePath tile, ReadOnlySpan<byte> computed, ReadOnlySpan<byte> stored)
    {
        var count = size / Entries;
        if (!tile.IsFull || computed.SequenceEqual(stored))
        {
            return default;
        }
        var above = tile.Index / TilePath.FullWidth;
        var first = above * TilePath.FullWidth;
        var row = filesAbove.Tile(new(2, above, (int)Math.Min(TilePath.FullWidth, count - first)), new Findings()); // what is wrong there is told by who checks it
        return row.IsEmpty ? default : row.Slice((int)(tile.Index - first) * hash.Length, hash.Length);
    }
}
