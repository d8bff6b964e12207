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

internal sealed record NearName(int Row, EnterpriseName Name, Closeness Closeness, int Percent, int Score)
{
    public NameStanding Standing { get; init; }

    /// <summary>Until when it bars others; null without end.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Finds the nearest of very many names exactly: a 字号 is looked for only among those that share a sound, a look or a character with it, for all others
/// are 0 percent alike; those that share most come first, and the search ends when no further 字号 could reach the list.</summary>
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
        var found = new List<NearName>();
        var byBound = Candidates(asked.Brand);
        for (var bound = 100; bound > 0 && !IsBeaten(found, most, bound); bound--)
        {
            foreach (var brand in byBound[bound] ?? [])
            {
                var percent = Likeness.Percent(asked.Brand, Table.Brand(brand));
                if (percent == 0 || IsBeaten(found, most, percent))
                {
                    continue;
                }
                foreach (var row in Table.RowsOf(brand))
                {
                    Offer(found, most, asked, row, percent);
                }
            }
        }
        return found;
    }

    /// <summary>All 字号 that share something with one, by the likeness that they can reach at most: a character without a partner is a whole difference.</summary>
    private List<int>?[] Candidates(string asked)
    {
        var partners = new byte[Table.Brands];
        var touched = new List<int>();
        var keys = new HashSet<int>();
        foreach (var character in asked)
        {
            keys.Clear();
            Sounds.AddKeys(character, keys);
            foreach (var brand in keys.SelectMany(k => _brandsOf.GetValueOrDefault(k, [])))
            {
                if (partners[brand]++ == 0)
                {
                    touched.Add(brand);
                }
            }
        }
        var byBound = new List<int>?[101];
        foreach (var brand in touched)
        {
            var longer = Math.Max(asked.Length, Table.Brand(brand).Length);
            var bound = 100 - (100 * Math.Max(0, longer - partners[brand]) / longer);
            (byBound[bound] ??= []).Add(brand);
        }
        return byBound;
    }

    /// <summary>Whether nothing of this likeness can come into the full list any more.</summary>
    private static bool IsBeaten(List<NearName> found, int most, int percent) => found.Count >= most && found[^1].Score > Best(percent);

    /// <summary>Puts a row into its place, when it has one; only then its name is written out.</summary>
    private void Offer(List<NearName> found, int most, EnterpriseName asked, int row, int percent)
    {
        var (word, industry) = Industries.Wordings[Table.At(row).Wording];
        var (_, score) = Weigh(asked, Table.Division(row), word, industry, percent);
        if (found.Count >= most && (found[^1].Score > score || (found[^1].Score == score && found[^1].Row < row)))
        {
            return;
        }
        var judged = Judge(Table, asked, row, percent);
        var at = found.BinarySearch(judged, Comparer<NearName>.Create(Order));
        found.Insert(at < 0 ? ~at : at, judged);
        if (found.Count > most)
        {
            found.RemoveAt(most);
        }
    }

    /// <summary>The order of the list.</summary>
    public static int Order(NearName a, NearName b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Row.CompareTo(b.Row);

    /// <summary>How one row stands to the name that is asked for.</summary>
    public static NearName Judge(NameTable table, EnterpriseName asked, int row, int percent) => Judge(table.Name(row), asked, row, percent);

    /// <summary>How a name stands to the one that is asked for.</summary>
    public static NearName Judge(EnterpriseName name, EnterpriseName asked, int row, int percent)
    {
        var (closeness, score) = Weigh(asked, name.Division, name.Industry, name.IndustryClass, percent);
        return new(row, name, closeness, percent, score);
    }

    private static (Closeness Closeness, int Score) Weigh(EnterpriseName asked, string division, string industry, int industryClass, int percent)
    {
        var city = asked.Division.AsSpan(0, 4).SequenceEqual(division.AsSpan(0, 4));
        var closeness = percent == 100 && asked.Division == division && asked.Industry == industry ? Closeness.Same
            : percent >= NearFrom && city && asked.IndustryClass == industryClass ? Closeness.Near
            : Closeness.Distant;
        return (closeness, ((int)closeness * 1000) + (percent * 4) + (asked.IndustryClass == industryClass ? 2 : 0) + (city ? 1 : 0));
    }

    /// <summary>The best score that a 字号 of this likeness can have.</summary>
    private static int Best(int percent) => ((int)(percent == 100 ? Closeness.Same : percent >= NearFrom ? Closeness.Near : Closeness.Distant) * 1000) + (percent * 4) + 3;

    /// <summary>The class of an industry as shown: F51 批发业.</summary>
    public static string ClassOf(EnterpriseName name) => $"{Industries.All[name.IndustryClass].Code} {Industries.All[name.IndustryClass].Title}";
}
