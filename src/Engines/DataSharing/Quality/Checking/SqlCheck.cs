using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Says checks in SQL, for data that may not leave their PostgreSQL and as a second opinion on the kernels. Names and values are quoted; nothing else comes from a file of rules.</summary>
/// <param name="columns">What each item is in the table.</param>
/// <param name="targets">For each item that "exists in" names, a table expression and its column.</param>
internal sealed class SqlCheck(SqlWords words, IReadOnlyDictionary<string, Stored> columns, IReadOnlyDictionary<ItemPath, (string Table, string Column)> targets, DateOnly today)
{
    /// <summary>One scan: rows by the number whose bit n says that rule n is broken, and for each rule the rows to which it applied.</summary>
    public string Histogram(RuleSet set, string table)
    {
        // Each rule becomes 0 (does not apply), 1 (passes) or 2 (breaks) in an inner question, so that it is said once.
        var judged = string.Join(", ", set.Rules.Select((r, n) => $"{Judge(r)} AS r{n}"));
        var mask = string.Join(" + ", set.Rules.Select((_, n) => string.Create(CultureInfo.InvariantCulture, $"CASE WHEN r{n} = 2 THEN CAST({1L << n} AS BIGINT) ELSE 0 END")));
        var applied = string.Join(", ", set.Rules.Select((_, n) => $"CAST(sum(CASE WHEN r{n} > 0 THEN 1 ELSE 0 END) AS BIGINT)"));
        return $"SELECT mask, count(*), {applied} FROM (SELECT *, {mask} AS mask FROM (SELECT {judged} FROM {table} AS t) AS j) AS m GROUP BY mask";
    }

    /// <summary>One rule alone: rows to which it applies, rows that break it.</summary>
    public string Counts(Rule rule, string table) => $"SELECT coalesce(sum(CASE WHEN r > 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN r = 2 THEN 1 ELSE 0 END), 0) FROM (SELECT {Judge(rule)} AS r FROM {table} AS t) AS j";

    /// <summary>The condition alone, as a truth value that is never null.</summary>
    public string Holds(Condition condition) => condition switch
    {
        Condition.Is c => $"coalesce({Text(c.Item)} IN ({SqlWords.List(c.Values)}), FALSE)",
        Condition.IsPresent c => $"coalesce(trim({Text(c.Item)}) <> '', FALSE)",
        Condition.IsWellFormedId c => $"coalesce({WellFormed(Text(c.Item))}, FALSE)",
        _ => throw new InvalidOperationException($"There are no words for {condition.GetType().Name}."),
    };

    private string Judge(Rule rule)
    {
        var when = rule.When is null ? "TRUE" : Holds(rule.When);
        if (rule.Check is Check.Unique unique)
        {
            var key = string.Join(", ", unique.Key.Select(Text));
            var given = string.Join(" AND ", unique.Key.Select(k => $"{Text(k)} IS NOT NULL"));
            return $"CASE WHEN NOT ({when} AND {given}) THEN 0 WHEN count(*) OVER (PARTITION BY {when}, {key}) > 1 THEN 2 ELSE 1 END";
        }
        var (applies, passes) = Say(rule.Check);
        var needed = rule.Check is Check.Present ? "TRUE" : string.Join(" AND ", rule.Check.Needs.Select(n => $"{Sql.Name(n.Item)} IS NOT NULL"));
        return $"CASE WHEN NOT ({when} AND {needed}) THEN 0 WHEN NOT ({applies}) THEN 0 WHEN {passes} THEN 1 ELSE 2 END";
    }

    private (string Applies, string Passes) Say(Check check) => check switch
    {
        Check.Present c => ("TRUE", $"trim({Text(c.Item)}) <> ''"),
        Check.Length c => ("TRUE", string.Create(CultureInfo.InvariantCulture, $"length({Text(c.Item)}) BETWEEN {c.Minimum} AND {c.Maximum}")),
        Check.OneOf c => ("TRUE", $"{Text(c.Item)} IN ({SqlWords.List(c.Values)})"),
        Check.BeginsWith c => ("TRUE", string.Join(" OR ", c.Prefixes.Select(p => $"left({Text(c.Item)}, {p.EnumerateRunes().Count()}) = {Sql.Literal(p)}"))),
        Check.Digits c => ("TRUE", words.Matches(Text(c.Item), "[0-9]+")),
        Check.MobilePhone c => ("TRUE", words.Matches(Text(c.Item), "1[3-9][0-9]{9}")),
        Check.IdWellFormed c => ("TRUE", WellFormed(Text(c.Item))),
        Check.IdCheckDigit c => (Eighteen(c.Item), $"substr('10X98765432', 1 + ((({Weighted(Text(c.Item), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])}) % 11) + 11) % 11, 1) = right({Text(c.Item)}, 1)"),
        Check.IdBirthDate c => (Eighteen(c.Item), $"substr({Text(c.Item)}, 7, 8) = {words.EightDigits(Day(c.Date))}"),
        Check.IdSex c => ($"{Eighteen(c.Item)} AND {Text(c.Sex)} IN ('1', '2') AND {words.Matches($"substr({Text(c.Item)}, 17, 1)", "[0-9]")}", $"ascii(substr({Text(c.Item)}, 17, 1)) % 2 = ascii({Text(c.Sex)}) % 2"),
        Check.CreditCode c => ("TRUE", CreditCode(Text(c.Item))),
        Check.DivisionKnown c => ("TRUE", $"{Text(c.Item)} IN ({SqlWords.List(Division.Codes.Order(StringComparer.Ordinal))})"),
        Check.Between c => ("TRUE", Within(words.Double(Sql.Name(c.Item), columns[c.Item]), c)),
        Check.DayBetween c => ("TRUE", $"{Readable(c.Item)}{(c.From is { } from ? $" AND {Day(c.Item)} >= {SqlWords.Literal(from)}" : "")}{(c.To is { } to ? $" AND {Day(c.Item)} <= {SqlWords.Literal(to)}" : "")}"),
        Check.NotInFuture c => ("TRUE", $"{Readable(c.Item)} AND {Day(c.Item)} <= {SqlWords.Literal(today)}"),
        Check.FreshWithin c => ("TRUE", $"{Readable(c.Item)} AND {Day(c.Item)} >= {SqlWords.Literal(today.AddDays(-c.Days))}"),
        Check.NotAfter c => ("TRUE", $"{Readable(c.Item)} AND {Readable(c.Other)} AND {Day(c.Item)} <= {Day(c.Other)}"),
        Check.SameAs c => ("TRUE", $"{Text(c.Item)} = {Text(c.Other)}"),
        Check.ExistsIn c => ("TRUE", $"EXISTS (SELECT 1 FROM {targets[c.Target].Table} AS x WHERE x.{Sql.Name(targets[c.Target].Column)} = t.{Sql.Name(c.Item)})"),
        _ => throw new InvalidOperationException($"There are no words for {check.GetType().Name}."),
    };

    private string Text(string item) => SqlWords.Text(Sql.Name(item), columns[item]);

    private string Day(string item) => words.Day(Sql.Name(item), columns[item]);

    private string Readable(string item) => columns[item] == Stored.Text ? $"{Day(item)} > CAST('-infinity' AS DATE)" : "TRUE";

    /// <summary>18 characters in 18 bytes.</summary>
    private string Eighteen(string item) => $"length({Text(item)}) = 18 AND {words.Bytes(Text(item))} = 18";

    private static string Within(string number, Check.Between c) =>
        $"NOT ({number} = CAST('NaN' AS DOUBLE PRECISION))"
        + (c.Minimum is { } minimum ? $" AND {number} >= {SqlWords.Literal(minimum)}" : "") + (c.Maximum is { } maximum ? $" AND {number} <= {SqlWords.Literal(maximum)}" : "");

    private string WellFormed(string id)
    {
        var (year, month, day) = (SqlWords.Digits(id, 7, 4), SqlWords.Digits(id, 11, 2), SqlWords.Digits(id, 13, 2));
        return $"({words.Matches(id, "[0-9]{17}[0-9X]")} AND {year} BETWEEN 1800 AND 2199 AND {SqlWords.IsInCalendar(year, month, day)})";
    }

    private string CreditCode(string code)
    {
        const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int[] weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        var sum = string.Join(" + ", weights.Select((w, n) => string.Create(CultureInfo.InvariantCulture, $"{w} * (strpos('{Alphabet}', substr({code}, {n + 1}, 1)) - 1)")));
        return $"({words.Matches(code, "[0-9A-HJ-NPQRTUWXY]{18}")} AND strpos('{Alphabet}', right({code}, 1)) - 1 = (31 - ({sum}) % 31) % 31)";
    }

    private static string Weighted(string id, int[] weights) => string.Join(" + ", weights.Select((w, n) => string.Create(CultureInfo.InvariantCulture, $"{w} * (ascii(substr({id}, {n + 1}, 1)) - 48)")));
}
