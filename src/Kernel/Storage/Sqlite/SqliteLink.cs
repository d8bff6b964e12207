using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
/// <remarks>Statements without rows go straight to SQLite's own interface, which costs no allocation; queries go through Microsoft.Data.Sqlite, whose reader
/// the callers know.</remarks>
internal sealed class SqliteLink : IDisposable
{
    /// <summary>Texts are hand-written and few; the bound is for lists of varying length.</summary>
    private const int MostKept = 512;

    /// <summary>Every setting of the store. synchronous: a commit is on the disk, not only in the system's cache, when it is acknowledged.
    /// secure_delete: what is erased is overwritten, not only forgotten.</summary>
    private const string Settings = """
        pragma busy_timeout = 10000;
        pragma journal_mode = wal;
        pragma synchronous = full;
        pragma foreign_keys = on;
        pragma temp_store = memory;
        pragma cache_size = -32768;
        pragma mmap_size = 2147418112;
        pragma wal_autocheckpoint = 16000;
        pragma journal_size_limit = 134217728;
        pragma trusted_schema = off;
        pragma secure_delete = on;
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteCommand> _queries = new(StringComparer.Ordinal);

    private SqliteLink(string file, string settings)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        ExecuteScript(settings);
    }

    public static SqliteLink ToWrite(string file) => new(file, Settings);

    public static SqliteLink ToRead(string file) => new(file, Settings + "pragma query_only = on;");

    /// <summary>False when no transaction is open: also after SQLite undid one by itself (disk full, input/output error).</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    /// <summary>Runs a statement (or, without arguments, several) and returns the rows that the last one touched.</summary>
    public int Execute(string sql, ReadOnlySpan<object?> args) =>
        Prepared(sql) is { } statement ? statement.Run(args)
        : args.Length == 0 ? ExecuteScript(sql)
        : throw new ArgumentException($"Several statements cannot share arguments: {sql}", nameof(sql));

    /// <summary>Runs one statement for each row of arguments and returns the rows that all together touched.</summary>
    public int ExecuteMany(string sql, IReadOnlyList<object?[]> rows)
    {
        var statement = Prepared(sql) ?? throw new ArgumentException($"One statement at a time: {sql}", nameof(sql));
        var touched = 0;
        foreach (var row in rows)
        {
            touched += statement.Run(row);
        }
        return touched;
    }

    public List<T> Query<T>(string sql, Func<DbDataReader, T> map, ReadOnlySpan<object?> args, bool onlyFirst)
    {
        using var reader = Bound(sql, args).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
            if (onlyFirst)
            {
                break;
            }
        }
        return rows;
    }

    public void Dispose()
    {
        Forget();
        _connection.Dispose();
    }

    /// <summary>The statement, ready to run; null when the text holds several.</summary>
    private SqliteStatement? Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = SqliteStatement.Prepare(_connection.Handle!, sql);
            if (statement is null)
            {
                return null;
            }
            if (_statements.Count == MostKept)
            {
                Forget();
            }
            _statements.Add(sql, statement);
        }
        return statement;
    }

    private int ExecuteScript(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Bound(string sql, ReadOnlySpan<object?> args)
    {
        if (!_queries.TryGetValue(sql, out var command))
        {
            if (_queries.Count == MostKept)
            {
                Forget();
            }
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= args.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i.ToString(CultureInfo.InvariantCulture) });
            }
            _queries.Add(sql, command);
        }
        for (var i = 0; i < args.Length; i++)
        {
            command.Parameters[i].Value = args[i] switch { null => DBNull.Value, bool flag => flag ? 1L : 0L, var value => Arguments.Checked(value) };
        }
        return command;
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
        foreach (var query in _queries.Values)
        {
            query.Dispose();
        }
        _statements.Clear();
        _queries.Clear();
    }
}
