using System.Text;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>A row as the reference sees it.</summary>
internal interface IRow
{
    string? Text(string item);

    double? Number(string item);

    /// <summary>Days since 1970, <see cref="Days.Unreadable"/> for a text that is no date.</summary>
    int? Day(string item);
}

/// <summary>Each check said as plainly as it can be: row by row, one after the other. The kernels and the SQL of both dialects are held to it by tests.</summary>
/// <param name="today">The day of the check.</param>
/// <param name="targets">Values of the items that "exists in" names.</param>
internal sealed class Reference(DateOnly today, IReadOnlyDictionary<ItemPath, HashSet<string>> targets)
{
    /// <summary>The rules that each row breaks, and how many rows each rule applied to.</summary>
    public CheckResult Run(RuleSet set, IReadOnlyList<IRow> rows)
    {
        var masks = new ulong[rows.Count];
        var applied = new long[set.Rules.Length];
        for (var n = 0; n < set.Rules.Length; n++)
        {
            var rule = set.Rules[n];
            var repeated = rule.Check is Check.Unique unique ? Repeated(rows.Where(r => rule.When is null || Holds(rule.When, r)), unique) : null;
            for (var i = 0; i < rows.Count; i++)
            {
                var verdict = rule.When is not null && !Holds(rule.When, rows[i]) ? Verdict.DoesNotApply
                    : rule.Check is Check.Unique key ? (Key(rows[i], key) is { } k ? (repeated!.Contains(k) ? Verdict.Breaks : Verdict.Passes) : Verdict.DoesNotApply)
                    : Judge(rule.Check, rows[i]);
                applied[n] += verdict == Verdict.DoesNotApply ? 0 : 1;
                masks[i] |= verdict == Verdict.Breaks ? 1UL << n : 0;
            }
        }
        var histogram = masks.GroupBy(m => m).ToDictionary(g => g.Key, g => (long)g.Count());
        return new(set, rows.Count, [.. applied], histogram);
    }

    private Verdict Judge(Check check, IRow row)
    {
        if (check is Check.Present present)
        {
            return Of(row.Text(present.Item) is { } text && text.Trim(' ').Length > 0);
        }
        if (check.Needs.Any(n => n.Form switch { Form.Text => row.Text(n.Item) is null, Form.Number => row.Number(n.Item) is null, _ => row.Day(n.Item) is null }))
        {
            return Verdict.DoesNotApply;
        }
        return check switch
        {
            Check.Length c => Of(row.Text(c.Item)!.EnumerateRunes().Count() is var n && n >= c.Minimum && n <= c.Maximum),
            Check.OneOf c => Of(c.Values.Contains(row.Text(c.Item)!)),
            Check.BeginsWith c => Of(c.Prefixes.Any(p => row.Text(c.Item)!.StartsWith(p, StringComparison.Ordinal))),
            Check.Digits c => Of(Meaning.AreDigits(Bytes(row, c.Item))),
            Check.MobilePhone c => Of(Meaning.IsMobilePhone(Bytes(row, c.Item))),
            Check.IdWellFormed c => Of(Meaning.IsWellFormedId(Bytes(row, c.Item))),
            Check.IdCheckDigit c => Bytes(row, c.Item) is var id && Meaning.HasEighteen(id) ? Of(Meaning.HasRightIdCheck(id)) : Verdict.DoesNotApply,
            Check.IdBirthDate c => Bytes(row, c.Item) is var id && Meaning.HasEighteen(id) ? Of(Meaning.BirthDay(id) == row.Day(c.Date)) : Verdict.DoesNotApply,
            Check.IdSex c => Meaning.Sex(Bytes(row, c.Item), Bytes(row, c.Sex)),
            Check.CreditCode c => Of(Meaning.IsCreditCode(Bytes(row, c.Item))),
            Check.DivisionKnown c => Of(Division.Find(row.Text(c.Item)!) is not null),
            Check.Between c => Of(row.Number(c.Item) is { } n && !double.IsNaN(n) && !(n < c.Minimum) && !(n > c.Maximum)),
            Check.DayBetween c => Day(row, c.Item, d => !(c.From is { } from && d < Days.Of(from)) && !(c.To is { } to && d > Days.Of(to))),
            Check.NotInFuture c => Day(row, c.Item, d => d <= Days.Of(today)),
            Check.FreshWithin c => Day(row, c.Item, d => d >= Days.Of(today) - c.Days),
            Check.NotAfter c => Day(row, c.Other, _ => true) == Verdict.Breaks ? Verdict.Breaks : Day(row, c.Item, d => d <= row.Day(c.Other)),
            Check.SameAs c => Of(row.Text(c.Item) == row.Text(c.Other)),
            Check.ExistsIn c => Of(targets[c.Target].Contains(row.Text(c.Item)!)),
            _ => throw new InvalidOperationException($"The reference does not know {check.GetType().Name}."),
        };
    }

    private static bool Holds(Condition condition, IRow row) => condition switch
    {
        Condition.Is c => row.Text(c.Item) is { } text && c.Values.Contains(text),
        Condition.IsPresent c => row.Text(c.Item) is { } text && text.Trim(' ').Length > 0,
        Condition.IsWellFormedId c => row.Text(c.Item) is { } text && Meaning.IsWellFormedId(Encoding.UTF8.GetBytes(text)),
        _ => throw new InvalidOperationException($"The reference does not know {condition.GetType().Name}."),
    };

    private static HashSet<string> Repeated(IEnumerable<IRow> rows, Check.Unique unique) =>
        [.. rows.Select(r => Key(r, unique)).OfType<string>().GroupBy(k => k, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];

    private static string? Key(IRow row, Check.Unique unique)
    {
        var parts = unique.Key.Select(row.Text).ToList();
        return parts.Contains(null) ? null : string.Join('\u001F', parts);
    }

    private static Verdict Of(bool passes) => passes ? Verdict.Passes : Verdict.Breaks;

    private static Verdict Day(IRow row, string item, Func<int, bool> right) => Of(row.Day(item) is { } day && day != Days.Unreadable && right(day));

    private static byte[] Bytes(IRow row, string item) => Encoding.UTF8.GetBytes(row.Text(item)!);
}
