using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Decisions;

/// <summary>A part of a field's values that no row of the table divides further.</summary>
/// <param name="Sample">A value of the part; null for "nothing typed in".</param>
/// <param name="Low">Lower end of a stretch, for telling; null without.</param>
internal sealed record Segment(object? Sample, string Text, decimal? Low = null, decimal? High = null, bool IsPoint = false);

/// <summary>One input of a table, cut into the parts that its conditions tell apart.</summary>
internal sealed record Dimension(Field Field, IReadOnlyList<Segment> Segments)
{
    private const string Other = "\u0001";

    public static Dimension Of(Field field, IReadOnlyCollection<Condition> conditions)
    {
        var segments = Scope.KindOf(field.Type) switch
        {
            Kind.Number or Kind.Date => Ordered(field, conditions),
            Kind.Flag => [new(true, "是"), new(false, "否")],
            _ when field.Type == FieldType.Choice => field.Choices.Select(c => new Segment(c.Key, c.Label.ToString())),
            _ => conditions.SelectMany(c => c.Values).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(v => new Segment(v, v)).Append(new(Other, "其他")),
        };
        // A field that need not be filled in has one part more; nobody must answer for it, but two rows may meet there.
        return new(field, field.Required || field.Compute is not null ? [.. segments] : [.. segments, new(null, "空")]);
    }

    /// <summary>Names several parts beside each other as one.</summary>
    public string Tell(IReadOnlyList<int> parts)
    {
        var chosen = parts.Select(p => Segments[p]).ToList();
        if (chosen.Count == Segments.Count(s => s.Sample is not null) || chosen.Count == Segments.Count)
        {
            return "";
        }
        var label = Field.Label.ToString();
        if (Scope.KindOf(Field.Type) is not (Kind.Number or Kind.Date))
        {
            return $"{label} {string.Join('、', chosen.Select(c => c.Text))}";
        }
        var (first, last) = (chosen[0], chosen[^1]);
        var whole = Field.Type is FieldType.Integer or FieldType.Date;
        var (from, fromIn) = whole && first is { IsPoint: false, Low: { } } ? (first.Low + 1, true) : (first.Low, first.IsPoint);
        var (to, toIn) = whole && last is { IsPoint: false, High: { } } ? (last.High - 1, true) : (last.High, last.IsPoint);
        if (from is { } one && one == to && fromIn && toIn)
        {
            return $"{label} {Text(one)}";
        }
        var low = from is { } a ? $"{(fromIn ? "≥" : ">")} {Text(a)}" : "";
        var high = to is { } b ? $"{(toIn ? "≤" : "<")} {Text(b)}" : "";
        return $"{label} {string.Join(" 且 ", ((string[])[low, high]).Where(t => t.Length > 0))}";
    }

    private string Text(decimal x) => Field.Type == FieldType.Date
        ? DateOnly.FromDayNumber((int)x).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : x.ToString("0.############################", CultureInfo.InvariantCulture);

    private static IEnumerable<Segment> Ordered(Field field, IReadOnlyCollection<Condition> conditions)
    {
        var whole = field.Type is FieldType.Integer or FieldType.Date;
        var (least, most) = (field.Minimum, field.Maximum);
        var cuts = conditions.SelectMany(c => c.Spans).SelectMany(s => new[] { s.From, s.To }).OfType<decimal>().Concat(new[] { least, most }.OfType<decimal>())
            .Where(x => !(x < least) && !(x > most)).Distinct().Order().ToList();
        decimal? before = null;
        foreach (var cut in cuts)
        {
            if (!(before is null && least is not null) && Between(before, cut, whole) is { } sample)
            {
                yield return new(Value(field, sample), "", before, cut);
            }
            yield return new(Value(field, cut), "", cut, cut, true);
            before = cut;
        }
        if (most is null || before is null)
        {
            yield return new(Value(field, (before ?? 0) + 1), "", before, null);
        }
    }

    /// <summary>A number between two; null when whole numbers leave no room.</summary>
    private static decimal? Between(decimal? low, decimal high, bool whole) => low is not { } a ? high - 1
        : !whole ? a + ((high - a) / 2)
        : high - a > 1 ? a + 1
        : null;

    private static object Value(Field field, decimal x) =>
        field.Type == FieldType.Date ? DateOnly.FromDayNumber(Math.Clamp((int)x, 0, DateOnly.MaxValue.DayNumber)) : x;
}
