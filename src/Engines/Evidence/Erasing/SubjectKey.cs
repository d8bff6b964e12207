using System.Buffers.Binary;
using System.Security.Cryptography;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>A key under which one process keeps the private fields of one subject. It dies with the subject's erasure.</summary>
/// <param name="wrapped">The key as it is stored.</param>
internal sealed class SubjectKey(string id, string subject, byte[] key, byte[] wrapped, DateTimeOffset at)
{
    /// <summary>First byte of a box; then nonce, ciphertext and tag of SM4-GCM.</summary>
    private const byte FormatVersion = 1;

    private const int PrefixLength = Sm4.NonceLength - sizeof(long);

    private readonly byte[] _prefix = RandomNumberGenerator.GetBytes(PrefixLength);
    private long _boxes;

    public string Id => id;

    public string Subject => subject;

    public byte[] Wrapped => wrapped;

    public DateTimeOffset At => at;

    /// <summary>True once the key's row is known to be durable.</summary>
    public bool IsStored { get; set; }

    /// <summary>Encrypts the fields of an entry. The nonces count: a key is used for encrypting only by the process that made it.</summary>
    public byte[] Close(string entryId, IReadOnlyList<PrivateField> fields)
    {
        var nonce = new byte[Sm4.NonceLength];
        _prefix.CopyTo(nonce, 0);
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(PrefixLength), Interlocked.Increment(ref _boxes));
        return [FormatVersion, .. nonce, .. Sm4.EncryptGcm(key, nonce, PrivateField.Write(fields), CanonicalJson.Strict.GetBytes(entryId))];
    }

    /// <exception cref="CryptographicException">The box is another entry's, was made with another key, or was changed.</exception>
    public static IReadOnlyList<PrivateField> Open(ReadOnlySpan<byte> key, string entryId, ReadOnlySpan<byte> box)
    {
        if (box.Length < 1 + Sm4.NonceLength + Sm4.TagLength || box[0] != FormatVersion)
        {
            throw new CryptographicException("These are no private fields.");
        }
        return PrivateField.Read(Sm4.DecryptGcm(key, box.Slice(1, Sm4.NonceLength), box[(1 + Sm4.NonceLength)..], CanonicalJson.Strict.GetBytes(entryId)));
    }
}
