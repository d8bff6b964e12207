using System.Globalization;
using System.Text;

namespace Zhuangjin.Evidence.Notes;

/// <summary>Proof that one entry is in a log, as a text file (c2sp.org/tlog-proof).</summary>
/// <param name="Extra">Bytes beside the proof, not covered by it; ours are the entry itself, so that the file needs no company. Null when absent.</param>
internal sealed record LogProof(byte[]? Extra, long Index, IReadOnlyList<byte[]> Hashes, SignedNote Checkpoint)
{
    public const string FirstLine = "c2sp.org/tlog-proof@v1";

    /// <summary>More siblings than a tree of 2^63 leaves has.</summary>
    private const int MostHashes = 63;

    /// <exception cref="FormatException">Not such a proof.</exception>
    public static LogProof Parse(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines.Length < 2 || lines[0] != FirstLine)
        {
            throw new FormatException($"Not a proof: the first line is not '{FirstLine}', or no checkpoint follows.");
        }
        var next = 1;
        var extra = lines[next].StartsWith("extra ", StringComparison.Ordinal) ? Bytes(lines[next++]["extra ".Length..]) : null;
        if (next == lines.Length || !lines[next].StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(lines[next].AsSpan("index ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || lines[next] != $"index {index}" || lines.Length - next - 1 > MostHashes)
        {
            throw new FormatException("The proof names no index, or more hashes than a tree can have.");
        }
        var proof = new LogProof(extra, index, [.. lines.Skip(next + 1).Select(Bytes)], SignedNote.Parse(text[(end + 2)..]));
        return proof.ToString() == text ? proof : throw new FormatException("The proof is not in canonical base 64.");
    }

    private static byte[] Bytes(string base64) => Convert.FromBase64String(base64);

    public override string ToString()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        if (Extra is not null)
        {
            text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        }
        text.Append("index ").Append(Index).Append('\n');
        foreach (var hash in Hashes)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
