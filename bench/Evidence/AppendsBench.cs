using System.Globalization;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.Kernel.Cryptography.Wide;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Evidence;

/// <summary>Appends that are durable and sealed when their caller is told, against the same rows without a log, hypercore, and a toy in Go without a database.</summary>
public static class AppendsBench
{
    private const int Bytes = 200;

    /// <param name="args">--writers N (512) --rounds N (5) --milliseconds N (2000) --only TEXT (names that hold it).</param>
    public static async Task RunAsync(string[] args)
    {
        var writers = Option(args, "--writers", 512);
        var rounds = Option(args, "--rounds", 5);
        var each = TimeSpan.FromMilliseconds(Option(args, "--milliseconds", 2000));
        var only = Array.IndexOf(args, "--only") is var at and >= 0 ? args[at + 1] : "";
        using var folder = new TestFolder();
        await using var cluster = await PostgresCluster.StartAsync();
        var racers = new List<IRacer>();
        foreach (var (name, open) in new (string, Func<string, Task<IRacer>>)[]
        {
            ("SQLite, bare inserts", async at => await BareInserts.OpenAsync("SQLite, bare inserts", "sqlite:bare.db", at, writers)),
            ("SQLite, sealed", async at => await SealedAppends.OpenAsync("SQLite, sealed", "sqlite:sealed.db", at, writers)),
            ("PostgreSQL, bare inserts", async at => await BareInserts.OpenAsync("PostgreSQL, bare inserts", await cluster.CreateDatabaseAsync(), at, writers)),
            ("PostgreSQL, sealed", async at => await SealedAppends.OpenAsync("PostgreSQL, sealed", await cluster.CreateDatabaseAsync(), at, writers)),
            ("Go toy, files only", at => OtherProgram.GoAsync("Go toy, files only", at, writers, Bytes)),
            ("hypercore, append each", at => OtherProgram.HypercoreAsync("hypercore, append each", at, writers, Bytes, "each")),
            ("hypercore, one a batch", at => OtherProgram.HypercoreAsync("hypercore, one a batch", at, writers, Bytes, "batch")),
        })
        {
            if (name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                racers.Add(await open(Directory.CreateDirectory(folder.File(racers.Count.ToString(CultureInfo.InvariantCulture))).FullName));
            }
        }

        var laps = racers.ToDictionary(r => r, _ => new List<Lap>());
        var (flushes, hashes) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            flushes.Add(Disk.FlushesPerSecond(folder.Path));
            hashes.Add(LeavesPerSecond());
            foreach (var racer in racers)
            {
                var lap = await racer.RunAsync(round == 0 ? each / 2 : each);
                if (round > 0)
                {
                    laps[racer].Add(lap);
                }
            }
        }
        Console.WriteLine($"{writers} writers, each waiting for its own entry of about {Bytes} bytes. Medians of {rounds} interleaved rounds of {each.TotalSeconds:0.#} s.");
        Console.WriteLine($"In these minutes: flushes of 4 KB {flushes.Min():0} to {flushes.Max():0}/s; leaves hashed on one core {hashes.Min():#,0} to {hashes.Max():#,0}/s.");
        Console.WriteLine();
        Console.WriteLine($"{"",-28}{"entries/s",12}{"slowest",10}{"fastest",10}{"p50 ms",9}{"p99 ms",9}");
        foreach (var (racer, all) in laps)
        {
            var rates = all.Select(l => l.PerSecond).Order().ToList();
            Console.WriteLine($"{racer.Name,-28}{rates[rates.Count / 2],12:#,0}{rates[0],10:#,0}{rates[^1],10:#,0}{Middle(all.Select(l => l.Median)),9:0.00}{Middle(all.Select(l => l.Slowest1Percent)),9:0.00}");
        }
        foreach (var racer in racers)
        {
            await racer.DisposeAsync();
        }
    }

    private static double LeavesPerSecond()
    {
        var entries = Enumerable.Range(0, 4096).Select(_ => new byte[Bytes]).ToArray();
        var digests = new byte[entries.Length * WideHash.Length];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var count = 0L;
        while (watch.ElapsedMilliseconds < 200)
        {
            WideHash.Sha256.Hash([0], new Messages(entries), digests);
            count += entries.Length;
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    private static double Middle(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}

/// <summary>What one round gave. Times in milliseconds.</summary>
internal readonly record struct Lap(double PerSecond, double Median, double Slowest1Percent)
{
    public static Lap Of(IEnumerable<TimeSpan> took, TimeSpan elapsed)
    {
        var all = took.Select(t => t.TotalMilliseconds).Order().ToList();
        return new(all.Count / elapsed.TotalSeconds, all[(int)((all.Count - 1) * 0.5)], all[(int)((all.Count - 1) * 0.99)]);
    }
}

/// <summary>A store whose writers each wait for their own entry.</summary>
internal interface IRacer : IAsyncDisposable
{
    string Name { get; }

    Task<Lap> RunAsync(TimeSpan each);
}
