using Microsoft.Data.Sqlite;

namespace Zhuangjin.Bench.Raw;

/// <summary>The same writes on the same file format with nothing of ours: one thread, prepared commands of Microsoft.Data.Sqlite, so many transitions a flush.</summary>
internal sealed class DirectSqlite : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand[] _commands;

    public DirectSqlite(string file)
    {
        _connection = new($"Data Source={file};Pooling=False");
        _connection.Open();
        Execute("pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -32768; pragma wal_autocheckpoint = 16000; pragma busy_timeout = 10000");
        _commands = [Prepare(Workload.Update, 2), Prepare(Workload.InsertEvent, 3), Prepare(Workload.InsertEntry, 2)];
    }

    /// <summary>Writes this many transitions in one transaction.</summary>
    public void Write(int number, int together)
    {
        Execute("begin immediate");
        for (var i = 0; i < together; i++)
        {
            var id = Workload.CaseOf(number + i);
            Run(_commands[0], id, Workload.Content);
            Run(_commands[1], id, (long)number, Workload.Content);
            Run(_commands[2], id, Workload.Entry);
        }
        Execute("commit");
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
        command.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
