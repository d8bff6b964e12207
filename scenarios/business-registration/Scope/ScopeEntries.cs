using Zhuangjin.Scenarios.BusinessRegistration.PackTables;

namespace Zhuangjin.Scenarios.BusinessRegistration.Scope;

/// <summary>A standard entry of business scope.</summary>
/// <param name="Kind">一般项目 or 许可项目: the latter is carried on only with its permission.</param>
/// <param name="Permit">Permit item (see the enterprise code) that a licensed entry needs; null for a general one.</param>
internal sealed record ScopeEntry(string Code, string Title, ScopeKind Kind, string? Permit, string[] Words);

internal enum ScopeKind
{
    General,
    Licensed,
}

/// <summary>What became of one phrase of a free scope sentence.</summary>
/// <param name="Entry">The likest standard entry; null when none is like enough, then a clerk chooses.</param>
internal sealed record ScopeMatch(string Phrase, ScopeEntry? Entry, int Percent);

/// <summary>The table of standard entries (经营范围规范表述), an extract with codes of this project (tables/scope-entries.csv), and the matching of free sentences to it.</summary>
internal static class ScopeEntries
{
    /// <summary>Percent of shared pairs of characters from which an entry is taken.</summary>
    public const int TakenFrom = 50;

    private const string File = "scope-entries.csv";
    private static readonly string[] Headings = ["代码", "规范表述", "所需许可", "通俗说法"];
    private static readonly Lazy<IReadOnlyList<ScopeEntry>> Table = new(() => Of(PackTable.Read(File, Headings)));

    public static IReadOnlyList<ScopeEntry> All => Table.Value;

    /// <summary>Turns a free sentence into standard entries, a match for each phrase.</summary>
    public static IReadOnlyList<ScopeMatch> Standardise(string sentence) =>
        [.. sentence.Split(['，', ',', '；', ';', '。', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(p => Whole(p) ? [p] : p.Split(['、', '和', '及', '与'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(Match)];

    /// <summary>The entry that a phrase means: its own title, or the entry with which it shares most pairs of characters.</summary>
    public static ScopeMatch Match(string phrase)
    {
        var best = All.Select(e => (Entry: e, Percent: e.Words.Append(e.Title).Max(w => Alike(phrase, w)))).MaxBy(m => m.Percent);
        return best.Percent >= TakenFrom ? new(phrase, best.Entry, best.Percent) : new(phrase, null, best.Percent);
    }

    private static bool Whole(string phrase) => All.Any(e => e.Title == phrase || e.Words.Contains(phrase));

    /// <summary>Dice's coefficient over pairs of neighbouring characters, in percent; a word of the table found whole in the phrase counts as three quarters at least.</summary>
    private static int Alike(string phrase, string word)
    {
        if (phrase == word)
        {
            return 100;
        }
        var (a, b) = (Pairs(phrase), Pairs(word));
        var shared = a.Count + b.Count == 0 ? 0 : 200 * a.Intersect(b).Count() / (a.Count + b.Count);
        return phrase.Contains(word, StringComparison.Ordinal) ? Math.Min(99, Math.Max(shared, 75)) : Math.Min(99, shared);
    }

    private static HashSet<(char, char)> Pairs(string text) => [.. text.Zip(text.Skip(1))];

    /// <exception cref="PackTableException">A line is not as it must be.</exception>
    internal static IReadOnlyList<ScopeEntry> Parse(string text) => Of(PackTable.Parse(File, text, Headings));

    private static List<ScopeEntry> Of(IReadOnlyList<PackLine> lines)
    {
        var all = new List<ScopeEntry>(lines.Count);
        foreach (var line in lines)
        {
            var (code, title, permit) = (line.Cells[0], line.Cells[1], line.Cells[2]);
            if (code.Length == 0 || title.Length == 0)
            {
                throw line.Wrong("has no code or no wording", "fill the first two cells");
            }
            if (all.Find(e => e.Code == code || e.Title == title) is { } other)
            {
                throw line.Wrong($"has the code or the wording of {other.Code} {other.Title}", "give it its own");
            }
            all.Add(new(code, title, permit.Length > 0 ? ScopeKind.Licensed : ScopeKind.General, permit.Length > 0 ? permit : null, line.Words(3)));
        }
        return all;
    }
}
