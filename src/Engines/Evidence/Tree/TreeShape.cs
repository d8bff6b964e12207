using System.Numerics;

namespace Zhuangjin.Evidence.Tree;

/// <summary>A run of leaves whose subtree hash stands in a proof.</summary>
internal readonly record struct LeafRange(long Start, long End)
{
    /// <summary>The perfect subtrees that make it up, left to right: height and index among those of that height.</summary>
    public IEnumerable<(int Height, long Index)> Subtrees()
    {
        for (var start = Start; start < End;)
        {
            var height = BitOperations.Log2((ulong)(End - start));
            if (start != 0)
            {
                height = Math.Min(height, BitOperations.TrailingZeroCount(start));
            }
            yield return (height, start >> height);
            start += 1L << height;
        }
    }
}

/// <summary>Which subtrees a proof is made of (RFC 6962, 2.1.1 and 2.1.2). Knows sizes, no hashes.</summary>
internal static class TreeShape
{
    /// <summary>Siblings on the way from a leaf to the root, the leaf's own first.</summary>
    public static List<LeafRange> Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var siblings = new List<LeafRange>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            if (index < middle)
            {
                siblings.Add(new(middle, end));
                end = middle;
            }
            else
            {
                siblings.Add(new(start, middle));
                start = middle;
            }
        }
        siblings.Reverse();
        return siblings;
    }

    /// <summary>What shows that the tree of <paramref name="newer"/> leaves begins with the tree of <paramref name="older"/>.</summary>
    public static List<LeafRange> Consistency(long older, long newer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        var parts = new List<LeafRange>();
        if (older == 0 || older == newer)
        {
            return parts;
        }
        var (start, end) = (0L, newer);
        while (end != older)
        {
            var middle = start + Split(end - start);
            if (older <= middle)
            {
                parts.Add(new(middle, end));
                end = middle;
            }
            else
            {
                parts.Add(new(start, middle));
                start = middle;
            }
        }
        if (start != 0)
        {
            parts.Add(new(start, end));
        }
        parts.Reverse();
        return parts;
    }

    /// <summary>The largest power of two below <paramref name="count"/>, which is at least two.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
