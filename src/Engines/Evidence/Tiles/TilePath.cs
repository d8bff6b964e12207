using System.Globalization;

namespace Zhuangjin.Evidence.Tiles;

/// <summary>One resource of a tiled log (c2sp.org/tlog-tiles): 256 consecutive hashes of a level, or 256 entries.</summary>
/// <param name="Level">Level of the hashes, 0 for leaves; <see cref="Entries"/> for an entry bundle.</param>
/// <param name="Index">Number of the tile within its level.</param>
/// <param name="Width">Hashes or entries in it: 256 when full, else 1 to 255.</param>
internal readonly record struct TilePath(int Level, long Index, int Width)
{
    /// <summary>In place of a level: the tile holds entries.</summary>
    public const int Entries = -1;

    public const int FullWidth = 256;

    public bool IsFull => Width == FullWidth;

    /// <summary>Number of its first hash among those of its level.</summary>
    public long First => Index * FullWidth;

    /// <summary>True when a tree of this size holds all of its hashes.</summary>
    public bool IsWithin(long size) => Index < Hashes(size) && First + Width <= Hashes(size); // an index read from a path may be beyond all bounds

    /// <summary>True when it is one of the tiles <see cref="Of"/> this size: full, or the partial one at the right edge.</summary>
    public bool IsOf(long size) => IsWithin(size) && (IsFull || First + Width == Hashes(size));

    /// <summary>Hashes of its level that a tree of this size has.</summary>
    private long Hashes(long size)
    {
        for (var level = Level; level > 0; level--)
        {
            size /= FullWidth;
        }
        return size;
    }

    /// <summary>Every tile and bundle that a tree of this size has, in order; the partial ones are the last of their level.</summary>
    public static IEnumerable<TilePath> Of(long size) => Between(0, size);

    /// <summary>The tiles of a tree of <paramref name="newer"/> leaves that a tree of <paramref name="older"/> leaves has not.</summary>
    public static IEnumerable<TilePath> Between(long older, long newer)
    {
        foreach (var tile in OfLevel(Entries, older, newer))
        {
            yield return tile;
        }
        for (var level = 0; newer > 0; level++, older /= FullWidth, newer /= FullWidth)
        {
            foreach (var tile in OfLevel(level, older, newer))
            {
                yield return tile;
            }
        }
    }

    private static IEnumerable<TilePath> OfLevel(int level, long older, long newer)
    {
        if (older == newer)
        {
            yield break;
        }
        for (var index = older / FullWidth; index * FullWidth < newer; index++)
        {
            yield return new(level, index, (int)Math.Min(FullWidth, newer - (index * FullWidth)));
        }
    }

    /// <summary>Path below the log's prefix: "tile/0/x001/234" or "tile/entries/067.p/112".</summary>
    public override string ToString()
    {
        var number = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = Index / 1000; rest > 0; rest /= 1000)
        {
            number = $"x{rest % 1000:000}/{number}";
        }
        var level = Level == Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture);
        return IsFull ? $"tile/{level}/{number}" : $"tile/{level}/{number}.p/{Width}";
    }

    /// <summary>Reads a path below the prefix; false for any that no log could serve, also for another spelling of one that it could.</summary>
    public static bool TryParse(string path, out TilePath tile)
    {
        tile = default;
        var parts = path.Split('/');
        if (parts.Length is < 3 or > 10 || parts[0] != "tile")
        {
            return false;
        }
        var level = Entries;
        if (parts[1] != "entries" && !(int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out level) && level <= 63))
        {
            return false;
        }
        var (width, end) = (FullWidth, parts.Length);
        if (parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= FullWidth)
            {
                return false;
            }
            end--;
            parts[^2] = parts[^2][..^2];
        }
        var digits = string.Concat(parts[2..end]).Replace("x", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }
        tile = new(level, index, width);
        return tile.ToString() == path;
    }
}
