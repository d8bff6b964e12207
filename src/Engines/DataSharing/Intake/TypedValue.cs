using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>Reads one text as a value of an item.</summary>
internal static class TypedValue
{
    private static readonly string[] Dates = ["yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "yyyy.M.d", "yyyy年M月d日"];

    /// <summary>The value in the form in which DuckDB reads it, null for a missing one; or the text key of what is wrong.</summary>
    public static (string? Value, string? Fault) Read(Item item, string text)
    {
        var value = text.Trim();
        if (value.Length == 0)
        {
            return (null, item.Required ? "sharing.intake.reason.required" : null);
        }
        switch (item.Type)
        {
            case ItemType.Text:
                return value.Contains('\0', StringComparison.Ordinal) ? (null, "sharing.intake.reason.nul")
                    : item.Length > 0 && value.EnumerateRunes().Count() > item.Length ? (null, "sharing.intake.reason.length") : (value, null);
            case ItemType.Integer:
                return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (whole.ToString(CultureInfo.InvariantCulture), null) : (null, "sharing.intake.reason.integer");
            case ItemType.Decimal:
                return decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Fits(item, number)
                    ? (number.ToString(CultureInfo.InvariantCulture), null) : (null, "sharing.intake.reason.decimal");
            case ItemType.Date:
                return DateOnly.TryParseExact(value, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null) : (null, "sharing.intake.reason.date");
            case ItemType.Instant:
                return Instant(value) is { } at ? (at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), null) : (null, "sharing.intake.reason.instant");
            case ItemType.Flag:
                return value switch { "true" or "1" or "是" => ("true", null), "false" or "0" or "否" => ("false", null), _ => (null, "sharing.intake.reason.flag") };
            default:
                throw new ArgumentOutOfRangeException(nameof(item));
        }
    }

    private static bool Fits(Item item, decimal number) =>
        decimal.Round(number, item.Scale) == number && (item.Length == 0 || item.Length > 28 || Math.Abs(number) < Power(Math.Max(item.Length, item.Scale + 1) - item.Scale));

    private static decimal Power(int digits) => Enumerable.Range(0, digits).Aggregate(1m, (product, _) => product * 10);

    /// <summary>An instant with its offset, or without one the time of China.</summary>
    private static DateTimeOffset? Instant(string value) =>
        DateTime.TryParseExact(value, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy/M/d HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? new DateTimeOffset(local, ChinaTime.Offset)
        : value.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
