using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Publishing;

/// <summary>Makes new versions of matters out of others by their tables. Pure.</summary>
internal static class Versioning
{
    /// <summary>The matter with one table replaced, under the next version; or what is wrong with the table.</summary>
    public static (Matter? Next, IReadOnlyList<TableFault> Faults) WithTable(Matter matter, string key, string csv, string baseVersion, long sequence)
    {
        var old = matter.Decisions.First(d => d.Key == key);
        var faults = new List<TableFault>();
        var table = TableReader.Read(old with { Columns = [], Rows = [] }, csv, matter.Form, faults);
        if (faults.Count == 0)
        {
            faults.AddRange(DecisionTables.Faults(table, matter.Form));
        }
        if (faults.Count == 0 && Cycle(matter, table) is { } cycle)
        {
            faults.Add(cycle);
        }
        return faults.Count > 0 ? (null, faults) : (Numbered(matter with { Decisions = matter.Decisions.Replace(old, table) }, baseVersion, sequence), []);
    }

    /// <summary>The tables that differ between two versions.</summary>
    public static IReadOnlyList<string> Changed(Matter before, Matter after) => [.. after.Decisions.Where(d => before.Decisions.FirstOrDefault(b => b.Key == d.Key) is not { } b || !Same(b, d)).Select(d => d.Key)];

    /// <summary>A new pack, with those tables of the running version that people had published and that the new pack leaves as they were; null when there is nothing to carry.</summary>
    public static Matter? Carry(Matter oldPack, Matter running, Matter newPack, long sequence)
    {
        var next = newPack;
        foreach (var key in Changed(oldPack, running))
        {
            var (was, now, coming) = (oldPack.Decisions.FirstOrDefault(d => d.Key == key), running.Decisions.First(d => d.Key == key), newPack.Decisions.FirstOrDefault(d => d.Key == key));
            if (was is null || coming is null || !Same(was, coming))
            {
                continue;
            }
            var carried = coming with { Columns = now.Columns, Rows = now.Rows };
            if (carried.Inputs.All(i => newPack.Form.Any(f => f.Key == i)) && DecisionTables.Faults(carried, newPack.Form).Count == 0)
            {
                next = next with { Decisions = next.Decisions.Replace(coming, carried) };
            }
        }
        return ReferenceEquals(next, newPack) ? null : Numbered(next, newPack.Version, sequence);
    }

    public static string Csv(DecisionTable table, IReadOnlyCollection<Field> form) => CsvText.Join(TableReader.Grid(table, form), "\n");

    private static Matter Numbered(Matter matter, string baseVersion, long sequence) => matter with
    {
        Version = string.Create(CultureInfo.InvariantCulture, $"{baseVersion}-r{sequence}"),
        Hash = PackLoader.Hash(matter.Hash, "", ImmutableDictionary<string, string>.Empty, matter.Decisions),
    };

    private static bool Same(DecisionTable a, DecisionTable b) => a.Columns.SequenceEqual(b.Columns) && a.Rows.Select(r => r.Cells).SequenceEqual(b.Rows.Select(r => r.Cells), new CellsComparer());

    /// <summary>A clerk may take another field as a column, but none that itself rests on the table.</summary>
    private static TableFault? Cycle(Matter matter, DecisionTable table)
    {
        var circle = MatterCheck.InCircle(matter with { Decisions = matter.Decisions.Replace(matter.Decisions.First(d => d.Key == table.Key), table) }).FirstOrDefault();
        return circle is null ? null : TableFault.Circle(matter.Form.First(f => f.Key == circle).Label.ToString());
    }

    private sealed class CellsComparer : IEqualityComparer<ImmutableArray<string>>
    {
        public bool Equals(ImmutableArray<string> x, ImmutableArray<string> y) => x.SequenceEqual(y);

        public int GetHashCode(ImmutableArray<string> cells) => cells.Length;
    }
}
