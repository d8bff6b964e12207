using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Bench.Raw;

/// <summary>The writes of one transition without any logic: the case's new state, its event, the entry for the log.</summary>
public static class Workload
{
    public const string Update = "update bench_case set version = version + 1, content = $2 where id = $1";
    public const string InsertEvent = "insert into bench_event(case_id, at, content) values ($1, $2, $3)";
    public const string InsertEntry = "insert into bench_entry(case_id, content) values ($1, $2)";

    /// <summary>About as many bytes as a real case, event and log entry have.</summary>
    public static readonly string Content = new('案', 300);

    public static readonly byte[] Entry = new byte[400];

    private const int Cases = 1000;

    public static string CaseOf(int number) => $"01h2xcejqtf2nbrexx3vq{number % Cases:00000}";

    public static async Task PrepareAsync(IDatabase database)
    {
        var key = database.Dialect == Dialect.Sqlite ? "integer primary key" : "bigint generated always as identity primary key";
        var binary = database.Dialect == Dialect.Sqlite ? "blob" : "bytea";
        await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync($"create table bench_case(id text primary key, version bigint not null, content text not null){(database.Dialect == Dialect.Sqlite ? " without rowid" : "")}");
            await session.ExecuteAsync($"create table bench_event(number {key}, case_id text not null, at bigint not null, content text not null)");
            await session.ExecuteAsync($"create table bench_entry(number {key}, case_id text not null, content {binary} not null)");
            for (var i = 0; i < Cases; i++)
            {
                await session.ExecuteAsync("insert into bench_case(id, version, content) values ($1, 0, $2)", CaseOf(i), Content);
            }
            return Cases;
        });
    }

    /// <summary>One transition's writes through the store that all engines use.</summary>
    public static Task<int> WriteAsync(IDatabase database, int number) => database.WriteAsync(async session =>
    {
        var id = CaseOf(number);
        await session.DeferAsync(Update, [id, Content], 1);
        await session.DeferAsync(InsertEvent, [id, (long)number, Content]);
        await session.DeferAsync(InsertEntry, [id, Entry]);
        return number;
    });
}
