using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Check.Published;

/// <summary>Holds the hashes of a tile, as computed from what lies below it, against those in its file.</summary>
internal static class TileRow
{
    /// <summary>Returns the hashes to go on with, so that one fault is named once and not again at every level above.</summary>
    /// <param name="computed">From below; empty when nothing below could be read.</param>
    /// <param name="stored">From the tile's file; empty when it could not be read.</param>
    /// <param name="parent">The tile's own hash as the tile above has it; empty when there is none.</param>
    public static ReadOnlySpan<byte> Compare(ITreeHash hash, TilePath tile, ReadOnlySpan<byte> computed, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> parent, Findings findings)
    {
        if (computed.SequenceEqual(stored) || stored.IsEmpty)
        {
            return computed;
        }
        if (computed.IsEmpty)
        {
            return stored;
        }
        // Which of the two is right the tile above tells, if there is one.
        var (fileIsWrong, belowIsWrong) = tile.IsFull && !parent.IsEmpty
            ? (Top(hash, computed).AsSpan().SequenceEqual(parent), Top(hash, stored).AsSpan().SequenceEqual(parent))
            : (false, false);
        for (var i = 0; i < tile.Width; i++)
        {
            if (!computed.Slice(i * hash.Length, hash.Length).SequenceEqual(stored.Slice(i * hash.Length, hash.Length)))
            {
                var place = tile.First + i;
                var below = (tile.Level == 0 ? tile with { Level = TilePath.Entries } : new TilePath(tile.Level - 1, place, TilePath.FullWidth)).ToString();
                var what = tile.Level > 0 ? "tile" : "entry";
                if (belowIsWrong)
                {
                    findings.Add(below, $"{what}-changed", place.ToString());
                }
                else
                {
                    findings.Add(tile.ToString(), fileIsWrong ? "hash-changed" : $"{what}-or-hash-changed", place.ToString(), below);
                }
            }
        }
        return belowIsWrong ? stored : computed;
    }

    /// <summary>The hash over all of a full tile.</summary>
    public static byte[] Top(ITreeHash hash, ReadOnlySpan<byte> row)
    {
        var (level, above) = (row.ToArray(), new byte[row.Length / 2]);
        for (var length = row.Length; length > hash.Length; length /= 2)
        {
            hash.Nodes(level.AsSpan(0, length), above.AsSpan(0, length / 2));
            (level, above) = (above, level);
        }
        return level.AsSpan(0, hash.Length).ToArray();
    }
}
