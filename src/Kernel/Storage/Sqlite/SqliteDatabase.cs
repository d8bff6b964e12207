using Microsoft.Extensions.Logging;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>The embedded store: one file in WAL mode, one writer thread with group commit, readers on snapshots.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteLocks _locks;

    public SqliteDatabase(string file, ILogger log)
    {
        _writer = new(SqliteLink.ToWrite(file), log);
        _readers = new(file);
        _locks = new(file + ".locks");
    }

    public Dialect Dialect => Dialect.Sqlite;

    public Task<T> WriteAsync<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel = default) => _writer.EnqueueAsync(work, cancel);

    public async Task<T> ReadAsync<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel = default)
    {
        var link = await _readers.RentAsync(cancel);
        var session = new SqliteSession(link);
        try
        {
            link.Execute("begin", []);
            return await work(session);
        }
        finally
        {
            session.End();
            _readers.Return(link);
        }
    }

    public Task<IHeldLock?> TryLockAsync(string name, CancellationToken cancel = default) => Task.FromResult(_locks.TryTake(name));

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        return ValueTask.CompletedTask;
    }
}
