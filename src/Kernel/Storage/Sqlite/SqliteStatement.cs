using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>A prepared statement that gives no rows, with the place of each argument.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _arguments;

    private SqliteStatement(sqlite3 connection, sqlite3_stmt statement)
    {
        _connection = connection;
        _statement = statement;
        _arguments = new int[raw.sqlite3_bind_parameter_count(statement)];
        for (var i = 0; i < _arguments.Length; i++)
        {
            // "$7" is a name to SQLite: its position is that of its first mention.
            var name = raw.sqlite3_bind_parameter_name(statement, i + 1).utf8_to_string();
            _arguments[i] = int.Parse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture) - 1;
        }
    }

    /// <summary>Prepares one statement; null when the text holds several.</summary>
    public static SqliteStatement? Prepare(sqlite3 connection, string sql)
    {
        var utf8 = Encoding.UTF8.GetBytes(sql);
        Check(connection, raw.sqlite3_prepare_v3(connection, utf8, raw.SQLITE_PREPARE_PERSISTENT, out var statement, out var rest));
        if (!Encoding.UTF8.GetString(rest).AsSpan().Trim(" \r\n\t;\0").IsEmpty)
        {
            statement.Dispose();
            return null;
        }
        return new(connection, statement);
    }

    /// <summary>Runs it and returns the rows that it touched.</summary>
    public int Run(ReadOnlySpan<object?> args)
    {
        for (var i = 0; i < _arguments.Length; i++)
        {
            if (_arguments[i] >= args.Length)
            {
                throw new ArgumentException($"The statement names ${_arguments[i] + 1} but got {args.Length} arguments.", nameof(args));
            }
            Check(_connection, Bind(i + 1, args[_arguments[i]]));
        }
        var code = raw.sqlite3_step(_statement);
        while (code == raw.SQLITE_ROW)
        {
            code = raw.sqlite3_step(_statement);
        }
        var touched = raw.sqlite3_changes(_connection);
        if (code != raw.SQLITE_DONE)
        {
            var error = Error(_connection, code);
            raw.sqlite3_reset(_statement);
            throw error;
        }
        raw.sqlite3_reset(_statement);
        return touched;
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        bool flag => raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        string text => BindText(place, text),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, place, 0),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new ArgumentException(Arguments.Checked(value).ToString()),
    };

    private int BindText(int place, string text)
    {
        if (text.Length == 0)
        {
            return raw.sqlite3_bind_text(_statement, place, text);
        }
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > 1024 ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[most];
        var code = raw.sqlite3_bind_text(_statement, place, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
        return code;
    }

    private static void Check(sqlite3 connection, int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error(connection, code);
        }
    }

    private static SqliteException Error(sqlite3 connection, int code) =>
        new($"SQLite error {code}: {raw.sqlite3_errmsg(connection).utf8_to_string()}", code, raw.sqlite3_extended_errcode(connection));
}
