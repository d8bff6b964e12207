using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Xunit;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Kernel.Tests.Cryptography;

public sealed class Sm3AndSm4Tests
{
    private static readonly byte[] Key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Theory]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public async Task The_digests_of_the_standard(string text, string digest)
    {
        var data = Encoding.ASCII.GetBytes(text);
        Assert.Equal(digest, Convert.ToHexStringLower(Sm3.Hash(data)));
        Assert.Equal(digest, Convert.ToHexStringLower(await Sm3.HashAsync(new MemoryStream(data))));
    }

    [Fact]
    public void Digests_and_codes_agree_with_openssl()
    {
        using var openssl = new OpenSsl();
        foreach (var length in (int[])[0, 1, 55, 56, 64, 65, 100_000])
        {
            var data = RandomNumberGenerator.GetBytes(length);
            openssl.Write("data", data);
            Assert.Contains(Convert.ToHexStringLower(Sm3.Hash(data)), openssl.Run("dgst", "-sm3", "data"));
            Assert.Contains(Convert.ToHexStringLower(Sm3.Hmac(Key, data)), openssl.Run("dgst", "-sm3", "-mac", "HMAC", "-macopt", $"hexkey:{Convert.ToHexString(Key)}", "data"));
        }
    }

    [Fact]
    public void The_ciphertext_of_the_standard()
    {
        // GB/T 32907-2016, annex A.1; with a zero vector the first block of CBC is the plain cipher.
        var ciphertext = Sm4.EncryptCbc(Key, new byte[16], Key);
        Assert.Equal("681EDF34D206965E86B3E94F536E4246", Convert.ToHexString(ciphertext[..16]));
    }

    [Fact]
    public void The_authenticated_encryption_of_RFC_8998()
    {
        // RFC 8998, appendix A.1.
        var nonce = Convert.FromHexString("00001234567800000000ABCD");
        var plaintext = Convert.FromHexString("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        var associated = Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        var ciphertext = Sm4.EncryptGcm(Key, nonce, plaintext, associated);
        Assert.Equal(
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D" + "83DE3541E4C2B58177E065A9BF7B62EC",
            Convert.ToHexString(ciphertext));
        Assert.Equal(plaintext, Sm4.DecryptGcm(Key, nonce, ciphertext, associated));
    }

    [Fact]
    public void A_changed_byte_does_not_open()
    {
        var nonce = new byte[Sm4.NonceLength];
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 20], Gen.Int[0, 1000]).Sample((plaintext, associated, place) =>
        {
            var ciphertext = Sm4.EncryptGcm(Key, nonce, plaintext, associated);
            Assert.Equal(plaintext, Sm4.DecryptGcm(Key, nonce, ciphertext, associated));
            Assert.Throws<CryptographicException>(() => Sm4.DecryptGcm(Key, nonce, ciphertext, [.. associated, 1]));
            ciphertext[place % ciphertext.Length] ^= 0x10;
            Assert.Throws<CryptographicException>(() => Sm4.DecryptGcm(Key, nonce, ciphertext, associated));
        }, iter: 300);
        Assert.Throws<CryptographicException>(() => Sm4.DecryptGcm(Key, nonce, [1, 2, 3]));
    }

    [Fact]
    public void Block_chaining_agrees_with_openssl_both_ways()
    {
        using var openssl = new OpenSsl();
        var vector = RandomNumberGenerator.GetBytes(16);
        foreach (var length in (int[])[0, 15, 16, 17, 5000])
        {
            var plaintext = RandomNumberGenerator.GetBytes(length);
            openssl.Write("plain", plaintext);
            openssl.Run("enc", "-sm4-cbc", "-K", Convert.ToHexString(Key), "-iv", Convert.ToHexString(vector), "-in", "plain", "-out", "cipher");
            Assert.Equal(openssl.ReadBytes("cipher"), Sm4.EncryptCbc(Key, vector, plaintext));
            Assert.Equal(plaintext, Sm4.DecryptCbc(Key, vector, openssl.ReadBytes("cipher")));
        }
    }
}
