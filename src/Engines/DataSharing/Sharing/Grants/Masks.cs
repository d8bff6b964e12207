using System.Security.Cryptography;
using System.Text;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Grants;

/// <summary>Masks values. A missing value stays missing; nothing else about a value shows than what its mask says.</summary>
internal static class Masks
{
    /// <summary>Whether the mask makes sense for items of this type.</summary>
    public static bool Fits(Mask mask, ItemType type) => mask switch
    {
        Mask.None or Mask.Pseudonym => true,
        Mask.Year => type is ItemType.Date or ItemType.Instant,
        _ => type == ItemType.Text,
    };

    /// <param name="pseudonyms">Key of the grant's pseudonyms, see <see cref="PseudonymKey"/>.</param>
    public static string? Apply(Mask mask, string? value, string item, ReadOnlySpan<byte> pseudonyms) => value switch
    {
        null => null,
        _ when mask == Mask.None => value,
        "" => "",
        _ => mask switch
        {
            Mask.Name => First(value, 1) + "**",
            Mask.Identity => value.Length < 15 ? Hidden : value[..6] + "***********" + value[^1],
            Mask.Phone => value.Length < 11 ? Hidden : value[..3] + "****" + value[^4..],
            Mask.Address => Shorter(value, 6) + "****",
            Mask.Year => value.Length < 4 ? Hidden : value[..4],
            Mask.Pseudonym => Pseudonym(value, item, pseudonyms),
            _ => throw new ArgumentOutOfRangeException(nameof(mask)),
        },
    };

    /// <summary>The key under which a grant's pseudonyms are made: two recipients cannot match theirs.</summary>
    public static byte[] PseudonymKey(byte[] master, string grantId) => HMACSHA256.HashData(master, Encoding.UTF8.GetBytes("pseudonyms " + grantId));

    private const string Hidden = "****";

    /// <summary>An address so short that its beginning would be all of it shows half.</summary>
    private static string Shorter(string value, int most)
    {
        var runes = value.EnumerateRunes().Count();
        return First(value, Math.Min(most, runes / 2));
    }

    private static string First(string value, int runes) => string.Concat(value.EnumerateRunes().Take(runes).Select(r => r.ToString()));

    private static string Pseudonym(string value, string item, ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(item + "\0" + value), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
