namespace Zhuangjin.Cases.Expressions;

/// <summary>Three-valued logic: null is "not known".</summary>
internal static class Truth
{
    public static object? And(object? a, object? b) => a is false || b is false ? false : a is true && b is true ? true : null;

    public static object? Or(object? a, object? b) => a is true || b is true ? true : a is false && b is false ? false : null;

    public static object? Not(object? a) => a is bool flag ? !flag : null;
}

/// <summary>Comparisons and arithmetic that never throw: what has no answer is null.</summary>
internal static class Operations
{
    public static Func<Facts, object?> Compare(string sign, Func<Facts, object?> left, Func<Facts, object?> right)
    {
        Func<int, bool> holds = sign switch
        {
            "=" => c => c == 0,
            "!=" => c => c != 0,
            "<" => c => c < 0,
            "<=" => c => c <= 0,
            ">" => c => c > 0,
            _ => c => c >= 0,
        };
        return f => left(f) is { } a && right(f) is { } b ? holds(a is string x ? string.CompareOrdinal(x, (string)b) : ((IComparable)a).CompareTo(b)) : null;
    }

    /// <summary>Null when the kinds do not go with the sign.</summary>
    public static (Kind Kind, Func<Facts, object?> Read)? Calculate(string sign, Kind left, Kind right, Func<Facts, object?> a, Func<Facts, object?> b) => (sign, left, right) switch
    {
        (_, Kind.Number, Kind.Number) => (Kind.Number, f => a(f) is decimal x && b(f) is decimal y ? Number(sign, x, y) : null),
        ("-", Kind.Date, Kind.Date) => (Kind.Number, f => a(f) is DateOnly x && b(f) is DateOnly y ? (decimal)(x.DayNumber - y.DayNumber) : null),
        ("+" or "-", Kind.Date, Kind.Number) => (Kind.Date, f => a(f) is DateOnly x && b(f) is decimal y ? Shift(x, sign == "+" ? y : -y) : null),
        _ => null,
    };

    private static object? Number(string sign, decimal x, decimal y)
    {
        try
        {
            return sign switch { "+" => x + y, "-" => x - y, "*" => x * y, _ => y == 0 ? null : x / y };
        }
        catch (OverflowException)
        {
            // Beyond 28 digits there is no exact answer, so there is none.
            return null;
        }
    }

    private static object? Shift(DateOnly date, decimal days) =>
        days == decimal.Truncate(days) && Math.Abs(days) < 4_000_000 && date.DayNumber + (int)days is var number && number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(number)
            : null;
}
