using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>What the monitor knows of the log.</summary>
/// <param name="Note">The newest accepted checkpoint; "" before the first.</param>
/// <param name="Walked">Entries verified one by one; at most the checkpoint's size, less when the monitor was stopped in between.</param>
/// <param name="Edge">Right edge of the tree of the walked entries.</param>
/// <param name="Foreign">Walked entries that are in no stream.</param>
internal sealed record MonitorState(string VerifierKey, string Note, long Walked, byte[] Edge, long Foreign, DateTimeOffset GrownAt);

/// <summary>The monitor's own small store. It survives kill -9: state and stream numbers change together.</summary>
internal sealed class MonitorStore : IAsyncDisposable
{
    private readonly IDatabase _database;
    private readonly FileStream _lock;

    private MonitorStore(IDatabase database, FileStream held) => (_database, _lock) = (database, held);

    /// <exception cref="InvalidDataException">Another monitor is using the folder.</exception>
    public static async Task<MonitorStore> OpenAsync(string directory)
    {
        Directory.CreateDirectory(directory);
        FileStream held;
        try
        {
            held = new(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidDataException($"Another monitor is using {directory}. Choose another folder with --data DIR.", e);
        }
        var store = new MonitorStore(Databases.Open("sqlite:monitor.db", directory), held);
        await store._database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                """
                create table if not exists monitor_log (
                  one integer primary key, vkey text not null, note text not null, walked integer not null, edge blob not null, foreigners integer not null, grown_at integer not null)
                """);
            await session.ExecuteAsync("create table if not exists monitor_stream (stream text primary key, sequence integer not null) without rowid");
            return true;
        });
        return store;
    }

    public Task<MonitorState?> LoadAsync() => _database.ReadAsync(session => session.FirstAsync(
        "select vkey, note, walked, edge, foreigners, grown_at from monitor_log where one = 1",
        r => new MonitorState(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetFieldValue<byte[]>(3), r.GetInt64(4), ChinaTime.FromMicros(r.GetInt64(5)))));

    public Task<long> StreamsAsync() => _database.ReadAsync(session => session.FirstAsync("select count(*) from monitor_stream", r => r.GetInt64(0)));

    /// <summary>The last number seen in each of these streams; 0 for one that is new.</summary>
    public Task<Dictionary<string, long>> NumbersAsync(IReadOnlyCollection<string> streams) => _database.ReadAsync(async session =>
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var stream in streams)
        {
            numbers[stream] = await session.FirstAsync("select sequence from monitor_stream where stream = $1", r => r.GetInt64(0), stream);
        }
        return numbers;
    });

    public Task SaveAsync(MonitorState state, IReadOnlyDictionary<string, long> numbers, CancellationToken cancel) => _database.WriteAsync(
        async session =>
        {
            foreach (var (stream, sequence) in numbers)
            {
                await session.DeferAsync(
                    "insert into monitor_stream (stream, sequence) values ($1, $2) on conflict (stream) do update set sequence = excluded.sequence", [stream, sequence]);
            }
            return await session.ExecuteAsync(
                """
                insert into monitor_log (one, vkey, note, walked, edge, foreigners, grown_at) values (1, $1, $2, $3, $4, $5, $6)
                on conflict (one) do update set vkey = excluded.vkey, note = excluded.note, walked = excluded.walked, edge = excluded.edge, foreigners = excluded.foreigners, grown_at = excluded.grown_at
                """,
                state.VerifierKey, state.Note, state.Walked, state.Edge, state.Foreign, state.GrownAt.ToMicros());
        },
        cancel);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _lock.DisposeAsync();
    }
}
