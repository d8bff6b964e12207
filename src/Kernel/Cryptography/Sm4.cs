using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>The SM4 block cipher, 128-bit keys and blocks (GB/T 32907-2016), in the modes GCM (as RFC 8998 profiles it) and CBC (GB/T 17964).</summary>
public static class Sm4
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 16;

    /// <summary>Bytes of a GCM nonce. Never use one twice under the same key.</summary>
    public const int NonceLength = 12;

    /// <summary>Bytes by which a GCM ciphertext is longer than its plaintext.</summary>
    public const int TagLength = 16;

    /// <summary>Encrypts and authenticates; the tag follows the ciphertext.</summary>
    /// <param name="associated">Authenticated but not encrypted; must be given again to decrypt.</param>
    public static byte[] EncryptGcm(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated = default) =>
        Gcm(forEncryption: true, key, nonce, plaintext, associated);

    /// <exception cref="CryptographicException">The key is another, or a byte of the ciphertext or of <paramref name="associated"/> was changed.</exception>
    public static byte[] DecryptGcm(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associated = default) =>
        Gcm(forEncryption: false, key, nonce, ciphertext, associated);

    /// <summary>Encrypts with PKCS#7 padding. CBC does not notice changes: prefer GCM unless a partner's interface asks for CBC.</summary>
    /// <param name="initial">Initialisation vector of 16 unpredictable bytes.</param>
    public static byte[] EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initial, ReadOnlySpan<byte> plaintext) => Cbc(forEncryption: true, key, initial, plaintext);

    /// <exception cref="CryptographicException">The padding is wrong: another key, or a changed ciphertext.</exception>
    public static byte[] DecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initial, ReadOnlySpan<byte> ciphertext) => Cbc(forEncryption: false, key, initial, ciphertext);

    private static byte[] Gcm(bool forEncryption, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, ReadOnlySpan<byte> associated)
    {
        var cipher = new GcmBlockCipher(new SM4Engine());
        cipher.Init(forEncryption, new AeadParameters(new KeyParameter(key), TagLength * 8, nonce.ToArray(), associated.ToArray()));
        return Finish(cipher.GetOutputSize(input.Length), input, cipher.ProcessBytes, cipher.DoFinal);
    }

    private static byte[] Cbc(bool forEncryption, ReadOnlySpan<byte> key, ReadOnlySpan<byte> initial, ReadOnlySpan<byte> input)
    {
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new SM4Engine()), new Pkcs7Padding());
        cipher.Init(forEncryption, new ParametersWithIV(new KeyParameter(key), initial));
        return Finish(cipher.GetOutputSize(input.Length), input, cipher.ProcessBytes, cipher.DoFinal);
    }

    private delegate int Process(ReadOnlySpan<byte> input, Span<byte> output);

    private delegate int DoFinal(Span<byte> output);

    private static byte[] Finish(int size, ReadOnlySpan<byte> input, Process process, DoFinal doFinal)
    {
        var output = new byte[Math.Max(size, 0)];
        try
        {
            var length = process(input, output);
            length += doFinal(output.AsSpan(length));
            return length == output.Length ? output : output[..length];
        }
        catch (CryptoException fault)
        {
            throw new CryptographicException("The ciphertext does not open: it was made with another key, or changed.", fault);
        }
    }
}
