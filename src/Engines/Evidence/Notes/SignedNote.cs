using System.Buffers.Binary;
using System.Text;

namespace Zhuangjin.Evidence.Notes;

/// <summary>One signature line. <paramref name="Bytes"/> are the key's id (4 bytes) and the signature.</summary>
internal sealed record NoteSignature(string Name, byte[] Bytes)
{
    public uint KeyId => BinaryPrimitives.ReadUInt32BigEndian(Bytes);

    /// <summary>As it stands in a note, with its line feed.</summary>
    public string Line => $"— {Name} {Convert.ToBase64String(Bytes)}\n";

    /// <summary>When a witness signed, in a cosignature of version 1; null when the bytes are none. Only as true as the signature.</summary>
    public DateTimeOffset? CosignedAt =>
        Bytes.Length == 4 + 8 + 64 && BinaryPrimitives.ReadUInt64BigEndian(Bytes.AsSpan(4)) is <= 253_402_300_799 and var seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    /// <summary>The line under which a key's signature stands.</summary>
    public static NoteSignature Of(VerifierKey key, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[4 + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, key.Id);
        signature.CopyTo(bytes.AsSpan(4));
        return new(key.Name, bytes);
    }
}

/// <summary>A text and who signed it (c2sp.org/signed-note). Signatures of unknown keys, such as witnesses', are kept and passed on.</summary>
internal sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>More than any log and its witnesses need.</summary>
    private const int LongestNote = 1 << 20;

    private const int MostSignatures = 100;

    /// <exception cref="FormatException">Not a signed note.</exception>
    public static SignedNote Parse(string note)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (note.Length > LongestNote || end < 0 || end + 2 == note.Length || !note.EndsWith('\n') || note.Any(c => c < ' ' && c != '\n'))
        {
            throw new FormatException("Not a signed note: no text, an empty line and signature lines.");
        }
        var lines = note[(end + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures)
        {
            throw new FormatException($"The note has more than {MostSignatures} signatures.");
        }
        var parsed = new SignedNote(note[..(end + 1)], [.. lines.Select(ParseSignature)]);
        // Base 64 can spell the same bytes in several ways; a note has one spelling, so that no bit of it can be changed unseen.
        return parsed.ToString() == note ? parsed : throw new FormatException("A signature is not in canonical base 64.");
    }

    private static NoteSignature ParseSignature(string line)
    {
        var parts = line.Split(' ');
        var bytes = new byte[line.Length];
        return parts is ["—", var name, var base64] && VerifierKey.IsName(name) && Convert.TryFromBase64String(base64, bytes, out var length) && length > 4
            ? new(name, bytes[..length])
            : throw new FormatException("Not a signature line: em dash, name and base64, each after a blank.");
    }

    /// <summary>True when the key signed it. False also when a signature in the key's name is wrong.</summary>
    public bool IsSignedBy(VerifierKey key)
    {
        var text = Encoding.UTF8.GetBytes(Text);
        var own = Signatures.Where(s => s.Name == key.Name && s.KeyId == key.Id).ToList();
        return own.Count > 0 && own.TrueForAll(s => key.Verifies(text, s.Bytes.AsSpan(4)));
    }

    public override string ToString() =>
        $"{Text}\n{string.Concat(Signatures.Select(s => s.Line))}";
}
