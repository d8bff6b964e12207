using Microsoft.Extensions.Logging;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>The one writer: a thread that takes all waiting work, runs each in a savepoint, flushes once, and answers all.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostInGroup = 512;

    private readonly SqliteLink _link;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Queue<SqliteWork> _waiting = new();
    private bool _closing;

    public SqliteWriter(SqliteLink link, ILogger log)
    {
        _link = link;
        _log = log;
        _thread = new(Loop) { IsBackground = true, Name = "zhuangjin-writer" };
        _thread.Start();
    }

    public Task<T> EnqueueAsync<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel)
    {
        var item = new SqliteWork<T>(work, cancel, _log);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(SqliteDatabase));
            _waiting.Enqueue(item);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }
        return item.Answered;
    }

    /// <summary>Finishes what waits and closes the connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join();
        _link.Dispose();
    }

    private void Loop()
    {
        var session = new SqliteSession(_link, Environment.CurrentManagedThreadId);
        var group = new List<SqliteWork>(MostInGroup);
        while (Take(group))
        {
            try
            {
                Commit(group, session);
            }
            catch (Exception fault)
            {
                Undo(group, fault);
            }
            foreach (var item in group)
            {
                item.Answer();
            }
            group.Clear();
        }
    }

    private bool Take(List<SqliteWork> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closing)
                {
                    return false;
                }
                Monitor.Wait(_gate);
            }
            while (group.Count < MostInGroup && _waiting.TryDequeue(out var item))
            {
                group.Add(item);
            }
            return true;
        }
    }

    private void Commit(List<SqliteWork> group, SqliteSession session)
    {
        _link.Execute("begin immediate", []);
        foreach (var item in group)
        {
            _link.Execute("savepoint work", []);
            try
            {
                item.Run(session);
                item.AfterCommit = session.TakeAfterCommit();
            }
            catch (Exception fault)
            {
                item.Fault = fault;
                session.TakeAfterCommit();
                if (!_link.InTransaction)
                {
                    throw new IOException("The store undid the whole transaction; nothing of it counts as done.", fault);
                }
                _link.Execute("rollback to work", []);
            }
            _link.Execute("release work", []);
        }
        _link.Execute("commit", []);
    }

    /// <summary>The group failed as a whole: nobody is told that anything was done.</summary>
    private void Undo(List<SqliteWork> group, Exception fault)
    {
        _log.LogError(fault, "A group of {Count} writes failed as a whole and was undone.", group.Count);
        foreach (var item in group)
        {
            item.Fault ??= fault;
        }
        try
        {
            if (_link.InTransaction)
            {
                _link.Execute("rollback", []);
            }
        }
        catch (Exception second)
        {
            // The writer lives on: the next group cannot begin, is refused as a whole too, and tries the rollback again.
            _log.LogCritical(second, "The failed writes could not be rolled back.");
        }
    }
}
