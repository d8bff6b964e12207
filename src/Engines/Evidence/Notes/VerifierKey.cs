using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Zhuangjin.Evidence.Notes;

/// <summary>A public key with its name, as one line: name+id+key (c2sp.org/signed-note). What an outsider must know of a log beforehand.</summary>
internal sealed record VerifierKey
{
    private const byte Ed25519Type = 1;

    private readonly byte[] _key;

    public VerifierKey(string name, ReadOnlySpan<byte> ed25519Key)
    {
        if (!IsName(name) || ed25519Key.Length != 32)
        {
            throw new FormatException("A verifier key needs a name without blanks and plus signs, and 32 bytes.");
        }
        Name = name;
        _key = [Ed25519Type, .. ed25519Key];
        byte[] named = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. _key];
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(named));
    }

    public string Name { get; }

    /// <summary>First four bytes of SHA-256(name ‖ LF ‖ type ‖ key): tells keys apart, proves nothing.</summary>
    public uint Id { get; }

    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    /// <exception cref="FormatException">Not a verifier key, not Ed25519, or its id does not belong to it.</exception>
    public static VerifierKey Parse(string line)
    {
        var parts = line.Trim().Split('+', 3);
        var bytes = new byte[64];
        if (parts.Length != 3 || !Convert.TryFromBase64String(parts[2], bytes, out var length) || length != 33 || bytes[0] != Ed25519Type)
        {
            throw new FormatException("Not an Ed25519 verifier key of the form name+id+key.");
        }
        var key = new VerifierKey(parts[0], bytes.AsSpan(1, 32));
        return key.ToString() == line.Trim() ? key : throw new FormatException("The verifier key's id does not belong to its name and key.");
    }

    public bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        signature.Length == 64
        && PublicKey.TryImport(SignatureAlgorithm.Ed25519, _key.AsSpan(1), KeyBlobFormat.RawPublicKey, out var key)
        && SignatureAlgorithm.Ed25519.Verify(key!, text, signature);

    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String(_key)}";

    public bool Equals(VerifierKey? other) => other is not null && Name == other.Name && _key.AsSpan().SequenceEqual(other._key);

    public override int GetHashCode() => (int)Id;
}
