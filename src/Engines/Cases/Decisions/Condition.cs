using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Decisions;

/// <summary>A stretch of an ordered kind (numbers, dates as day numbers). Null is without end.</summary>
internal readonly record struct Span(decimal? From, bool FromIn, decimal? To, bool ToIn)
{
    public bool Holds(decimal x) => (From is not { } a || (FromIn ? x >= a : x > a)) && (To is not { } b || (ToIn ? x <= b : x < b));

    public bool IsEmpty => From is { } a && To is { } b && (a > b || (a == b && !(FromIn && ToIn)));
}

/// <summary>What a cell asks of a value: anything, nothing typed in, stretches of numbers or dates, or some of the texts and flags.</summary>
internal sealed record Condition(bool IsAny, bool IsEmpty, IReadOnlyList<Span> Spans, IReadOnlySet<string> Values, bool Not)
{
    private static readonly HashSet<string> None = [];

    public static readonly Condition Any = new(true, false, [], None, false);
    public static readonly Condition Empty = new(false, true, [], None, false);

    public static Condition Of(IReadOnlyList<Span> spans, bool not) => new(false, false, spans, None, not);

    public static Condition Of(IReadOnlySet<string> values, bool not) => new(false, false, [], values, not);

    /// <param name="value">As <see cref="Names.Read"/> gives it; null when nothing was typed in.</param>
    public bool Holds(object? value) => value switch
    {
        _ when IsAny => true,
        null => IsEmpty,
        _ when IsEmpty => false,
        decimal number => Within(number) != Not,
        DateOnly day => Within(day.DayNumber) != Not,
        bool flag => Values.Contains(flag ? "true" : "false") != Not,
        _ => Values.Contains((string)value) != Not,
    };

    private bool Within(decimal x)
    {
        foreach (var span in Spans)
        {
            if (span.Holds(x))
            {
                return true;
            }
        }
        return false;
    }
}

/// <summary>Reads a cell: "-" or empty for anything, "空" for nothing typed in, "≥ 1000", "1000..5000" (both ends in), "[1000, 5000)", "a|b", "非 a".</summary>
internal static class ConditionReader
{
    private static readonly Dictionary<string, string> Flags = new(StringComparer.OrdinalIgnoreCase) { ["true"] = "true", ["false"] = "false", ["是"] = "true", ["否"] = "false", ["yes"] = "true", ["no"] = "false" };

    /// <summary>Null with the reason: a text key of "cases.table.fault.", with its arguments.</summary>
    public static Condition? Read(Field field, string cell, out (string Code, string[] Args) fault)
    {
        fault = default;
        var text = Plain(cell);
        if (text is "" or "-" or "—" or "任意" or "any")
        {
            return Condition.Any;
        }
        if (text is "空" or "empty")
        {
            return Condition.Empty;
        }
        var not = text.StartsWith("非", StringComparison.Ordinal) || text.StartsWith("not ", StringComparison.OrdinalIgnoreCase);
        text = not ? text[(text[0] == '非' ? 1 : 4)..].Trim() : text;
        var kind = Scope.KindOf(field.Type);
        if (kind is Kind.Number or Kind.Date)
        {
            var spans = new List<Span>();
            foreach (var part in text.Split('|', StringSplitOptions.TrimEntries))
            {
                if (ReadSpan(kind, part) is not { } span)
                {
                    fault = (kind == Kind.Number ? "number" : "date", [part]);
                    return null;
                }
                if (span.IsEmpty)
                {
                    fault = ("never", [part]);
                    return null;
                }
                spans.Add(span);
            }
            return Condition.Of(spans, not);
        }
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in text.Split(['|', '、'], StringSplitOptions.TrimEntries))
        {
            if (ReadValue(field, part) is not { } value)
            {
                fault = field.Type == FieldType.Flag ? ("flag", [part]) : ("choice", [part, string.Join('、', field.Choices.Select(c => c.Label.ToString()))]);
                return null;
            }
            values.Add(value);
        }
        return Condition.Of(values, not);
    }

    /// <summary>A choice by its key or its label, a flag by 是 and 否; null when it is none.</summary>
    public static string? ReadValue(Field field, string text) => field.Type switch
    {
        FieldType.Flag => Flags.GetValueOrDefault(text),
        FieldType.Choice => field.Choices.FirstOrDefault(c => c.Key == text || c.Label.Values.Any(v => v.Value == text))?.Key,
        _ => text.Length == 0 ? null : text,
    };

    /// <summary>Full-width signs become plain ones, for people type what their input method gives.</summary>
    private static string Plain(string cell) => cell.Trim()
        .Replace('＞', '>').Replace('＜', '<').Replace('＝', '=').Replace('｜', '|').Replace('，', ',').Replace('（', '(').Replace('）', ')').Replace('～', '~').Replace('－', '-')
        .Replace("≥", ">=", StringComparison.Ordinal).Replace("≤", "<=", StringComparison.Ordinal).Replace("不小于", ">=", StringComparison.Ordinal).Replace("不大于", "<=", StringComparison.Ordinal)
        .Replace("大于", ">", StringComparison.Ordinal).Replace("小于", "<", StringComparison.Ordinal);

    private static Span? ReadSpan(Kind kind, string text)
    {
        foreach (var sign in (string[])[">=", "<=", ">", "<", "="])
        {
            if (text.StartsWith(sign, StringComparison.Ordinal))
            {
                return Number(kind, text[sign.Length..]) is not { } x ? null : sign switch
                {
                    ">=" => new(x, true, null, false),
                    ">" => new(x, false, null, false),
                    "<=" => new(null, false, x, true),
                    "<" => new(null, false, x, false),
                    _ => new(x, true, x, true),
                };
            }
        }
        if (text is ['[' or '(', .., ']' or ')'] && text[1..^1].Split(',') is [var low, var high])
        {
            return Number(kind, low) is { } a && Number(kind, high) is { } b ? new(a, text[0] == '[', b, text[^1] == ']') : null;
        }
        foreach (var between in (string[])["..", "~"])
        {
            if (text.Split(between) is [var from, var to])
            {
                return Number(kind, from) is { } a && Number(kind, to) is { } b ? new(a, true, b, true) : null;
            }
        }
        return Number(kind, text) is { } one ? new(one, true, one, true) : null;
    }

    private static decimal? Number(Kind kind, string text) => kind == Kind.Date
        ? DateOnly.TryParseExact(text.Trim(), ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null
        : decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
