namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>Writes names and values into the statements that this engine makes for DuckDB and PostgreSQL. Both take standard quoting; nothing else of a person's text enters a statement.</summary>
internal static class Sql
{
    /// <summary>A quoted identifier.</summary>
    public static string Name(string name) => "\"" + Checked(name).Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A text literal without escapes of any dialect.</summary>
    public static string Literal(string value) => "'" + Checked(value).Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>The Parquet files as one table.</summary>
    public static string Shards(IEnumerable<string> paths) => $"read_parquet([{string.Join(", ", paths.Select(Literal))}])";

    private static string Checked(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("A NUL character has no place in a statement.", nameof(text)) : text;
}
