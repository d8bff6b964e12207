using System.Data;
using System.Data.Common;
using Npgsql;

namespace Zhuangjin.Kernel.Storage.Postgres;

/// <summary>A transaction that begins with its first statement. What is deferred travels with the next query, or with
/// the commit: a usual write, a query and then some deferred statements, is two round trips.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, string begin, CancellationToken cancel) : ISession
{
    private readonly List<Deferred> _deferred = [];
    private List<Action>? _afterCommit;
    private bool _begun;
    private bool _open = true;

    public Dialect Dialect => Dialect.Postgres;

    public async ValueTask<int> ExecuteAsync(string sql, params object?[] args)
    {
        if (args.Length == 0)
        {
            // Perhaps several statements (a migration), which only a command without parameters may hold.
            await FlushAsync();
            await using var script = new NpgsqlCommand(sql, connection);
            return Math.Max(0, await script.ExecuteNonQueryAsync(cancel));
        }
        await using var batch = Batch();
        var command = Command(sql, args);
        batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancel);
        Check();
        return Math.Max(0, command.RecordsAffected);
    }

    public ValueTask DeferAsync(string sql, object?[] args, int? expectRows = null, Func<Exception>? otherwise = null)
    {
        Open();
        Arguments.CheckDeferred(sql);
        _deferred.Add(new(Command(sql, args), expectRows, otherwise));
        return ValueTask.CompletedTask;
    }

    public ValueTask InsertManyAsync(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows, string conflict = "", bool expectAll = true, Func<Exception>? otherwise = null)
    {
        Open();
        if (rows.Count > 0)
        {
            var command = new NpgsqlBatchCommand(ManyRows.Postgres(table, columns, conflict));
            foreach (var column in ManyRows.Columns(columns, rows))
            {
                command.Parameters.Add(new NpgsqlParameter { Value = column });
            }
            _deferred.Add(new(command, expectAll ? rows.Count : null, otherwise));
        }
        return ValueTask.CompletedTask;
    }

    public async ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] args)
    {
        var rows = new List<T>();
        await QueryAsync(sql, args, row =>
        {
            rows.Add(map(row));
            return true;
        });
        return rows;
    }

    public async ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] args)
    {
        T? first = default;
        await QueryAsync(sql, args, row =>
        {
            first = map(row);
            return false;
        });
        return first;
    }

    public void AfterCommit(Action action)
    {
        Open();
        (_afterCommit ??= []).Add(action);
    }

    /// <summary>Sends what is left and makes it durable, in one round trip; returns what shall happen afterwards.</summary>
    public async ValueTask<List<Action>?> CommitAsync()
    {
        if (!_deferred.TrueForAll(d => d.ExpectRows is not { } rows || RowGuard.Wrap(d.Command.CommandText, rows) is not null))
        {
            await FlushAsync();
        }
        _open = false;
        if (_begun || _deferred.Count > 0)
        {
            foreach (var (command, expected, _) in _deferred)
            {
                command.CommandText = expected is { } rows ? RowGuard.Wrap(command.CommandText, rows)! : command.CommandText;
            }
            await using var batch = BatchOfOpen();
            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
            try
            {
                await batch.ExecuteNonQueryAsync(cancel);
            }
            catch (PostgresException fault) when (RowGuard.Refused(fault))
            {
                throw _deferred.Find(d => d.Command == fault.BatchCommand)?.Failure() ?? fault;
            }
            _begun = false;
        }
        return _afterCommit;
    }

    public async ValueTask RollbackAsync()
    {
        _open = false;
        if (_begun && connection.FullState.HasFlag(ConnectionState.Open) && !connection.FullState.HasFlag(ConnectionState.Broken))
        {
            await using var command = new NpgsqlCommand("rollback", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async ValueTask QueryAsync(string sql, object?[] args, Func<DbDataReader, bool> each)
    {
        await using var batch = Batch();
        batch.BatchCommands.Add(Command(sql, args));
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            // Statements without rows are passed over by the reader: its first result is the query's.
            while (await reader.ReadAsync(cancel) && each(reader))
            {
            }
        }
        Check();
    }

    private async ValueTask FlushAsync()
    {
        await using var batch = Batch();
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancel);
            Check();
        }
    }

    private NpgsqlBatch Batch()
    {
        Open();
        return BatchOfOpen();
    }

    /// <summary>A batch that opens the transaction where need be, then holds what was deferred.</summary>
    private NpgsqlBatch BatchOfOpen()
    {
        var batch = new NpgsqlBatch(connection);
        if (!_begun)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(begin));
            _begun = true;
        }
        foreach (var deferred in _deferred)
        {
            batch.BatchCommands.Add(deferred.Command);
        }
        return batch;
    }

    /// <summary>Compares the rows touched by the deferred statements just run with what was expected.</summary>
    private void Check()
    {
        foreach (var deferred in _deferred)
        {
            if (deferred.ExpectRows is { } expected && deferred.Command.RecordsAffected != expected)
            {
                throw deferred.Failure();
            }
        }
        _deferred.Clear();
    }

    private void Open()
    {
        if (!_open)
        {
            throw new InvalidOperationException("A session was used after the work that received it had ended.");
        }
    }

    private static NpgsqlBatchCommand Command(string sql, object?[] args)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in args)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value switch { null => DBNull.Value, bool flag => flag ? 1 : 0, _ => Arguments.Checked(value) } });
        }
        return command;
    }

    private sealed record Deferred(NpgsqlBatchCommand Command, int? ExpectRows, Func<Exception>? Otherwise)
    {
        public Exception Failure() => Otherwise?.Invoke() ?? new InvalidOperationException($"Expected to touch {ExpectRows} rows, but it was another number: {Command.CommandText}");
    }
}
