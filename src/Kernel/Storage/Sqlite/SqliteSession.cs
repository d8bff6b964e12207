using System.Data.Common;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>A session on one connection. The writer's is bound to its thread, so work that strays to another thread fails with a clear message.</summary>
internal sealed class SqliteSession(SqliteLink link, int? thread = null) : ISession
{
    private List<Action>? _afterCommit;
    private bool _open = true;

    public Dialect Dialect => Dialect.Sqlite;

    public ValueTask<int> ExecuteAsync(string sql, params object?[] args) => new(Link().Execute(sql, args));

    public ValueTask DeferAsync(string sql, object?[] args, int? expectRows = null, Func<Exception>? otherwise = null)
    {
        Arguments.CheckDeferred(sql);
        var touched = Link().Execute(sql, args);
        if (expectRows is { } expected && touched != expected)
        {
            throw otherwise?.Invoke() ?? new InvalidOperationException($"Expected to touch {expected} rows but touched {touched}: {sql}");
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask InsertManyAsync(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows, string conflict = "", bool expectAll = true, Func<Exception>? otherwise = null)
    {
        var touched = Link().ExecuteMany(ManyRows.Sqlite(table, columns, conflict), rows);
        if (expectAll && touched != rows.Count)
        {
            throw otherwise?.Invoke() ?? new InvalidOperationException($"Expected to touch {rows.Count} rows of {table} but touched {touched}.");
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] args) => new(Link().Query(sql, map, args, onlyFirst: false));

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] args)
    {
        var rows = Link().Query(sql, map, args, onlyFirst: true);
        return new(rows.Count == 0 ? default : rows[0]);
    }

    public void AfterCommit(Action action)
    {
        if (thread is null)
        {
            throw new InvalidOperationException("A reading session commits nothing.");
        }
        Link();
        (_afterCommit ??= []).Add(action);
    }

    /// <summary>Hands over what was registered and makes the session ready for the next work.</summary>
    public List<Action>? TakeAfterCommit()
    {
        var actions = _afterCommit;
        _afterCommit = null;
        return actions;
    }

    public void End() => _open = false;

    private SqliteLink Link()
    {
        if (!_open || (thread is { } writer && writer != Environment.CurrentManagedThreadId))
        {
            throw new InvalidOperationException("A session was used outside the work that received it. Work inside WriteAsync may wait for nothing but its session.");
        }
        return link;
    }
}
