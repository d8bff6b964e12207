using System.Globalization;

namespace Zhuangjin.Certificates.Issuing;

/// <summary>How long a certificate is valid: "3y" or "90d", counted from its date of issue.</summary>
internal static class Validity
{
    /// <summary>The last valid day, or null without end. Three years from 2022-08-16 end on 2025-08-15: the day of issue counts.</summary>
    /// <exception cref="FormatException">Neither a number of years nor of days.</exception>
    public static DateOnly? Until(DateOnly from, string? validFor)
    {
        if (validFor is null)
        {
            return null;
        }
        if (int.TryParse(validFor.AsSpan(0, Math.Max(0, validFor.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length is > 0 and <= 36_500)
        {
            switch (validFor[^1])
            {
                case 'y' when length <= 100:
                    return from.AddYears(length).AddDays(-1);
                case 'd':
                    return from.AddDays(length - 1);
            }
        }
        throw new FormatException($"'{validFor}' is no time of validity; write for example 3y or 90d.");
    }
}
