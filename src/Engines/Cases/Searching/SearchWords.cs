using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Searching;

/// <summary>What is looked for: phrases that must all be there, each in one text.</summary>
internal sealed class SearchWords
{
    private const int Most = 12;

    private SearchWords(ImmutableArray<string> phrases) => Phrases = phrases;

    public ImmutableArray<string> Phrases { get; }

    public static SearchWords Of(string typed)
    {
        var plain = PlainText.Of(typed.Length > 400 ? typed[..400] : typed).Text;
        var phrases = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < plain.Length && phrases.Count < Most;)
        {
            var end = at;
            while (end < plain.Length && Grams.RunLength(plain, end) is var run and > 0)
            {
                end += run;
            }
            if (end > at)
            {
                phrases.Add(plain[at..end]);
            }
            at = end + 1;
        }
        return new(phrases.ToImmutable());
    }

    /// <summary>Numbers of pieces that every text with all phrases has.</summary>
    public IReadOnlyCollection<int> Needed()
    {
        var grams = new List<int>();
        // The longest first: it is likely the rarest, and an index asks the others only where it is.
        foreach (var phrase in Phrases.OrderByDescending(p => p.Length))
        {
            Grams.AddNeeded(grams, phrase);
        }
        return [.. grams.Distinct()];
    }

    /// <summary>True when each phrase stands somewhere in the text, whose parts are divided by line breaks.</summary>
    public bool AreIn(string plain) => Phrases.All(p => Find(plain, p, 0) >= 0);

    /// <summary>The text in pieces, with what was found marked; null when nothing was. A long text is cut to the neighbourhood of the first find.</summary>
    public IReadOnlyList<SearchPiece>? Mark(string original, int around = 40)
    {
        var plain = PlainText.Of(original);
        var found = new bool[original.Length];
        foreach (var phrase in Phrases)
        {
            for (var at = Find(plain.Text, phrase, 0); at >= 0; at = Find(plain.Text, phrase, at + 1))
            {
                var from = plain.Origins[at];
                var to = at + phrase.Length < plain.Origins.Length ? plain.Origins[at + phrase.Length] : original.Length;
                found.AsSpan(from, Math.Max(1, to - from)).Fill(true);
            }
        }
        var first = Array.IndexOf(found, true);
        if (first < 0)
        {
            return null;
        }
        var begin = first <= around ? 0 : first - (around / 2);
        var end = Math.Min(original.Length, begin + (around * 3));
        var pieces = new List<SearchPiece>();
        for (var at = begin; at < end;)
        {
            var to = at + 1;
            while (to < end && found[to] == found[at])
            {
                to++;
            }
            pieces.Add(new((at == begin && begin > 0 ? "…" : "") + original[at..to] + (to == end && end < original.Length ? "…" : ""), found[at]));
            at = to;
        }
        return pieces;
    }

    /// <summary>Where the phrase stands from there on: Chinese anywhere, a word of letters and digits where a word begins, zeros before it not counted.</summary>
    private static int Find(string plain, string phrase, int from)
    {
        for (var at = plain.IndexOf(phrase, from, StringComparison.Ordinal); at >= 0; at = plain.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            if (PlainText.IsDense(phrase[0]) || Begins(plain, at))
            {
                return at;
            }
        }
        return -1;
    }

    private static bool Begins(string plain, int at)
    {
        var before = at;
        if (plain[at] != '0')
        {
            while (before > 0 && plain[before - 1] == '0')
            {
                before--;
            }
        }
        return before == 0 || !PlainText.IsWord(plain[before - 1]);
    }
}
