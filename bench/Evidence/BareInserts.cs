using System.Diagnostics;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Bench.Evidence;

/// <summary>The same rows through the same store without a log: no tree, no numbers in streams, no signature, no check; found by id only. Batches of as many rows
/// as there are writers, one after another.</summary>
internal sealed class BareInserts(string name, IDatabase database, int together) : IRacer
{
    private static readonly string[] Columns = ["id", "stream", "sequence", "type", "at", "entry"];

    private long _sequence;

    public string Name => name;

    public static async Task<IRacer> OpenAsync(string name, string address, string folder, int together)
    {
        var database = Databases.Open(address, folder);
        var (key, binary) = database.Dialect == Dialect.Sqlite ? ("integer primary key", "blob") : ("bigint generated always as identity primary key", "bytea");
        await database.WriteAsync(session => session.ExecuteAsync(
            $"create table bare(number {key}, id text not null unique, stream text not null, sequence bigint not null, type text not null, at bigint not null, entry {binary} not null)"));
        return new BareInserts(name, database, together);
    }

    public async Task<Lap> RunAsync(TimeSpan each)
    {
        var (start, took, entry) = (Stopwatch.GetTimestamp(), new List<TimeSpan>(), new byte[270]);
        while (Stopwatch.GetElapsedTime(start) < each)
        {
            var began = Stopwatch.GetTimestamp();
            _sequence++;
            var rows = Enumerable.Range(0, together).Select(i => (object?[])[Ids.New(TimeProvider.System), $"deposit/4502/{i:0000}", _sequence, "deposit.made", _sequence, entry]).ToList();
            await database.WriteAsync(async session =>
            {
                await session.InsertManyAsync("bare", Columns, rows);
                return rows.Count;
            });
            took.AddRange(Enumerable.Repeat(Stopwatch.GetElapsedTime(began), together));
        }
        return Lap.Of(took, Stopwatch.GetElapsedTime(start));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
