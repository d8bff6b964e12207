using Org.BouncyCastle.Crypto.Digests;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>An SM3 digest that grows piece by piece, for what does not fit into memory.</summary>
public sealed class Sm3Stream
{
    private readonly SM3Digest _digest = new();

    public void Append(ReadOnlySpan<byte> piece) => _digest.BlockUpdate(piece);

    /// <summary>The digest of all pieces; the next piece begins anew.</summary>
    public byte[] Finish()
    {
        var hash = new byte[Sm3.Length];
        _digest.DoFinal(hash, 0);
        return hash;
    }
}
