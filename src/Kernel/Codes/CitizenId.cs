using System.Globalization;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Kernel.Codes;

/// <summary>The citizen identity number (公民身份号码, GB 11643-1999): 18 characters.</summary>
/// <remarks>Division of first registration (6), date of birth (8), sequence (3, odd for men), check character (ISO 7064 mod 11-2). Of the division only the
/// province is checked: people keep the number of a county that has since been merged or renamed.</remarks>
public static class CitizenId
{
    private const int Length = 18;
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Trims and writes the X as a capital: how a number is stored.</summary>
    public static string Normalise(string? text) => (text ?? "").Trim().ToUpperInvariant();

    /// <param name="today">The present day: nobody is born after it.</param>
    public static bool IsValid(string? text, DateOnly today) => Check("", text, today) is null;

    /// <summary>What is wrong with a number for <paramref name="field"/>, the first fault from the left; null when nothing is.</summary>
    /// <param name="today">The present day: nobody is born after it.</param>
    public static Fault? Check(string field, string? text, DateOnly today)
    {
        var number = Normalise(text);
        if (number.Length != Length)
        {
            return new(field, "kernel.fault.citizen-id-length", Digits.Text(number.Length));
        }
        if (Digits.FirstOther(number.AsSpan(0, Length - 1)) is { } at)
        {
            return new(field, "kernel.fault.citizen-id-character", number[at].ToString(), Digits.Text(at + 1));
        }
        if (number[^1] != 'X' && !char.IsAsciiDigit(number[^1]))
        {
            return new(field, "kernel.fault.citizen-id-character", number[^1].ToString(), Digits.Text(Length));
        }
        if (!Division.IsProvince(number.AsSpan(0, 2)))
        {
            return new(field, "kernel.fault.citizen-id-division", number[..2]);
        }
        if (!TryBirthDate(number, out var birth) || birth > today)
        {
            return new(field, "kernel.fault.citizen-id-birth-date", number[6..14]);
        }
        return CheckCharacter(number) == number[^1] ? null : new(field, "kernel.fault.citizen-id-check-digit");
    }

    /// <summary>The date of birth that a valid number holds.</summary>
    public static DateOnly BirthDate(string number) => TryBirthDate(number, out var birth)
        ? birth
        : throw new FormatException("The number holds no date of birth.");

    /// <summary>For display: the first and last four characters, 4510**********1234. A text of another length is hidden whole.</summary>
    public static string Mask(string number) => number.Length == Length ? $"{number[..4]}**********{number[^4..]}" : new string('*', number.Length);

    /// <summary>Adds the check character to the first 17 digits.</summary>
    public static string Complete(string first17) => first17.Length == Length - 1
        ? first17 + CheckCharacter(first17)
        : throw new ArgumentException($"The number before its check character has 17 digits, not {first17.Length}.", nameof(first17));

    private static bool TryBirthDate(string number, out DateOnly birth) =>
        DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out birth);

    private static char CheckCharacter(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (number[i] - '0') * Weights[i];
        }
        return CheckCharacters[sum % 11];
    }
}
