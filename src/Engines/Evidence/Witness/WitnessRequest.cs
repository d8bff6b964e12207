using System.Globalization;
using System.Text;
using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Witness;

/// <summary>What a log hands in (c2sp.org/tlog-witness, "add-checkpoint"): the size that it believes the witness has, the proof from there, and the new checkpoint.</summary>
internal sealed record WitnessRequest(long OldSize, IReadOnlyList<byte[]> Proof, SignedNote Note, Checkpoint Checkpoint)
{
    /// <summary>Most lines of a proof; no tree needs more.</summary>
    public const int MostHashes = 63;

    /// <exception cref="FormatException">Not such a body.</exception>
    public static WitnessRequest Parse(ReadOnlySpan<byte> body)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("The body is not UTF-8.", e);
        }
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? throw new FormatException("No empty line stands before the checkpoint.") : text[..end].Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal)
            || !long.TryParse(lines[0].AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var old) || lines[0] != $"old {old}")
        {
            throw new FormatException("The first line is not 'old' and a size.");
        }
        if (lines.Length - 1 > MostHashes)
        {
            throw new FormatException($"The proof has more than {MostHashes} lines.");
        }
        var note = SignedNote.Parse(text[(end + 2)..]);
        return new(old, [.. lines.Skip(1).Select(Hash)], note, Checkpoint.Parse(note.Text));
    }

    public override string ToString() => $"old {OldSize}\n{string.Concat(Proof.Select(h => Convert.ToBase64String(h) + "\n"))}\n{Note}";

    private static byte[] Hash(string line)
    {
        var hash = new byte[64];
        return Convert.TryFromBase64String(line, hash, out var length) && length == 32 && Convert.ToBase64String(hash, 0, length) == line
            ? hash[..length]
            : throw new FormatException("A line of the proof is not a hash of 32 bytes in base 64.");
    }
}
