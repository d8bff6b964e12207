using System.Globalization;

namespace Zhuangjin.Kernel.Time;

/// <summary>What a time limit counts in.</summary>
public enum TimeBasis
{
    /// <summary>Days on which the administration works, after the State Council's yearly notice (工作日).</summary>
    WorkingDay,

    /// <summary>Days as they come (自然日).</summary>
    CalendarDay,

    /// <summary>Hours as they come.</summary>
    Hour,

    /// <summary>Years to the same day (年), for terms that a grant lasts.</summary>
    Year,
}

/// <summary>A length of time that law or promise gives: written "5wd" (working days), "4d" (calendar days), "48h" (hours) or "3y" (years).</summary>
public readonly record struct Limit(int Length, TimeBasis Basis)
{
    /// <exception cref="FormatException">The text is not of the form number + "wd", "d" or "h".</exception>
    public static Limit Parse(string text) => TryParse(text, out var limit)
        ? limit
        : throw new FormatException($"'{text}' is not a time limit; write for example 5wd (working days), 4d (calendar days) or 48h (hours).");

    public static bool TryParse(string? text, out Limit limit)
    {
        limit = default;
        if (text is null)
        {
            return false;
        }
        var (suffix, basis) = text.EndsWith("wd", StringComparison.Ordinal) ? (2, TimeBasis.WorkingDay)
            : text.EndsWith('d') ? (1, TimeBasis.CalendarDay)
            : text.EndsWith('h') ? (1, TimeBasis.Hour)
            : text.EndsWith('y') ? (1, TimeBasis.Year)
            : (0, default);
        if (suffix == 0 || !int.TryParse(text.AsSpan(0, text.Length - suffix), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is 0 or > 10_000)
        {
            return false;
        }
        limit = new(length, basis);
        return true;
    }

    public override string ToString() => Length.ToString(CultureInfo.InvariantCulture) + Basis switch { TimeBasis.WorkingDay => "wd", TimeBasis.CalendarDay => "d", TimeBasis.Year => "y", _ => "h" };
}
