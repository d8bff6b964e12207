namespace Zhuangjin.Cases.Expressions;

/// <summary>Finds the known word that a mistyped one was probably meant to be.</summary>
internal static class Nearest
{
    /// <summary>Null when none is near: more than a third of the letters differ.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var best = known.Select(k => (Word: k, Distance: Distance(word, k))).OrderBy(k => k.Distance).ThenBy(k => k.Word, StringComparer.Ordinal).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(2, Math.Max(word.Length, best.Word.Length) / 3) ? best.Word : null;
    }

    /// <summary>Edit distance (Levenshtein) by two rows.</summary>
    private static int Distance(string a, string b)
    {
        var before = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], before[j]) + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }
            before = row;
        }
        return before[b.Length];
    }
}
