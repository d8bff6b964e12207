using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>Marks a file so that its recipient can be told from a part of it. Values keep their meaning, no row is added, left out or moved.</summary>
/// <remarks>
/// Two marks, each of which suffices. The spelling: signs that mean the same in half and full width ("(" and "（", the stars of a mask) are written in one or the other by bits of an HMAC
/// over the value in its plain spelling, so a cell speaks for itself, wherever it stands. It outlives deleted, added, sorted and mixed rows, removed and renamed columns, another format, GBK;
/// not normalising the width of signs. The code: a column of its own, six hexadecimal digits of a nonce and ten of its HMAC. It outlives everything but removal of that column.
/// </remarks>
internal static class Watermark
{
    /// <summary>Key of the column of codes.</summary>
    public const string Column = "zj_code";

    private const string Plain = "*(),:;#";
    private const string Wide = "＊（），：；＃";

    private const int NonceDigits = 6;
    private const int CodeDigits = 16;

    /// <summary>The key of a grant's marks.</summary>
    public static byte[] KeyOf(byte[] master, string grantId) => HMACSHA256.HashData(master, Encoding.UTF8.GetBytes("marks " + grantId));

    /// <summary>How many bits the value can carry.</summary>
    public static int Places(string value)
    {
        var places = 0;
        foreach (var c in value)
        {
            places += Plain.Contains(c, StringComparison.Ordinal) || Wide.Contains(c, StringComparison.Ordinal) ? 1 : 0;
        }
        return places;
    }

    /// <summary>The value in the spelling of this key.</summary>
    public static string Spell(ReadOnlySpan<byte> key, string value)
    {
        if (Places(value) == 0)
        {
            return value;
        }
        Span<byte> bits = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Bits(key, value, bits);
        var spelt = value.ToCharArray();
        for (int i = 0, place = 0; i < spelt.Length; i++)
        {
            if (Sign(spelt[i]) is >= 0 and var sign)
            {
                spelt[i] = (IsSet(bits, place++) ? Wide : Plain)[sign];
            }
        }
        return new(spelt);
    }

    /// <summary>The value with every sign in half width: what all spellings of it have in common.</summary>
    public static string Unspelt(string value) => Places(value) == 0 ? value : string.Create(value.Length, value, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = Sign(from[i]) is >= 0 and var sign ? Plain[sign] : from[i];
        }
    });

    /// <summary>How many of the value's signs are written as this key would write them.</summary>
    public static int Agreeing(ReadOnlySpan<byte> key, string value)
    {
        Span<byte> bits = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Bits(key, value, bits);
        var (agreeing, place) = (0, 0);
        foreach (var c in value)
        {
            if (Sign(c) is >= 0 and var sign)
            {
                agreeing += IsSet(bits, place++) == (c == Wide[sign]) ? 1 : 0;
            }
        }
        return agreeing;
    }

    /// <summary>The code of the row with this number: the same each time, and for nobody without the key to be told from chance.</summary>
    public static string Code(ReadOnlySpan<byte> key, long row)
    {
        Span<byte> number = stackalloc byte[9];
        number[0] = (byte)'n';
        BinaryPrimitives.WriteInt64BigEndian(number[1..], row);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, number, hash);
        var nonce = Convert.ToHexStringLower(hash[..(NonceDigits / 2)]);
        return nonce + Seal(key, nonce);
    }

    /// <summary>Whether the text has the form of a code.</summary>
    public static bool IsCode(string text) => text.Length == CodeDigits && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    /// <summary>Whether the code is of this key.</summary>
    public static bool IsOf(ReadOnlySpan<byte> key, string code) => IsCode(code) && Seal(key, code[..NonceDigits]) == code[NonceDigits..];

    private static string Seal(ReadOnlySpan<byte> key, string nonce)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("c" + nonce), hash);
        return Convert.ToHexStringLower(hash[..((CodeDigits - NonceDigits) / 2)]);
    }

    private static void Bits(ReadOnlySpan<byte> key, string value, Span<byte> bits) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("s" + Unspelt(value)), bits);

    private static bool IsSet(ReadOnlySpan<byte> bits, int place) => (bits[(place >> 3) % bits.Length] & (1 << (place & 7))) != 0;

    private static int Sign(char c) => Plain.IndexOf(c, StringComparison.Ordinal) is >= 0 and var plain ? plain : Wide.IndexOf(c, StringComparison.Ordinal);
}
