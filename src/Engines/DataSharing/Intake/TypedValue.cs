using System.Globalization;
using DuckDB.NET.Data;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>One text, read as a value of an item.</summary>
internal readonly struct TypedValue
{
    private const string Day = "yyyy-MM-dd";

    private static readonly string[] Dates = ["yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "yyyy.M.d", "yyyy年M月d日"];

    private readonly ItemType? _type;
    private readonly string? _text;
    private readonly long _whole;
    private readonly decimal _number;

    private TypedValue(ItemType type, string? text = null, long whole = 0, decimal number = 0) => (_type, _text, _whole, _number) = (type, text, whole, number);

    /// <summary>Reads the text; spaces around it do not count, and an empty one is a missing value.</summary>
    /// <returns>The text key of what is wrong; null when the value is good.</returns>
    public static string? Read(Item item, string text, out TypedValue read)
    {
        read = default;
        var value = text.AsSpan().Trim();
        if (value.Length == 0)
        {
            return item.Required ? "sharing.intake.reason.required" : null;
        }
        switch (item.Type)
        {
            case ItemType.Text:
                if (value.Contains('\0'))
                {
                    return "sharing.intake.reason.nul";
                }
                if (item.Length > 0 && value.Length > item.Length && Characters(value) > item.Length)
                {
                    return "sharing.intake.reason.length";
                }
                read = new(ItemType.Text, value.Length == text.Length ? text : value.ToString());
                return null;
            case ItemType.Integer:
                if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
                {
                    return "sharing.intake.reason.integer";
                }
                read = new(ItemType.Integer, whole: whole);
                return null;
            case ItemType.Decimal:
                if (!decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !Fits(item, number))
                {
                    return "sharing.intake.reason.decimal";
                }
                read = new(ItemType.Decimal, number: number);
                return null;
            case ItemType.Date:
                if (!DateOnly.TryParseExact(value, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && !DateOnly.TryParseExact(value, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
                {
                    return "sharing.intake.reason.date";
                }
                read = new(ItemType.Date, whole: day.DayNumber);
                return null;
            case ItemType.Instant:
                if (Instant(value) is not { } at)
                {
                    return "sharing.intake.reason.instant";
                }
                read = new(ItemType.Instant, whole: at.UtcTicks);
                return null;
            case ItemType.Flag:
                if (Flag(value) is not { } flag)
                {
                    return "sharing.intake.reason.flag";
                }
                read = new(ItemType.Flag, whole: flag ? 1 : 0);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(item));
        }
    }

    /// <summary>Adds the value to a row of a warehouse table whose columns are those of <see cref="Warehouse.ParquetColumn.Type"/>.</summary>
    public void AppendTo(IDuckDBAppenderRow row) => _ = _type switch
    {
        null => row.AppendNullValue(),
        ItemType.Text => row.AppendValue(_text),
        ItemType.Integer => row.AppendValue(_whole),
        ItemType.Decimal => row.AppendValue(_number),
        ItemType.Date => row.AppendValue(DateOnly.FromDayNumber((int)_whole)),
        ItemType.Instant => row.AppendValue(new DateTime(_whole, DateTimeKind.Utc)),
        _ => row.AppendValue(_whole == 1),
    };

    /// <summary>Characters as people count them: a pair of surrogates is one.</summary>
    private static int Characters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }
        return count;
    }

    private static bool? Flag(ReadOnlySpan<char> value) => value switch
    {
        "true" or "1" or "是" => true,
        "false" or "0" or "否" => false,
        _ => null,
    };

    private static bool Fits(Item item, decimal number) =>
        decimal.Round(number, item.Scale) == number && (item.Length == 0 || item.Length > 28 || Math.Abs(number) < Power(Math.Max(item.Length, item.Scale + 1) - item.Scale));

    private static decimal Power(int digits)
    {
        var product = 1m;
        for (var n = 0; n < digits; n++)
        {
            product *= 10;
        }
        return product;
    }

    /// <summary>An instant with its offset, or without one the time of China.</summary>
    private static DateTimeOffset? Instant(ReadOnlySpan<char> value) =>
        DateTime.TryParseExact(value, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy/M/d HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? new DateTimeOffset(local, ChinaTime.Offset)
        : value.Contains('T') && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
