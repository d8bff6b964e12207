using System.Collections.Immutable;
using System.Numerics;
using Zhuangjin.DataSharing.Quality.Rules;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>The outcome of a rule set over rows: how many rows broke which rules together. Outcomes of shards add up to that of the whole, but for uniqueness, which is decided before.</summary>
/// <param name="Applied">For each rule, the rows to which it applied.</param>
/// <param name="Histogram">Rows by the set of rules that they break: bit n for rule n.</param>
internal sealed record CheckResult(RuleSet Set, long Rows, ImmutableArray<long> Applied, IReadOnlyDictionary<ulong, long> Histogram)
{
    public long Failed(int rule) => Histogram.Where(h => (h.Key & (1UL << rule)) != 0).Sum(h => h.Value);

    /// <summary>Rows that break no rule.</summary>
    public long Clean => Histogram.GetValueOrDefault(0UL);

    public bool Allows(int rule) => Set.Rules[rule].Max.Allows(Failed(rule), Applied[rule]);

    public bool Passed => Enumerable.Range(0, Set.Rules.Length).All(Allows);

    /// <summary>Share of the dimension's judgements that were right, 0 to 1; null when none of its rules applied.</summary>
    public double? Score(Dimension dimension)
    {
        var (applied, failed) = (0L, 0L);
        for (var n = 0; n < Set.Rules.Length; n++)
        {
            if (Set.Rules[n].Dimension == dimension)
            {
                applied += Applied[n];
                failed += Failed(n);
            }
        }
        return applied == 0 ? null : 1 - ((double)failed / applied);
    }

    /// <summary>Mean of the dimensions' scores, 0 to 1: the one number by which departments are ranked.</summary>
    public double Total => Enum.GetValues<Dimension>().Select(Score).OfType<double>().DefaultIfEmpty(1).Average();

    /// <summary>The sets of two or more rules that most rows break together.</summary>
    public IReadOnlyList<(ulong Rules, long Rows)> Together(int most) => [.. Histogram.Where(h => BitOperations.PopCount(h.Key) > 1).OrderByDescending(h => h.Value).ThenBy(h => h.Key).Take(most).Select(h => (h.Key, h.Value))];

    public static CheckResult Add(CheckResult a, CheckResult b)
    {
        var histogram = new Dictionary<ulong, long>(a.Histogram);
        foreach (var (mask, rows) in b.Histogram)
        {
            histogram[mask] = histogram.GetValueOrDefault(mask) + rows;
        }
        return new(a.Set, a.Rows + b.Rows, [.. a.Applied.Zip(b.Applied, (x, y) => x + y)], histogram);
    }

    public static CheckResult Empty(RuleSet set) => new(set, 0, [.. new long[set.Rules.Length]], new Dictionary<ulong, long>());
}
