using System.Buffers.Binary;
using System.Text;
using NSec.Cryptography;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Evidence.Notes;

/// <summary>Signs a log's checkpoints. Usable by many threads.</summary>
internal interface INoteSigner
{
    VerifierKey Verifier { get; }

    /// <summary>Signs a text that ends in a line feed.</summary>
    SignedNote Sign(string text);
}

/// <summary>The private Ed25519 key of a log.</summary>
internal sealed class NoteKey : INoteSigner, IDisposable
{
    private readonly Key _key;

    /// <param name="seed">32 secret bytes (RFC 8032).</param>
    public NoteKey(string name, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Verifier = new(name, KeyType.Ed25519, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    public VerifierKey Verifier { get; }

    public SignedNote Sign(string text) => new(text, [NoteSignature.Of(Verifier, SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text)))]);

    public void Dispose() => _key.Dispose();
}

/// <summary>The private SM2 key of a log's national tree.</summary>
internal sealed class Sm2NoteKey(string name, Sm2PrivateKey key) : INoteSigner
{
    public VerifierKey Verifier { get; } = new(name, KeyType.Sm2, key.PublicKey.ToPoint());

    public SignedNote Sign(string text) => new(text, [NoteSignature.Of(Verifier, key.Sign(Encoding.UTF8.GetBytes(text), Sm2SignatureFormat.Raw))]);
}

/// <summary>The private Ed25519 key of a witness: signs that it saw a checkpoint, and when.</summary>
internal sealed class CosignatureKey : IDisposable
{
    private readonly Key _key;

    /// <param name="seed">32 secret bytes, used for nothing else: the signed text does not name the witness.</param>
    public CosignatureKey(string name, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Verifier = new(name, KeyType.Cosignature, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    public VerifierKey Verifier { get; }

    /// <summary>The signature line over a checkpoint's text.</summary>
    public NoteSignature Sign(string text, DateTimeOffset at)
    {
        var signature = new byte[8 + 64];
        BinaryPrimitives.WriteUInt64BigEndian(signature, (ulong)at.ToUnixTimeSeconds());
        byte[] message = [.. VerifierKey.CosignedHeader(at), .. Encoding.UTF8.GetBytes(text)];
        SignatureAlgorithm.Ed25519.Sign(_key, message, signature.AsSpan(8));
        return NoteSignature.Of(Verifier, signature);
    }

    public void Dispose() => _key.Dispose();
}
