using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace Zhuangjin.Kernel.Storage.Postgres;

/// <summary>Lets the server itself refuse a statement that touches another number of rows than expected, so that statements and commit travel together.</summary>
/// <remarks>The statement becomes a common table expression whose rows are counted; a wrong count ends in a cast that cannot succeed. The server then skips the
/// rest of the batch, the commit with it.</remarks>
internal static class RowGuard
{
    private const string Mark = "zhuangjin touched ";

    private static readonly ConcurrentDictionary<(string Sql, int Rows), string?> Known = new();

    /// <summary>The guarded form; null for a statement that cannot be wrapped (it is no plain insert, update or delete).</summary>
    public static string? Wrap(string sql, int rows) => Known.GetOrAdd((sql, rows), static key => CanWrap(key.Sql)
        ? string.Create(CultureInfo.InvariantCulture, $"with touched as ({key.Sql} returning 1) select case when count(*) = {key.Rows} then 1 else cast('{Mark}' || count(*) as integer) end from touched")
        : null);

    public static bool Refused(PostgresException fault) =>
        fault.SqlState == PostgresErrorCodes.InvalidTextRepresentation && fault.MessageText.Contains(Mark, StringComparison.Ordinal);

    private static bool CanWrap(string sql)
    {
        var text = sql.AsSpan().Trim();
        return (text.StartsWith("update ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("insert ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("delete ", StringComparison.OrdinalIgnoreCase))
            && !text.Contains(';') && !text.Contains("--", StringComparison.Ordinal);
    }
}
