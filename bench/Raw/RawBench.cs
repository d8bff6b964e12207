using Npgsql;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Raw;

/// <summary>What disk and databases give at most for the writes of a transition, and what our store leaves of it.</summary>
public static class RawBench
{
    /// <param name="args">--rounds N (5) --seconds N (1).</param>
    public static async Task RunAsync(string[] args)
    {
        var rounds = Option(args, "--rounds", 5);
        var each = TimeSpan.FromSeconds(Option(args, "--seconds", 1));
        using var folder = new TestFolder();
        await using var cluster = await PostgresCluster.StartAsync();

        await using var embedded = Databases.Open("sqlite:store.db", folder.Path);
        await Workload.PrepareAsync(embedded);
        await using (var prepared = Databases.Open("sqlite:direct.db", folder.Path))
        {
            await Workload.PrepareAsync(prepared);
        }
        using var directFile = new DirectSqlite(folder.File("direct.db"));

        var address = await cluster.CreateDatabaseAsync();
        await using var shared = Databases.Open(address, folder.Path);
        await Workload.PrepareAsync(shared);
        await using var source = new NpgsqlDataSourceBuilder(cluster.ConnectionText(address) + ";Max Auto Prepare=64;Auto Prepare Min Usages=2;No Reset On Close=true").Build();
        var directServer = new DirectPostgres(source);

        var number = 0;
        int Next() => Interlocked.Increment(ref number);
        Contestant sqlite1 = new("SQLite alone, 1 a flush", 1, _ => Do(() => directFile.Write(Next(), 1)));
        Contestant sqlite16 = new("SQLite alone, 16 a flush", 1, _ => Do(() => directFile.Write(Next() * 16, 16))) { Each = 16 };
        Contestant npgsql1 = new("Npgsql alone", 1, _ => directServer.WriteAsync(Next()));
        Contestant npgsql16 = new("Npgsql alone", 16, _ => directServer.WriteAsync(Next()));
        Contestant[] contestants =
        [
            sqlite1,
            sqlite16,
            new("store on SQLite", 1, _ => Workload.WriteAsync(embedded, Next())) { Limit = sqlite1 },
            new("store on SQLite", 16, _ => Workload.WriteAsync(embedded, Next())) { Limit = sqlite16 },
            new("store on SQLite", 64, _ => Workload.WriteAsync(embedded, Next())) { Limit = sqlite16 },
            npgsql1,
            npgsql16,
            new("store on PostgreSQL", 1, _ => Workload.WriteAsync(shared, Next())) { Limit = npgsql1 },
            new("store on PostgreSQL", 16, _ => Workload.WriteAsync(shared, Next())) { Limit = npgsql16 },
        ];
        var before = Disk.FlushesPerSecond(folder.Path);
        var scores = await Contest.RunAsync(contestants, rounds, each);
        var after = Disk.FlushesPerSecond(folder.Path);
        Console.WriteLine($"One update and two inserts, durable. Medians of {rounds} interleaved rounds of {each.TotalSeconds:0.#} s. Flushes of 4 KB: {before:0}/s before, {after:0}/s after.");
        Console.WriteLine();
        Score.Print(scores, "transitions/s");
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1]) : otherwise;
}
