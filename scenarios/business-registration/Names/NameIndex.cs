using Zhuangjin.Scenarios.BusinessRegistration.Industry;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>How a registered name stands to one that is asked for.</summary>
internal enum Closeness
{
    /// <summary>Shown, but no obstacle.</summary>
    Distant,

    /// <summary>近似: registered in the same city, in the same industry class, with a 字号 alike by <see cref="NameIndex.NearFrom"/> percent.</summary>
    Near,

    /// <summary>相同: region, 字号 and industry are the same, whatever the form.</summary>
    Same,
}

internal sealed record NearName(int Row, EnterpriseName Name, Closeness Closeness, int Percent, int Score);

/// <summary>Finds the nearest of very many names exactly: a 字号 is looked for only among those that share a sound, a look or a character with it, for all others
/// are 0 percent alike; the rows of the likest come first, and the search ends when no further 字号 could reach the list.</summary>
internal sealed class NameIndex
{
    /// <summary>Percent of likeness from which a name of the same city and industry counts as near: one of two characters may sound otherwise written, none may differ.</summary>
    public const int NearFrom = 75;

    private readonly Dictionary<int, int[]> _brandsOf;

    public NameIndex(NameTable table)
    {
        Table = table;
        var lists = new Dictionary<int, List<int>>();
        var keys = new HashSet<int>();
        for (var brand = 0; brand < table.Brands; brand++)
        {
            keys.Clear();
            foreach (var character in table.Brand(brand))
            {
                Sounds.AddKeys(character, keys);
            }
            foreach (var key in keys)
            {
                if (!lists.TryGetValue(key, out var list))
                {
                    lists[key] = list = [];
                }
                list.Add(brand);
            }
        }
        _brandsOf = lists.ToDictionary(l => l.Key, l => l.Value.ToArray());
    }

    public NameTable Table { get; }

    /// <summary>The nearest names, the nearest first; equal ones by row. None that has nothing in common.</summary>
    public IReadOnlyList<NearName> Nearest(EnterpriseName asked, int most)
    {
        var byPercent = new List<int>[101];
        var seen = new HashSet<int>();
        var keys = new HashSet<int>();
        foreach (var character in asked.Brand)
        {
            Sounds.AddKeys(character, keys);
        }
        foreach (var key in keys)
        {
            foreach (var brand in _brandsOf.GetValueOrDefault(key, []))
            {
                if (seen.Add(brand) && Likeness.Percent(asked.Brand, Table.Brand(brand)) is > 0 and var percent)
                {
                    (byPercent[percent] ??= []).Add(brand);
                }
            }
        }
        var found = new List<NearName>();
        for (var percent = 100; percent > 0 && !(found.Count >= most && found[most - 1].Score > Best(percent)); percent--)
        {
            foreach (var brand in byPercent[percent] ?? [])
            {
                foreach (var row in Table.RowsOf(brand))
                {
                    found.Add(Judge(Table, asked, row, percent));
                }
            }
            found.Sort(Order);
            found.RemoveRange(Math.Min(most, found.Count), Math.Max(0, found.Count - most));
        }
        return found;
    }

    /// <summary>The order of the list.</summary>
    public static int Order(NearName a, NearName b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Row.CompareTo(b.Row);

    /// <summary>How one row stands to the name that is asked for.</summary>
    public static NearName Judge(NameTable table, EnterpriseName asked, int row, int percent)
    {
        var name = table.Name(row);
        var (closeness, score) = Weigh(asked, name, percent);
        return new(row, name, closeness, percent, score);
    }

    internal static (Closeness Closeness, int Score) Weigh(EnterpriseName asked, EnterpriseName other, int percent)
    {
        var city = asked.Division.AsSpan(0, 4).SequenceEqual(other.Division.AsSpan(0, 4));
        var closeness = percent == 100 && asked.Division == other.Division && asked.Industry == other.Industry ? Closeness.Same
            : percent >= NearFrom && city && asked.IndustryClass == other.IndustryClass ? Closeness.Near
            : Closeness.Distant;
        return (closeness, ((int)closeness * 1000) + (percent * 4) + (asked.IndustryClass == other.IndustryClass ? 2 : 0) + (city ? 1 : 0));
    }

    /// <summary>The best score that a 字号 of this likeness can have.</summary>
    private static int Best(int percent) => ((int)(percent == 100 ? Closeness.Same : percent >= NearFrom ? Closeness.Near : Closeness.Distant) * 1000) + (percent * 4) + 3;

    /// <summary>The class of an industry as shown: F51 批发业.</summary>
    public static string ClassOf(EnterpriseName name) => $"{Industries.All[name.IndustryClass].Code} {Industries.All[name.IndustryClass].Title}";
}
