using System.Collections.Concurrent;
using System.Globalization;

namespace Zhuangjin.Kernel.Storage;

/// <summary>The statement by which many rows are inserted, in each dialect, and their values by column.</summary>
internal static class ManyRows
{
    private static readonly ConcurrentDictionary<(Dialect Dialect, string Table, string Columns, string Conflict), string> Known = new();

    /// <summary>For one row at a time.</summary>
    public static string Sqlite(string table, IReadOnlyList<string> columns, string conflict) => Text(Dialect.Sqlite, table, columns, conflict);

    /// <summary>For all rows at once, given as one array a column.</summary>
    public static string Postgres(string table, IReadOnlyList<string> columns, string conflict) => Text(Dialect.Postgres, table, columns, conflict);

    /// <summary>An array for each column, of the type of its first value that is not null (a column of nulls alone: text).</summary>
    public static IEnumerable<Array> Columns(IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            yield return rows.Select(r => r[i]).FirstOrDefault(v => v is not null) switch
            {
                null or string => Column<string?>(rows, i),
                byte[] => Column<byte[]?>(rows, i),
                long => Column<long?>(rows, i),
                double => Column<double?>(rows, i),
                var value => throw new ArgumentException($"Column '{columns[i]}' holds a {value.GetType().Name}; rows in number are made of string, long, double and byte[].", nameof(rows)),
            };
        }
    }

    private static T[] Column<T>(IReadOnlyList<object?[]> rows, int column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (T)rows[i][column]!;
        }
        return values;
    }

    private static string Text(Dialect dialect, string table, IReadOnlyList<string> columns, string conflict) =>
        Known.GetOrAdd((dialect, table, string.Join(", ", columns), conflict), static (key, count) =>
        {
            var places = string.Join(", ", Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}")));
            var rows = key.Dialect == Dialect.Sqlite ? $"values ({places})" : $"select * from unnest({places})";
            return $"insert into {key.Table} ({key.Columns}) {rows} {key.Conflict}".TrimEnd();
        }, columns.Count);
}
