using System.Security.Cryptography;
using System.Text;

namespace Zhuangjin.Security.People;

/// <summary>Passwords at rest: PBKDF2 with HMAC-SHA-512 and a salt of its own, written as "iterations.salt.key".</summary>
internal static class Passwords
{
    /// <summary>As OWASP's password storage sheet recommends for SHA-512.</summary>
    private const int Iterations = 210_000;

    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return $"{Iterations}.{Convert.ToBase64String(salt)}.{Convert.ToBase64String(Derive(password, salt, Iterations))}";
    }

    /// <summary>The demo's accounts share one password that everybody knows; hashed for each of them it would be half of the time in which they are made.</summary>
    public static string OfDemo => Shared.Value;

    private static readonly Lazy<string> Shared = new(() => Hash(Contracts.DemoAccounts.Password));

    /// <summary>Compares in constant time. An unknown account is compared with a dummy, so that the answer takes as long.</summary>
    public static bool Verify(string? stored, string password)
    {
        var parts = (stored ?? Dummy).Split('.');
        var right = CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(parts[1]), int.Parse(parts[0])), Convert.FromBase64String(parts[2]));
        return right && stored is not null;
    }

    private static readonly string Dummy = Hash("");

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, 32);
}
