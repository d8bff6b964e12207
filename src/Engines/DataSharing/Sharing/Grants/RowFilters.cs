using System.Globalization;
using System.Numerics;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Sharing.Grants;

/// <summary>Checks row filters against a description and makes them runnable. A missing value satisfies no condition, so what is unknown stays outside.</summary>
internal static class RowFilters
{
    private const int MostConditions = 50;

    private const int MostValues = 500;

    /// <summary>What is wrong with the filter; empty when it can be run.</summary>
    public static IReadOnlyList<Fault> Check(RowFilter? filter, Description description)
    {
        var faults = new List<Fault>();
        var conditions = 0;
        Walk(filter);
        return faults;

        void Walk(RowFilter? part)
        {
            switch (part)
            {
                case Every { Parts: var parts }:
                    parts.ForEach(Walk);
                    break;
                case Some { Parts: var parts }:
                    parts.ForEach(Walk);
                    break;
                case Where where when ++conditions > MostConditions || where.Values.Length > MostValues:
                    faults.Add(new("rows", "sharing.request.fault.filter-too-long"));
                    break;
                case Where where when description.Find(where.Item) is not { } item:
                    faults.Add(new("rows", "sharing.request.fault.no-item", where.Item));
                    break;
                case Where where:
                    var item_ = description.Find(where.Item)!;
                    if (where.Values.IsEmpty || (where.Comparison is Comparison.AtLeast or Comparison.AtMost && where.Values.Length != 1))
                    {
                        faults.Add(new("rows", "sharing.request.fault.filter-values", item_.Name.ToString()));
                    }
                    faults.AddRange(where.Values.Where(v => !Fits(item_, where.Comparison, v)).Select(v => new Fault("rows", "sharing.request.fault.filter-value", item_.Name.ToString(), v)));
                    break;
            }
        }
    }

    /// <summary>The items that the filter looks at.</summary>
    public static IEnumerable<string> Items(RowFilter? filter) => filter switch
    {
        Every every => every.Parts.SelectMany(Items),
        Some some => some.Parts.SelectMany(Items),
        Where where => [where.Item],
        _ => [],
    };

    /// <summary>The filter over records whose values stand in the order of <paramref name="items"/>, each as its one text. An item that is not there satisfies no condition.</summary>
    public static Predicate<string?[]> Compile(RowFilter? filter, IReadOnlyList<string> items, Description description)
    {
        switch (filter)
        {
            case null:
                return _ => true;
            case Every { Parts: var parts }:
                var all = parts.Select(p => Compile(p, items, description)).ToArray();
                return record => Array.TrueForAll(all, p => p(record));
            case Some { Parts: var parts }:
                var any = parts.Select(p => Compile(p, items, description)).ToArray();
                return record => Array.Exists(any, p => p(record));
            case Where where:
                var at = items.ToList().IndexOf(where.Item);
                if (at < 0 || description.Find(where.Item) is not { } item)
                {
                    return _ => false;
                }
                var holds = Condition(where, item.Type);
                return record => record[at] is { } value && holds(value);
            default:
                throw new ArgumentOutOfRangeException(nameof(filter));
        }
    }

    private static Predicate<string> Condition(Where where, ItemType type)
    {
        var values = where.Values;
        var set = values.Select(v => Canonical(v, type)).ToHashSet(StringComparer.Ordinal);
        return where.Comparison switch
        {
            Comparison.In => v => set.Contains(Canonical(v, type)),
            Comparison.NotIn => v => !set.Contains(Canonical(v, type)),
            Comparison.StartsWith => v => values.Any(p => v.StartsWith(p, StringComparison.Ordinal)),
            Comparison.AtLeast => v => Compare(v, values[0], type) >= 0,
            Comparison.AtMost => v => Compare(v, values[0], type) <= 0,
            _ => throw new ArgumentOutOfRangeException(nameof(where)),
        };
    }

    private static bool Fits(Item item, Comparison comparison, string value) => comparison == Comparison.StartsWith
        ? item.Type == ItemType.Text && value.Length > 0
        : item.Type switch
        {
            ItemType.Text => true,
            ItemType.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            ItemType.Decimal => decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
            ItemType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            ItemType.Instant => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            ItemType.Flag => value is "true" or "false" && comparison is Comparison.In or Comparison.NotIn,
            _ => false,
        };

    /// <summary>Decimals are equal whatever zeros they end with ("1.50" and "1.5"), instants whatever their fraction is written like.</summary>
    private static string Canonical(string value, ItemType type) => type switch
    {
        ItemType.Decimal when value.Contains('.', StringComparison.Ordinal) => value.TrimEnd('0').TrimEnd('.'),
        ItemType.Instant when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture),
        _ => value,
    };

    private static int Compare(string a, string b, ItemType type) => type switch
    {
        ItemType.Integer or ItemType.Decimal => Scaled(a).CompareTo(Scaled(b)),
        ItemType.Instant => DateTimeOffset.Parse(a, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).CompareTo(DateTimeOffset.Parse(b, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        _ => string.CompareOrdinal(a, b),
    };

    /// <summary>The number times 10^38: decimals of the pool have up to 38 digits, more than the language's own.</summary>
    private static BigInteger Scaled(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? number : number.Remove(point, 1);
        return BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 38 - (point < 0 ? 0 : number.Length - point - 1));
    }

    private static void ForEach(this System.Collections.Immutable.ImmutableArray<RowFilter> parts, Action<RowFilter?> act)
    {
        foreach (var part in parts)
        {
            act(part);
        }
    }
}
