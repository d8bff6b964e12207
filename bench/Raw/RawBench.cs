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
        Contestant[] contestants =
        [
            new("SQLite alone, 1 a flush", 1, _ => Do(() => directFile.Write(Next(), 1))),
            new("SQLite alone, 16 a flush", 1, _ => Do(() => directFile.Write(Next() * 16, 16))),
            new("store on SQLite", 1, _ => Workload.WriteAsync(embedded, Next())),
            new("store on SQLite", 16, _ => Workload.WriteAsync(embedded, Next())),
            new("store on SQLite", 64, _ => Workload.WriteAsync(embedded, Next())),
            new("Npgsql alone", 1, _ => directServer.WriteAsync(Next())),
            new("Npgsql alone", 16, _ => directServer.WriteAsync(Next())),
            new("store on PostgreSQL", 1, _ => Workload.WriteAsync(shared, Next())),
            new("store on PostgreSQL", 16, _ => Workload.WriteAsync(shared, Next())),
        ];
        var before = Disk.FlushesPerSecond(folder.Path);
        var scores = await Contest.RunAsync(contestants, rounds, each);
        var after = Disk.FlushesPerSecond(folder.Path);
        Print(scores, before, after, rounds, each);
    }

    private static void Print(IReadOnlyList<Score> scores, double before, double after, int rounds, TimeSpan each)
    {
        // The plain SQLite loop with 16 a flush does 16 transitions each time.
        double[] rates = [.. scores.Select((s, i) => i == 1 ? s.PerSecond * 16 : s.PerSecond)];
        double?[] limits = [null, null, rates[0], rates[1], rates[1], null, null, rates[5], rates[6]];
        Console.WriteLine($"One update and two inserts, durable. Medians of {rounds} interleaved rounds of {each.TotalSeconds:0.#} s. Flushes of 4 KB: {before:0}/s before, {after:0}/s after.");
        Console.WriteLine();
        Console.WriteLine($"{"",-26}{"callers",8}{"transitions/s",15}{"of the limit",14}{"p50 ms",9}{"p99 ms",9}");
        for (var i = 0; i < scores.Count; i++)
        {
            var (contestant, _, median, slowest) = scores[i];
            var share = limits[i] is { } limit ? (rates[i] / limit).ToString("P0") : "";
            Console.WriteLine($"{contestant.Name,-26}{contestant.Callers,8}{rates[i],15:#,0}{share,14}{median.TotalMilliseconds,9:0.00}{slowest.TotalMilliseconds,9:0.00}");
        }
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1]) : otherwise;
}
