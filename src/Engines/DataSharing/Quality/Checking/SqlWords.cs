using System.Globalization;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>What a column of a table is to the checks.</summary>
internal enum Stored
{
    Text,
    Number,
    Date,
    Instant,
    Other,
}

/// <summary>Where the dialects of DuckDB and PostgreSQL say the same in other words.</summary>
internal abstract class SqlWords
{
    public static readonly SqlWords DuckDb = new Duck();

    public static readonly SqlWords PostgreSql = new Elephant();

    /// <summary>True when the whole text matches; the pattern is ours.</summary>
    public abstract string Matches(string text, string pattern);

    /// <summary>Bytes of a text.</summary>
    public abstract string Bytes(string text);

    /// <summary>A date as eight digits.</summary>
    public abstract string EightDigits(string date);

    /// <summary>A text as a number, NaN when it is none. A number is a sign, digits and a point; no exponent.</summary>
    public string Number(string text) =>
        $"CASE WHEN {text} IS NULL THEN NULL WHEN {Matches(text, "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)")} THEN CAST({text} AS DOUBLE PRECISION) ELSE CAST('NaN' AS DOUBLE PRECISION) END";

    /// <summary>A text as a date, '-infinity' when it is none.</summary>
    public abstract string Date(string text);

    public string Day(string column, Stored stored) => stored switch
    {
        Stored.Date => column,
        Stored.Instant => $"CAST({column} AS DATE)",
        Stored.Text => Date(column),
        _ => throw new InvalidDataException($"{column} is neither a date nor a text."),
    };

    public string Double(string column, Stored stored) => stored switch
    {
        Stored.Number => $"CAST({column} AS DOUBLE PRECISION)",
        Stored.Text => Number(column),
        _ => throw new InvalidDataException($"{column} is neither a number nor a text."),
    };

    public static string Text(string column, Stored stored) => stored == Stored.Text ? column : $"CAST({column} AS VARCHAR)";

    public static string Literal(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"DATE '{day:yyyy-MM-dd}'");

    public static string Literal(double number) => string.Create(CultureInfo.InvariantCulture, $"CAST({number:R} AS DOUBLE PRECISION)");

    /// <summary>Some characters of a text as a number. Characters that are no digits make some number or other, and no error.</summary>
    public static string Digits(string text, int from, int length) =>
        "(" + string.Join(" + ", Enumerable.Range(0, length).Select(i => string.Create(CultureInfo.InvariantCulture, $"(ascii(substr({text}, {from + i}, 1)) - 48) * {(int)Math.Pow(10, length - 1 - i)}"))) + ")";

    public static string IsInCalendar(string year, string month, string day)
    {
        var leap = $"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))";
        return $"({month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} = 2 THEN CASE WHEN {leap} THEN 29 ELSE 28 END ELSE 31 END)";
    }

    public static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(Sql.Literal));

    private sealed class Duck : SqlWords
    {
        public override string Matches(string text, string pattern) => $"regexp_full_match({text}, '{pattern}')";

        public override string Bytes(string text) => $"strlen({text})";

        public override string EightDigits(string date) => $"strftime({date}, '%Y%m%d')";

        public override string Date(string text) => $"CASE WHEN {text} IS NULL THEN NULL ELSE coalesce(TRY_CAST({text} AS DATE), CAST('-infinity' AS DATE)) END";
    }

    private sealed class Elephant : SqlWords
    {
        public override string Matches(string text, string pattern) => $"({text} ~ '^({pattern})$')";

        public override string Bytes(string text) => $"octet_length({text})";

        public override string EightDigits(string date) => $"to_char({date}, 'YYYYMMDD')";

        public override string Date(string text) =>
            $"CASE WHEN {text} IS NULL THEN NULL WHEN {Matches(text, "[0-9]{4}-[0-9]{2}-[0-9]{2}")} AND {IsInCalendar(Digits(text, 1, 4), Digits(text, 6, 2), Digits(text, 9, 2))} THEN to_date({text}, 'YYYY-MM-DD') ELSE CAST('-infinity' AS DATE) END";
    }
}
