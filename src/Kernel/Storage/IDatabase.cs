namespace Zhuangjin.Kernel.Storage;

/// <summary>The one store of the program: state, events and the evidence outbox share its transactions.</summary>
/// <remarks>
/// SQL is written once for both dialects where it can be: parameters are $1, $2, …; instants are microseconds since 1970 in 64-bit integers
/// (<see cref="Time.ChinaTime"/>); dates are 'yyyy-MM-dd' texts; flags are integers 0 and 1; upserts are <c>on conflict do update</c>; answers of writes
/// come by <c>returning</c>. Where the dialects differ, ask <see cref="ISession.Dialect"/> in one place of the engine's Storage room.
/// </remarks>
public interface IDatabase : IAsyncDisposable
{
    Dialect Dialect { get; }

    /// <summary>Runs <paramref name="work"/> in one transaction and returns when its effects are durable (flushed to disk).</summary>
    /// <remarks>SQLite: calls of many threads share one writer and one flush (group commit), each in a savepoint of its own, so one that throws undoes only itself.
    /// Declare no deferred constraints: they would fail at the flush, and with it every caller of the group.
    /// PostgreSQL: a transaction of its own. The work must wait for nothing but its session; it may run again only if the caller calls again.</remarks>
    Task<T> WriteAsync<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel = default);

    /// <summary>Runs <paramref name="work"/> on one consistent snapshot; writing in it fails.</summary>
    Task<T> ReadAsync<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel = default);

    /// <summary>Tries to hold a named lock over all nodes of this database until disposed; null when another node or caller has it.</summary>
    Task<IHeldLock?> TryLockAsync(string name, CancellationToken cancel = default);
}
