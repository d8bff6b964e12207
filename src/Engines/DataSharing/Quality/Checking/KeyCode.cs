using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>A key as one number of 64 bits, never zero. The numbers of identity numbers and of short texts are exact: another key never has the same. Other keys have a hash, marked as such, which two keys may share.</summary>
/// <remarks>The two highest bits say which: 0 identity numbers, 1 up to seven bytes, 2 a row of 8 to 17 digits, 3 hashed.</remarks>
/// <param name="Hashed">Bits of a hash that count; fewer only where a test wants keys that share one.</param>
internal readonly record struct KeyCode(ulong Hashed)
{
    private const int Kind = 62;

    private const ulong Short = 1UL << Kind;

    private const ulong Digits = 2UL << Kind;

    private const ulong Hash = 3UL << Kind;

    /// <summary>As strong as 62 bits are.</summary>
    public static KeyCode Strong { get; } = new(ulong.MaxValue);

    public static bool IsExact(ulong code) => code < Hash;

    public ulong Of(ReadOnlySpan<byte> key)
    {
        if (key.Length <= 7)
        {
            var bytes = (ulong)key.Length << 56;
            for (var n = 0; n < key.Length; n++)
            {
                bytes |= (ulong)key[n] << (8 * n);
            }
            return Short | bytes;
        }
        if (key.Length == 18)
        {
            if (TryDigits(key, out var first, out var second, out var seventeenth, out var last))
            {
                return OfDigits(EightDigits(first), EightDigits(second), seventeenth, last);
            }
        }
        else if (key.Length <= 17 && Meaning.AreDigits(key))
        {
            // A leading one keeps leading zeros.
            var number = 1UL;
            foreach (var digit in key)
            {
                number = (number * 10) + digit - '0';
            }
            return Digits | number;
        }
        var hash = KeySet.Mix(KeySet.Pack(key));
        return Hash | ((hash ^ (hash >> 32)) & Hashed);
    }

    /// <summary>The key of an exact number.</summary>
    public static byte[] KeyOf(ulong code)
    {
        var rest = code & ~Hash;
        switch (code >> Kind)
        {
            case 0:
                return Encoding.ASCII.GetBytes(((rest - 1) / 11).ToString("D17", CultureInfo.InvariantCulture) + "0123456789X"[(int)((rest - 1) % 11)]);
            case 1:
                var key = new byte[rest >> 56];
                for (var n = 0; n < key.Length; n++)
                {
                    key[n] = (byte)(rest >> (8 * n));
                }
                return key;
            case 2:
                return Encoding.ASCII.GetBytes(rest.ToString(CultureInfo.InvariantCulture)[1..]);
            default:
                throw new ArgumentOutOfRangeException(nameof(code), "A hash does not tell its key.");
        }
    }

    /// <summary>The number stirred, so that all of its bits decide each part of it.</summary>
    public static ulong Stir(ulong code)
    {
        code *= 0x9E3779B97F4A7C15UL;
        return (code ^ (code >> 32)) * 0xD6E8FEB86659FD93UL;
    }

    /// <summary>Takes 18 characters apart when 17 are digits and the last is a digit or X: twice eight characters, then the value of each of the last two.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> key, out ulong first, out ulong second, out uint seventeenth, out uint last)
    {
        (first, second, seventeenth, last) = (BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[8..]), (uint)key[16] - '0', CheckValue(key[17]));
        return AreEightDigits(first) & AreEightDigits(second) & (seventeenth < 10) & (last < 11);
    }

    /// <summary>The exact code of such a number: 10^17 × 11 of them are below 2^60.</summary>
    public static ulong OfDigits(ulong first, ulong second, uint seventeenth, uint last) => ((((first * 100_000_000UL) + second) * 10) + seventeenth) * 11 + last + 1;

    private static uint CheckValue(byte last) => last == 'X' ? 10 : last is >= (byte)'0' and <= (byte)'9' ? (uint)last - '0' : uint.MaxValue;

    /// <summary>Eight characters at once: each has the upper half of a digit, and has it still when six is added.</summary>
    private static bool AreEightDigits(ulong characters) =>
        (characters & 0xF0F0F0F0F0F0F0F0UL) == 0x3030303030303030UL && ((characters + 0x0606060606060606UL) & 0xF0F0F0F0F0F0F0F0UL) == 0x3030303030303030UL;

    /// <summary>The value of eight digits, the first in the lowest byte: pairs, then fours, then all are joined, each with one multiplication.</summary>
    public static ulong EightDigits(ulong characters)
    {
        characters = (characters & 0x0F0F0F0F0F0F0F0FUL) * 2561 >> 8;
        characters = (characters & 0x00FF00FF00FF00FFUL) * 6553601 >> 16;
        return (characters & 0x0000FFFF0000FFFFUL) * 42949672960001 >> 32;
    }
}
