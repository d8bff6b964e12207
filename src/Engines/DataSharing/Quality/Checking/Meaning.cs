using System.Buffers.Text;
using Zhuangjin.DataSharing.Quality.Rules;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>What a check says of a row.</summary>
internal enum Verdict : byte
{
    Passes,
    Breaks,
    DoesNotApply,
}

/// <summary>The meaning of those checks that look at the characters of a text, once, over its bytes. Reference and kernels share it; SQL says it again in its own words.</summary>
internal static class Meaning
{
    private static ReadOnlySpan<byte> IdWeights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static ReadOnlySpan<byte> IdCheckCharacters => "10X98765432"u8;

    private static ReadOnlySpan<byte> CreditWeights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private static ReadOnlySpan<byte> CreditAlphabet => "0123456789ABCDEFGHJKLMNPQRTUWXY"u8;

    /// <summary>Place of each byte in the alphabet of GB 32100, 255 for others.</summary>
    private static readonly byte[] CreditPlaces = Places();

    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)' ') < 0;

    /// <summary>Code points of UTF-8.</summary>
    public static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    public static bool AreDigits(ReadOnlySpan<byte> text) => text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>18 ASCII characters.</summary>
    public static bool HasEighteen(ReadOnlySpan<byte> text) => text.Length == 18 && System.Text.Ascii.IsValid(text);

    public static bool IsMobilePhone(ReadOnlySpan<byte> text) => text.Length == 11 && text[0] == '1' && text[1] is >= (byte)'3' and <= (byte)'9' && AreDigits(text);

    public static bool IsWellFormedId(ReadOnlySpan<byte> id)
    {
        if (id.Length != 18 || !AreDigits(id[..17]) || !(id[17] == 'X' || char.IsAsciiDigit((char)id[17])))
        {
            return false;
        }
        var year = Number(id[6..10]);
        var month = Number(id[10..12]);
        return year is >= 1800 and <= 2199 && month is >= 1 and <= 12 && Number(id[12..14]) is var day && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>Of an 18-character number; bytes that are no digits count by their distance from '0', as they do in SQL.</summary>
    public static bool HasRightIdCheck(ReadOnlySpan<byte> id)
    {
        var sum = 0;
        var weights = IdWeights;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * (id[i] - '0');
        }
        sum %= 11;
        return IdCheckCharacters[sum < 0 ? sum + 11 : sum] == id[17];
    }

    public static bool IsCreditCode(ReadOnlySpan<byte> code)
    {
        if (code.Length != 18)
        {
            return false;
        }
        var sum = 0;
        var weights = CreditWeights;
        for (var i = 0; i < weights.Length; i++)
        {
            var place = CreditPlaces[code[i]];
            if (place == byte.MaxValue)
            {
                return false;
            }
            sum += weights[i] * place;
        }
        return CreditPlaces[code[17]] == (31 - (sum % 31)) % 31;
    }

    /// <summary>The date of birth within an 18-character number as a day, or null when it is none.</summary>
    public static int? BirthDay(ReadOnlySpan<byte> id) =>
        AreDigits(id[6..14]) && Number(id[6..10]) is var year && year is >= 1 and <= 9999 && Number(id[10..12]) is var month && month is >= 1 and <= 12
            && Number(id[12..14]) is var day && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? Days.Of(new DateOnly(year, month, day))
            : null;

    public static Verdict Sex(ReadOnlySpan<byte> id, ReadOnlySpan<byte> sex)
    {
        if (!HasEighteen(id) || !char.IsAsciiDigit((char)id[16]) || sex.Length != 1 || sex[0] is not ((byte)'1' or (byte)'2'))
        {
            return Verdict.DoesNotApply;
        }
        return ((id[16] - '0') & 1) == (sex[0] & 1) ? Verdict.Passes : Verdict.Breaks;
    }

    private static int Number(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out int number, out _) ? number : -1;

    private static byte[] Places()
    {
        var places = new byte[256];
        places.AsSpan().Fill(byte.MaxValue);
        for (var i = 0; i < CreditAlphabet.Length; i++)
        {
            places[CreditAlphabet[i]] = (byte)i;
        }
        return places;
    }
}
