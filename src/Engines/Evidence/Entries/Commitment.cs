using System.Security.Cryptography;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Entries;

/// <summary>Binds a private field into the log without telling it. Who is shown name, value and salt can check it; without the salt nobody can guess.</summary>
internal static class Commitment
{
    public const int SaltLength = 16;

    private static readonly byte[] Tag = "zhuangjin/commitment/v1\n"u8.ToArray();

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    /// <summary>Base64 of SHA-256(tag ‖ salt ‖ name ‖ LF ‖ value), texts in UTF-8. A name has no line feed and a salt a fixed length, so no two inputs meet.</summary>
    public static string Of(ReadOnlySpan<byte> salt, string name, string value)
    {
        if (salt.Length != SaltLength || name.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException("A commitment needs a salt of 16 bytes and a field name without line feeds.", nameof(name));
        }
        return Convert.ToBase64String(SHA256.HashData([.. Tag, .. salt, .. CanonicalJson.Strict.GetBytes(name), (byte)'\n', .. CanonicalJson.Strict.GetBytes(value)]));
    }
}
