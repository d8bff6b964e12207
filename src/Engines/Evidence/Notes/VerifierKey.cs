using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Evidence.Notes;

/// <summary>A public key with its name, as one line: name+id+key (c2sp.org/signed-note). What an outsider must know of a log, or of a witness, beforehand.</summary>
internal sealed record VerifierKey
{
    /// <summary>Bytes before the Ed25519 signature of a cosignature: the time in seconds.</summary>
    private const int CosignatureTime = 8;

    private readonly byte[] _key;

    /// <param name="key">The public key's bytes (<see cref="KeyMaterial.KeyLength"/>).</param>
    /// <exception cref="FormatException">No such name or no such key.</exception>
    public VerifierKey(string name, KeyType type, ReadOnlySpan<byte> key)
    {
        if (!IsName(name) || key.Length != KeyMaterial.KeyLength(type))
        {
            throw new FormatException($"A verifier key needs a name without blanks and plus signs, and {KeyMaterial.KeyLength(type)} bytes.");
        }
        Name = name;
        Type = type;
        _key = key.ToArray();
        byte[] named = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. KeyMaterial.Prefix(type), .. _key];
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(named));
    }

    public string Name { get; }

    public KeyType Type { get; }

    /// <summary>First four bytes of SHA-256(name ‖ LF ‖ type ‖ key): tells keys apart, proves nothing.</summary>
    public uint Id { get; }

    /// <summary>True for a key that signs checkpoints as their log; false for a witness's.</summary>
    public bool IsLog => Type != KeyType.Cosignature;

    /// <summary>The hash of the tree whose checkpoints it signs or co-signs.</summary>
    public ITreeHash TreeHash => KeyMaterial.TreeHash(Type);

    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    /// <summary>Reads a key that signs as a log.</summary>
    /// <exception cref="FormatException">Not such a key, or its id does not belong to it.</exception>
    public static VerifierKey Parse(string line) =>
        ParseAny(line) is { IsLog: true } key ? key : throw new FormatException("This is the key of a witness, not of a log.");

    /// <summary>Reads a key that signs as a witness.</summary>
    /// <exception cref="FormatException">Not such a key, or its id does not belong to it.</exception>
    public static VerifierKey ParseWitness(string line) =>
        ParseAny(line) is { IsLog: false } key ? key : throw new FormatException("This is the key of a log, not of a witness.");

    private static VerifierKey ParseAny(string line)
    {
        var parts = line.Trim().Split('+', 3);
        var bytes = new byte[256];
        if (parts.Length == 3 && Convert.TryFromBase64String(parts[2], bytes, out var length))
        {
            foreach (var type in Enum.GetValues<KeyType>())
            {
                var prefix = KeyMaterial.Prefix(type);
                if (length == prefix.Length + KeyMaterial.KeyLength(type) && bytes.AsSpan().StartsWith(prefix))
                {
                    var key = new VerifierKey(parts[0], type, bytes.AsSpan(prefix.Length, KeyMaterial.KeyLength(type)));
                    return key.ToString() == line.Trim() ? key : throw new FormatException("The verifier key's id does not belong to its name and key.");
                }
            }
        }
        throw new FormatException("Not a verifier key of the form name+id+key, of a kind known here.");
    }

    /// <summary>Whether this key made the signature over the text. Bytes that are no signature at all give false.</summary>
    public bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => Type switch
    {
        KeyType.Cosignature => signature.Length == CosignatureTime + 64 && VerifiesEd25519([.. CosignedHeader(signature), .. text], signature[CosignatureTime..]),
        KeyType.Sm2 => signature.Length == 64 && VerifiesSm2(text, signature),
        _ => signature.Length == 64 && VerifiesEd25519(text, signature),
    };

    /// <summary>The lines that a witness signs before the checkpoint's text (c2sp.org/tlog-cosignature).</summary>
    public static byte[] CosignedHeader(DateTimeOffset at) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {at.ToUnixTimeSeconds()}\n"));

    private static byte[] CosignedHeader(ReadOnlySpan<byte> signature) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {BinaryPrimitives.ReadUInt64BigEndian(signature)}\n"));

    private bool VerifiesEd25519(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, _key, KeyBlobFormat.RawPublicKey, out var key)
        && SignatureAlgorithm.Ed25519.Verify(key!, text, signature);

    private bool VerifiesSm2(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        try
        {
            return Sm2PublicKey.FromPoint(_key).Verify(text, signature, Sm2SignatureFormat.Raw);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String([.. KeyMaterial.Prefix(Type), .. _key])}";

    public bool Equals(VerifierKey? other) => other is not null && Name == other.Name && Type == other.Type && _key.AsSpan().SequenceEqual(other._key);

    public override int GetHashCode() => (int)Id;
}
