using System.Buffers.Binary;
using System.Text;
using NSec.Cryptography;

namespace Zhuangjin.Evidence.Notes;

/// <summary>The private Ed25519 key that signs a log's checkpoints.</summary>
internal sealed class NoteKey : IDisposable
{
    private readonly Key _key;

    /// <param name="seed">32 secret bytes (RFC 8032).</param>
    public NoteKey(string name, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Verifier = new(name, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    public VerifierKey Verifier { get; }

    /// <summary>Signs a text that ends in a line feed.</summary>
    public SignedNote Sign(string text)
    {
        var signature = new byte[4 + 64];
        BinaryPrimitives.WriteUInt32BigEndian(signature, Verifier.Id);
        SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text), signature.AsSpan(4));
        return new(text, [new(Verifier.Name, signature)]);
    }

    public void Dispose() => _key.Dispose();
}
