using System.Globalization;
using DuckDB.NET.Data;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>Reads a Parquet file in a locked warehouse session, each value as its one text. Instants without a zone are UTC, as in the pool's own files.</summary>
internal static class ParquetRows
{
    private const long Memory = 256L << 20;

    /// <summary>Names and types of the columns.</summary>
    /// <exception cref="InvalidInputException">The file is no Parquet file, or has too many columns.</exception>
    public static IReadOnlyList<(string Name, string Type)> Columns(string path, string folder)
    {
        try
        {
            using var duck = DuckSession.Open(folder, threads: 1, Memory);
            var columns = duck.Ask($"DESCRIBE SELECT * FROM {Sql.Shards([path])}", r => (r.GetString(0), r.GetString(1)));
            return columns.Count <= Bounds.Columns ? columns : throw new InvalidInputException("file", "sharing.intake.fault.columns", Bounds.Text(Bounds.Columns));
        }
        catch (DuckDBException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.parquet");
        }
    }

    /// <summary>What is wrong with the column's type for the item; null when each value can be read as the item's.</summary>
    public static Fault? Check(Item item, string column, string type)
    {
        var plain = type.Split('(')[0];
        var fits = item.Type switch
        {
            ItemType.Text => plain is "VARCHAR" or "UUID" || plain.StartsWith("ENUM", StringComparison.Ordinal),
            ItemType.Integer => IsWhole(plain),
            ItemType.Decimal => IsWhole(plain) || plain is "DECIMAL" or "VARCHAR",
            ItemType.Date => plain is "DATE" or "VARCHAR",
            ItemType.Instant => plain.StartsWith("TIMESTAMP", StringComparison.Ordinal) || plain is "VARCHAR",
            ItemType.Flag => plain is "BOOLEAN",
            _ => throw new ArgumentOutOfRangeException(nameof(item)),
        };
        return fits && !type.EndsWith("[]", StringComparison.Ordinal) ? null : new Fault("file", "sharing.intake.fault.type", column, type.Length > 60 ? type[..60] + "…" : type, item.Name.ToString(), ParquetColumn.Type(item));
    }

    public static IEnumerable<SourceRow> Read(string path, string folder, IReadOnlyList<(string Name, string Type)> columns)
    {
        using var duck = DuckSession.Open(folder, threads: 1, Memory);
        using var command = duck.Connection.CreateCommand();
        command.UseStreamingMode = true;
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(c => Text(c.Name, c.Type)))} FROM {Sql.Shards([path])}";
        using var rows = Opened(command);
        for (long line = 2; Step(rows); line++)
        {
            var cells = new string[columns.Count];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = rows.IsDBNull(i) ? "" : rows.GetString(i);
            }
            yield return new(line, cells);
        }
    }

    private static DuckDBDataReader Opened(DuckDBCommand command)
    {
        try
        {
            return command.ExecuteReader();
        }
        catch (DuckDBException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.parquet");
        }
    }

    private static bool Step(DuckDBDataReader rows)
    {
        try
        {
            return rows.Read();
        }
        catch (DuckDBException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.parquet");
        }
    }

    private static string Text(string column, string type) => type.StartsWith("TIMESTAMP", StringComparison.Ordinal)
        ? $"strftime({Sql.Name(column)}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%fZ')"
        : string.Create(CultureInfo.InvariantCulture, $"CAST({Sql.Name(column)} AS VARCHAR)");

    private static bool IsWhole(string type) => type is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT";
}
