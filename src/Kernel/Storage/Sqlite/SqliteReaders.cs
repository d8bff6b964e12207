using System.Collections.Concurrent;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>Reading connections, made when needed and kept.</summary>
internal sealed class SqliteReaders(string file) : IDisposable
{
    private const int Most = 32;

    private readonly ConcurrentStack<SqliteLink> _free = new();
    private readonly SemaphoreSlim _places = new(Most);
    private bool _closed;

    public async ValueTask<SqliteLink> RentAsync(CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
        await _places.WaitAsync(cancel);
        try
        {
            return _free.TryPop(out var link) ? link : SqliteLink.ToRead(file);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Ends the snapshot and keeps the connection.</summary>
    public void Return(SqliteLink link)
    {
        try
        {
            if (link.InTransaction)
            {
                link.Execute("rollback", []);
            }
            if (_closed)
            {
                link.Dispose();
            }
            else
            {
                _free.Push(link);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_free.TryPop(out var link))
        {
            link.Dispose();
        }
    }
}
