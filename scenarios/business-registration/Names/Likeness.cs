namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>How alike two 字号 are, in percent of the longer one: 100 the same, 0 nothing in common. Characters that sound or look alike count as a quarter of a
/// difference, two neighbours that changed places likewise, the same characters in quite another order as two quarters.</summary>
internal static class Likeness
{
    private const int Whole = 4;

    /// <summary>Longest 字号 that is compared; a longer one counts by its beginning.</summary>
    public const int Longest = 16;

    public static int Percent(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a[..Math.Min(a.Length, Longest)];
        b = b[..Math.Min(b.Length, Longest)];
        var longer = Math.Max(a.Length, b.Length);
        return longer == 0 ? 100 : 100 - (100 * Math.Min(Distance(a, b), Reordered(a, b)) / (Whole * longer));
    }

    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<int> rows = stackalloc int[3 * (Longest + 1)];
        var before = rows[..(Longest + 1)];
        var last = rows.Slice(Longest + 1, Longest + 1);
        var now = rows[(2 * (Longest + 1))..];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j * Whole;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i * Whole;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = last[j - 1] + Other(a[i - 1], b[j - 1]);
                cost = Math.Min(cost, Math.Min(last[j], now[j - 1]) + Whole);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost = Math.Min(cost, before[j - 2] + 1);
                }
                now[j] = cost;
            }
            var free = before;
            before = last;
            last = now;
            now = free;
        }
        return last[b.Length];
    }

    private static int Other(char a, char b) => a == b ? 0 : Sounds.Alike(a, b) || Sounds.LookAlike(a, b) ? 1 : Whole;

    private static int Reordered(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length != b.Length)
        {
            return int.MaxValue / 200;
        }
        Span<char> x = stackalloc char[a.Length], y = stackalloc char[b.Length];
        a.CopyTo(x);
        b.CopyTo(y);
        x.Sort();
        y.Sort();
        return a.SequenceEqual(b) ? 0 : x.SequenceEqual(y) ? 2 : int.MaxValue / 200;
    }
}
