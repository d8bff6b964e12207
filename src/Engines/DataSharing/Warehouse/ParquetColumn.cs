using System.Globalization;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>How items lie in the shards: one Parquet type for each type of item, and one text for each value.</summary>
internal static class ParquetColumn
{
    /// <summary>DuckDB's type of the column. Instants are UTC without a zone, decimals have at most 38 digits.</summary>
    public static string Type(Item item) => item.Type switch
    {
        ItemType.Text => "VARCHAR",
        ItemType.Integer => "BIGINT",
        ItemType.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({(item.Length == 0 ? 38 : Math.Clamp(item.Length, item.Scale + 1, 38))}, {item.Scale})"),
        ItemType.Date => "DATE",
        ItemType.Instant => "TIMESTAMP",
        ItemType.Flag => "BOOLEAN",
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    /// <summary>The value as its one text (see <see cref="ItemType"/>), in SQL.</summary>
    public static string AsText(Item item) => item.Type switch
    {
        ItemType.Text => Sql.Name(item.Key),
        ItemType.Instant => $"strftime({Sql.Name(item.Key)}, '%Y-%m-%dT%H:%M:%S.%fZ')",
        _ => $"CAST({Sql.Name(item.Key)} AS VARCHAR)",
    };
}
