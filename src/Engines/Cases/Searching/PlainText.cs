using System.Text;

namespace Zhuangjin.Cases.Searching;

/// <summary>A text as it is compared: full-width forms narrowed, small letters; each character knows where it came from.</summary>
internal sealed class PlainText
{
    private PlainText(string text, int[] origins)
    {
        Text = text;
        Origins = origins;
    }

    public string Text { get; }

    /// <summary>For each character of <see cref="Text"/> its place in the original.</summary>
    public int[] Origins { get; }

    public static PlainText Of(string original)
    {
        var text = new StringBuilder(original.Length);
        var origins = new List<int>(original.Length);
        for (var at = 0; at < original.Length;)
        {
            var status = Rune.DecodeFromUtf16(original.AsSpan(at), out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                // Half of a pair is no text; it parts words like any other sign.
                Add(" ", at);
            }
            else if (rune.Value is >= 0x4E00 and <= 0x9FFF)
            {
                Add(original.AsSpan(at, length), at);
            }
            else
            {
                // The host runs without the tables of ICU, so that String.Normalize leaves wide forms wide.
                var narrow = rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune;
                Add(Rune.ToLowerInvariant(narrow).ToString(), at);
            }
            at += length;
        }
        return new(text.ToString(), [.. origins]);

        void Add(ReadOnlySpan<char> plain, int at)
        {
            text.Append(plain);
            for (var i = 0; i < plain.Length; i++)
            {
                origins.Add(at);
            }
        }
    }

    /// <summary>True for characters of scripts that write without spaces, which are therefore searched character by character.</summary>
    public static bool IsDense(char c) => c >= 0x1100 && (char.IsLetterOrDigit(c) || char.IsSurrogate(c));

    /// <summary>True for letters and digits that stand together as a word.</summary>
    public static bool IsWord(char c) => c < 0x1100 && char.IsLetterOrDigit(c);
}
