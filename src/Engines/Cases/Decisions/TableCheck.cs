using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Decisions;

/// <summary>Proves of a table that rows do not contradict each other, that every application finds one, and that each row can be reached.
/// Exact: it divides the values of all inputs into the parts that the rows tell apart, and looks at every combination, those alike but once.</summary>
internal static class TableCheck
{
    private const int MostVisits = 200_000;
    private const int MostTold = 12;

    public static IEnumerable<TableFault> Check(CompiledTable table)
    {
        var dimensions = table.Inputs.Select((f, i) => Dimension.Of(f, [.. table.Rows.Select(r => r.Conditions[i])])).ToArray();
        var fits = table.Rows.Select(r => dimensions.Select((d, i) => d.Segments.Select(s => r.Conditions[i].Holds(s.Sample)).ToArray()).ToArray()).ToArray();
        var faults = new List<TableFault>();
        if (table.Table.Hit == HitPolicy.Unique)
        {
            faults.AddRange(Overlaps(table, dimensions, fits).Take(MostTold));
        }
        var search = new Search(table, dimensions, fits);
        if (!search.Run())
        {
            faults.Add(TableFault.TooWide());
            return faults;
        }
        if (table.Table.Complete && table.Table.Hit != HitPolicy.Collect)
        {
            faults.AddRange(search.Gaps.Take(MostTold).Select(TableFault.Gap));
        }
        foreach (var (index, row) in table.Rows.Index())
        {
            var possible = fits[index].All(d => d.Contains(true));
            if (!possible)
            {
                faults.Add(TableFault.Unreachable(row.Line, ""));
            }
            else if (table.Table.Hit == HitPolicy.First && !search.Reached.Contains(index))
            {
                faults.Add(TableFault.Unreachable(row.Line, string.Join(", ", Enumerable.Range(0, index).Where(i => Meet(fits[i], fits[index])).Select(i => TableFault.Text(table.Rows[i].Line)))));
            }
        }
        return faults.OrderBy(f => f.Line);
    }

    private static bool Meet(bool[][] a, bool[][] b) => a.Zip(b).All(d => d.First.Zip(d.Second).Any(s => s.First && s.Second));

    private static IEnumerable<TableFault> Overlaps(CompiledTable table, Dimension[] dimensions, bool[][][] fits)
    {
        for (var second = 1; second < fits.Length; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (!Meet(fits[first], fits[second]))
                {
                    continue;
                }
                var both = dimensions.Select((d, i) => d.Tell(Run([.. Enumerable.Range(0, d.Segments.Count).Where(s => fits[first][i][s] && fits[second][i][s])])));
                yield return TableFault.Overlap(table.Rows[second].Line, table.Rows[first].Line, Join(both));
            }
        }
    }

    /// <summary>The first unbroken run of parts; a stretch with a hole cannot be told as one.</summary>
    private static List<int> Run(List<int> parts)
    {
        var end = 1;
        while (end < parts.Count && parts[end] == parts[end - 1] + 1)
        {
            end++;
        }
        return parts[..Math.Min(end, parts.Count)];
    }

    private static string Join(IEnumerable<string> parts) => string.Join("，", parts.Where(p => p.Length > 0)) is { Length: > 0 } text ? text : "任何申请";

    /// <summary>Walks over all combinations of parts, input by input, with the rows that still fit.</summary>
    private sealed class Search(CompiledTable table, Dimension[] dimensions, bool[][][] fits)
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly string[] _told = new string[dimensions.Length];
        private int _visits;

        public HashSet<int> Reached { get; } = [];

        public List<string> Gaps { get; } = [];

        public bool Run()
        {
            Visit(0, [.. Enumerable.Range(0, table.Rows.Count)], false);
            return _visits <= MostVisits;
        }

        private void Visit(int depth, List<int> rows, bool hasMissing)
        {
            if (_visits++ > MostVisits)
            {
                return;
            }
            if (rows.Count == 0)
            {
                if (!hasMissing)
                {
                    Gaps.Add(Join(_told[..depth]));
                }
                return;
            }
            if (depth == dimensions.Length)
            {
                Reached.Add(rows[0]);
                return;
            }
            if (!_seen.Add($"{depth}{(hasMissing ? '?' : ':')}{string.Join(',', rows)}"))
            {
                return;
            }
            var dimension = dimensions[depth];
            for (var from = 0; from < dimension.Segments.Count;)
            {
                var subset = Subset(rows, depth, from);
                var to = from + 1;
                while (to < dimension.Segments.Count && (dimension.Segments[to].Sample is null) == (dimension.Segments[from].Sample is null) && Subset(rows, depth, to).SequenceEqual(subset))
                {
                    to++;
                }
                _told[depth] = dimension.Tell([.. Enumerable.Range(from, to - from)]);
                Visit(depth + 1, subset, hasMissing || dimension.Segments[from].Sample is null);
                from = to;
            }
        }

        private List<int> Subset(List<int> rows, int depth, int segment) => [.. rows.Where(r => fits[r][depth][segment])];
    }
}
