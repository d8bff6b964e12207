using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Zhuangjin.Kernel.Storage.Postgres;

/// <summary>Named locks as advisory locks, each on a connection of its own: the server frees it when the node dies, and the node notices when the connection does.</summary>
internal sealed class PostgresLocks
{
    private readonly string _connectionText;

    public PostgresLocks(NpgsqlConnectionStringBuilder settings)
    {
        _connectionText = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            // Both ends look after a silent partner: the node within about 2 seconds, the server within about 15.
            KeepAlive = 2,
            CancellationTimeout = 2000,
            Options = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3",
        }.ConnectionString;
    }

    public async Task<IHeldLock?> TryTakeAsync(string name, CancellationToken cancel)
    {
        var number = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("zhuangjin-lock:" + name)));
        var connection = new NpgsqlConnection(_connectionText);
        try
        {
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = number } } };
            if (await command.ExecuteScalarAsync(cancel) is true)
            {
                return new Held(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    private sealed class Held : IHeldLock
    {
        private readonly NpgsqlConnection _connection;
        private readonly CancellationTokenSource _lost = new();
        private readonly CancellationTokenSource _end = new();
        private readonly Task _watching;

        public Held(NpgsqlConnection connection)
        {
            _connection = connection;
            _watching = WatchAsync();
        }

        public CancellationToken Lost => _lost.Token;

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _watching;
            if (!_lost.IsCancellationRequested)
            {
                await UnlockAsync();
            }
            await _connection.DisposeAsync();
            _end.Dispose();
        }

        private async Task UnlockAsync()
        {
            try
            {
                // Closing would free it too, but only some time after the call.
                await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", _connection);
                await command.ExecuteNonQueryAsync();
            }
            catch (NpgsqlException)
            {
                // The connection died just now, and the lock with it.
                await _lost.CancelAsync();
            }
        }

        private async Task WatchAsync()
        {
            try
            {
                while (true)
                {
                    await _connection.WaitAsync(_end.Token);
                }
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                // Given back in good order.
            }
            catch (Exception)
            {
                await _lost.CancelAsync();
            }
        }
    }
}
