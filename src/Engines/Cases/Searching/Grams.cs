using System.Globalization;

namespace Zhuangjin.Cases.Searching;

/// <summary>
/// Cuts texts into the small pieces by which both stores find them: of Chinese every character and every pair of neighbours, of a word of letters and digits each of its beginnings.
/// A piece is kept as a number of 32 bits; two pieces may share one, so what an index finds is compared with the text before it is shown.
/// </summary>
internal static class Grams
{
    /// <summary>Longer beginnings of a word are compared with the text alone.</summary>
    private const int LongestBeginning = 24;

    /// <summary>How much of a word is joined with the Chinese character before it: a number behind a frequent word ("公司123") would else be sought among all that hold both.</summary>
    private const int LongestJoint = 8;

    /// <summary>Sizes of the blocks of neighbouring documents; see <see cref="Block"/>.</summary>
    public static readonly long[] BlockSizes = [2_048, 16_384, 131_072];

    /// <summary>Adds the pieces of a text.</summary>
    public static void Add(ISet<int> grams, string plain)
    {
        for (var at = 0; at < plain.Length;)
        {
            var length = RunLength(plain, at);
            if (length == 0)
            {
                at++;
                continue;
            }
            var run = plain.AsSpan(at, length);
            if (PlainText.IsDense(run[0]))
            {
                for (var i = 0; i < run.Length; i++)
                {
                    grams.Add(Hash('1', run.Slice(i, 1)));
                    if (i + 1 < run.Length)
                    {
                        grams.Add(Hash('2', run.Slice(i, 2)));
                    }
                }
            }
            else
            {
                AddBeginnings(grams, run);
                if (run[0] == '0')
                {
                    AddBeginnings(grams, run.TrimStart('0'));
                }
                for (var joined = 1; joined <= Math.Min(run.Length, LongestJoint) && at > 0 && PlainText.IsDense(plain[at - 1]); joined++)
                {
                    grams.Add(Hash('j', plain.AsSpan(at - 1, 1 + joined)));
                }
            }
            at += length;
        }
    }

    /// <summary>What must be among the pieces of a text that holds the phrase.</summary>
    public static void AddNeeded(ICollection<int> grams, string phrase)
    {
        for (var at = 0; at < phrase.Length;)
        {
            var length = RunLength(phrase, at);
            var run = phrase.AsSpan(at, length);
            if (!PlainText.IsDense(run[0]))
            {
                grams.Add(Hash('w', run[..Math.Min(run.Length, LongestBeginning)]));
                if (at > 0)
                {
                    grams.Add(Hash('j', phrase.AsSpan(at - 1, 1 + Math.Min(run.Length, LongestJoint))));
                }
            }
            else if (run.Length == 1)
            {
                grams.Add(Hash('1', run));
            }
            else
            {
                for (var i = 0; i + 1 < run.Length; i++)
                {
                    grams.Add(Hash('2', run.Slice(i, 2)));
                }
            }
            at += length;
        }
    }

    /// <summary>The case may be seen from this organisation.</summary>
    public static int Scope(string organisationId) => Hash('o', organisationId);

    /// <summary>The case has open work at this organisation or below it.</summary>
    public static int Work(string organisationId) => Hash('i', organisationId);

    /// <summary>The document lies in this block of neighbours: lets an index that knows no order look at the newest ones alone.</summary>
    public static int Block(int level, long sequence) => Hash((char)('a' + level), (sequence / BlockSizes[level]).ToString(CultureInfo.InvariantCulture));

    /// <summary>Length of the run of one kind that begins here; 0 for a sign that parts words.</summary>
    public static int RunLength(string plain, int from)
    {
        var dense = PlainText.IsDense(plain[from]);
        if (!dense && !PlainText.IsWord(plain[from]))
        {
            return 0;
        }
        var to = from + 1;
        while (to < plain.Length && (dense ? PlainText.IsDense(plain[to]) : PlainText.IsWord(plain[to])))
        {
            to++;
        }
        return to - from;
    }

    private static void AddBeginnings(ISet<int> grams, ReadOnlySpan<char> run)
    {
        for (var length = 1; length <= Math.Min(run.Length, LongestBeginning); length++)
        {
            grams.Add(Hash('w', run[..length]));
        }
    }

    /// <summary>FNV-1a over the kind and the characters. It is stored: never change it.</summary>
    private static int Hash(char kind, ReadOnlySpan<char> piece)
    {
        var hash = (2166136261u ^ kind) * 16777619u;
        foreach (var c in piece)
        {
            hash = (hash ^ (byte)c) * 16777619u;
            hash = (hash ^ (byte)(c >> 8)) * 16777619u;
        }
        return unchecked((int)hash);
    }
}
