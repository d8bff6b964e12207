using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Sources;

/// <summary>Reads a source's table: one SELECT of its named columns, in a read-only transaction on one snapshot. No text of a person becomes SQL; names are quoted.</summary>
internal sealed class SourceTable : IAsyncDisposable
{
    /// <summary>Types of PostgreSQL that grow and have one text.</summary>
    private static readonly string[] Growing = ["smallint", "integer", "bigint", "numeric", "date", "timestamp without time zone", "timestamp with time zone"];

    private readonly DataSource _source;
    private readonly IReadOnlyList<Item> _items;
    private readonly DbConnection _connection;
    private readonly DbTransaction _snapshot;
    private string _cursorType = "";

    private SourceTable(DataSource source, IReadOnlyList<Item> items, DbConnection connection, DbTransaction snapshot) => (_source, _items, _connection, _snapshot) = (source, items, connection, snapshot);

    private bool IsPostgres => _source.Kind == SourceKind.Postgres;

    private string Table => _source.Schema.Length == 0 ? Sql.Name(_source.Table) : $"{Sql.Name(_source.Schema)}.{Sql.Name(_source.Table)}";

    /// <summary>Opens the table and checks its columns.</summary>
    /// <exception cref="InvalidInputException">It cannot be reached, or a column is not there.</exception>
    public static async Task<SourceTable> OpenAsync(DataSource source, IReadOnlyList<Item> items, string? sqliteFolder, CancellationToken cancel)
    {
        DbConnection? connection = null;
        try
        {
            connection = source.Kind == SourceKind.Postgres ? Postgres(source.Connection) : Sqlite(source.Connection, sqliteFolder);
            await connection.OpenAsync(cancel);
            var snapshot = await connection.BeginTransactionAsync(source.Kind == SourceKind.Postgres ? System.Data.IsolationLevel.RepeatableRead : System.Data.IsolationLevel.Serializable, cancel);
            var table = new SourceTable(source, items, connection, snapshot);
            if (table.IsPostgres)
            {
                await table.RunAsync("set transaction read only", cancel);
            }
            await table.CheckAsync(cancel);
            return table;
        }
        catch (Exception fault) when (fault is DbException or System.Net.Sockets.SocketException or TimeoutException or IOException or ArgumentException)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
            throw new InvalidInputException("table", "sharing.source.fault.unreachable", Short(fault));
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
            throw;
        }
    }

    /// <summary>The rows as texts in the order of the items, and behind them the cursor's value; in the order of the cursor where there is one.</summary>
    /// <param name="after">Where the last version stood: rows at it come again, for others may have been written in the same moment, and only replace themselves.</param>
    public async IAsyncEnumerable<string[]> ReadAsync(string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = _connection.CreateCommand();
        command.Transaction = _snapshot;
        command.CommandTimeout = 0;
        var columns = _items.Select(Text).Append(_source.CursorColumn is { } cursor ? IsPostgres ? $"CAST({Sql.Name(cursor)} AS text)" : Sql.Name(cursor) : "''");
        command.CommandText = $"SELECT {string.Join(", ", columns)} FROM {Table}{Where(command, after)}{(_source.CursorColumn is { } order ? $" ORDER BY {Sql.Name(order)}" : "")}";
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var cells = new string[_items.Count + 1];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = await rows.IsDBNullAsync(i, cancel) ? "" : TextOf(rows.GetValue(i));
            }
            yield return cells;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _snapshot.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Why a source could not be read, without its credentials.</summary>
    public static string Short(Exception fault) => fault is PostgresException { SqlState: var state } ? "SQLSTATE " + state : fault.GetBaseException().GetType().Name;

    private static NpgsqlConnection Postgres(SourceConnection to) => new(new NpgsqlConnectionStringBuilder
    {
        Host = to.Host,
        Port = to.Port,
        Database = to.Database,
        Username = to.User,
        Password = to.Password,
        Timeout = 15,
        Pooling = false,
        ApplicationName = "zhuangjin-intake",
        Options = "-c TimeZone=Asia/Shanghai -c DateStyle=ISO",
    }.ConnectionString);

    /// <summary>Only files below the folder that the operator of the machine has set; nothing else of its disk can be read.</summary>
    private static SqliteConnection Sqlite(SourceConnection to, string? folder)
    {
        if (folder is null)
        {
            throw new InvalidInputException("database", "sharing.source.fault.no-folder");
        }
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, to.Database));
        if (!path.StartsWith(root, StringComparison.Ordinal) || !File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            throw new InvalidInputException("database", "sharing.source.fault.no-file");
        }
        return new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
    }

    private async Task CheckAsync(CancellationToken cancel)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var command = _connection.CreateCommand())
        {
            command.Transaction = _snapshot;
            command.CommandText = IsPostgres
                ? "select a.attname, format_type(a.atttypid, null) from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = @schema and c.relname = @table and a.attnum > 0 and not a.attisdropped"
                : "select name, type from pragma_table_info(@table)";
            Add(command, "table", _source.Table);
            Add(command, "schema", _source.Schema);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
            {
                known[rows.GetString(0)] = rows.GetString(1);
            }
        }
        if (known.Count == 0)
        {
            throw new InvalidInputException("table", "sharing.source.fault.no-table", _source.Table);
        }
        var faults = _items.Where(i => !known.ContainsKey(_source.Columns[i.Key])).Select(i => new Fault("column-" + i.Key, "sharing.source.fault.no-column", _source.Columns[i.Key])).ToList();
        if (_source.CursorColumn is { } cursor)
        {
            _cursorType = known.GetValueOrDefault(cursor, "");
            if (!known.ContainsKey(cursor))
            {
                faults.Add(new("cursor", "sharing.source.fault.no-column", cursor));
            }
            else if (IsPostgres && !Growing.Contains(_cursorType, StringComparer.Ordinal))
            {
                faults.Add(new("cursor", "sharing.source.fault.cursor-type", cursor, _cursorType));
            }
        }
        _ = faults.Count > 0 ? throw new InvalidInputException(faults) : 0;
    }

    private async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var command = _connection.CreateCommand();
        command.Transaction = _snapshot;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }

    private string Where(DbCommand command, string? after)
    {
        if (_source.CursorColumn is not { } cursor || after is null)
        {
            return "";
        }
        // Without a key a row that comes again would be there twice.
        var sign = _items.Any(i => i.Identifies) ? ">=" : ">";
        Add(command, "after", !IsPostgres && long.TryParse(after, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : after);
        return IsPostgres ? $" WHERE {Sql.Name(cursor)} {sign} CAST(@after AS {_cursorType})" : $" WHERE {Sql.Name(cursor)} {sign} @after";
    }

    /// <summary>A column as the text that a CSV would hold. Instants without a zone are the time of China.</summary>
    private string Text(Item item)
    {
        var column = Sql.Name(_source.Columns[item.Key]);
        return !IsPostgres ? column
            : item.Type == ItemType.Instant ? $"to_char(CAST({column} AS timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
            : $"CAST({column} AS text)";
    }

    private static string TextOf(object value) => value switch
    {
        double number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
