using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>The SM3 digest, 32 bytes (GB/T 32905-2016, ISO/IEC 10118-3:2018).</summary>
public static class Sm3
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 32;

    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(data);
        var hash = new byte[Length];
        digest.DoFinal(hash);
        return hash;
    }

    public static async Task<byte[]> HashAsync(Stream data, CancellationToken cancel = default)
    {
        var digest = new SM3Digest();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await data.ReadAsync(buffer, cancel)) > 0)
        {
            digest.BlockUpdate(buffer, 0, read);
        }
        var hash = new byte[Length];
        digest.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>HMAC (RFC 2104) over SM3.</summary>
    public static byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(data);
        var code = new byte[Length];
        mac.DoFinal(code);
        return code;
    }
}
