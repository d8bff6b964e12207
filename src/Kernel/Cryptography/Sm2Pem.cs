using System.Security.Cryptography;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>Finds the one block of a label in a PEM text (RFC 7468).</summary>
internal static class Sm2Pem
{
    public static byte[] Read(string pem, string label)
    {
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].SequenceEqual(label))
            {
                return Convert.FromBase64String(rest[fields.Base64Data].ToString());
            }
            rest = rest[fields.Location.End..];
        }
        throw new CryptographicException($"There is no block '{label}' in this text.");
    }
}
