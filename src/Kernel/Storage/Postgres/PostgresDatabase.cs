using Microsoft.Extensions.Logging;
using Npgsql;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Kernel.Storage.Postgres;

/// <summary>The shared store of several nodes. Each piece of work is a transaction of its own; the server groups their flushes.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresLocks _locks;
    private readonly ILogger _log;

    public PostgresDatabase(string address, ILogger log)
    {
        var settings = PostgresAddress.Parse(address);
        settings.MaxAutoPrepare = 256;
        settings.AutoPrepareMinUsages = 2;
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, 64);
        // Sessions leave no settings behind, so a connection needs no cleaning between two of them.
        settings.NoResetOnClose = true;
        // To know which of the deferred statements was refused.
        settings.IncludeFailedBatchedCommand = true;
        settings.ApplicationName ??= "zhuangjin";
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        _locks = new(settings);
        _log = log;
    }

    public Dialect Dialect => Dialect.Postgres;

    public async Task<T> WriteAsync<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel = default)
    {
        var (result, afterCommit) = await RunAsync("begin", work, cancel);
        AfterCommits.Run(afterCommit, _log);
        return result;
    }

    public async Task<T> ReadAsync<T>(Func<ISession, ValueTask<T>> work, CancellationToken cancel = default) =>
        (await RunAsync("begin isolation level repeatable read read only", work, cancel)).Result;

    public Task<IHeldLock?> TryLockAsync(string name, CancellationToken cancel = default) => _locks.TryTakeAsync(name, cancel);

    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    private async Task<(T Result, List<Action>? AfterCommit)> RunAsync<T>(string begin, Func<ISession, ValueTask<T>> work, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        var session = new PostgresSession(connection, begin, cancel);
        try
        {
            var result = await work(session);
            return (result, await session.CommitAsync());
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable)
        {
            await session.RollbackAsync();
            _log.LogInformation(fault, "Two transactions met; one was refused.");
            throw new ConflictException("kernel.fault.conflict");
        }
        catch
        {
            await session.RollbackAsync();
            throw;
        }
    }
}
