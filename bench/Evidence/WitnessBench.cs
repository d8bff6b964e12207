using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Bench.Evidence;

/// <summary>What witnesses add: from an append's acknowledgement (sealed) to the cosignatures of a quorum, two of three witnesses over HTTP on this machine, each of which
/// stores before it answers. Appends come one after the other, each when the last one is witnessed.</summary>
public static class WitnessBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="args">--appends N (500).</param>
    public static async Task RunAsync(string[] args)
    {
        var at = Array.IndexOf(args, "--appends");
        var count = at < 0 ? 500 : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
        using var folder = new TestFolder();
        // The demonstration brings three witnesses; without scenarios it brings nothing else.
        await using var site = ZhuangjinHost.Build(new NodeOptions { DataDirectory = folder.Path, Port = FreePort(), Demo = true, Scenarios = [] });
        await site.StartAsync();
        var (log, database) = (site.Services.GetRequiredService<ILogAppender>(), site.Services.GetRequiredService<IDatabase>());
        var time = site.Services.GetRequiredService<TimeProvider>();

        async Task<(double Sealed, double Witnessed)> OneAsync(int number)
        {
            var start = Stopwatch.GetTimestamp();
            var appended = await log.AppendAsync("bench/witness", sequence => new("bench.event", "bench/witness", sequence, time.GetUtcNow(), "clock", ImmutableSortedDictionary<string, string>.Empty.Add("number", $"{number}"), ImmutableSortedDictionary<string, string>.Empty));
            var sealedAfter = Stopwatch.GetElapsedTime(start);
            while (appended.Index is not { } index || await database.ReadAsync(s => s.FirstAsync("select coalesce(max(size), 0) from evidence_witnessed", r => r.GetInt64(0))) <= index)
            {
                if (Stopwatch.GetElapsedTime(start) > Patience)
                {
                    throw new TimeoutException("An append was not sealed and witnessed within half a minute.");
                }
                await Task.Yield();
            }
            return (sealedAfter.TotalMilliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        for (var i = 0; i < 50; i++)
        {
            await OneAsync(i); // warm
        }
        var flushes = Disk.FlushesPerSecond(folder.Path);
        List<double> alone = [], more = [];
        for (var i = 0; i < count; i++)
        {
            var (sealedAfter, witnessedAfter) = await OneAsync(i);
            alone.Add(sealedAfter);
            more.Add(witnessedAfter - sealedAfter);
        }
        Console.WriteLine($"{count} appends, one after the other; {flushes:#,0} flushes/s in this minute.");
        Console.WriteLine($"{"",-40}{"p50",10}{"p90",10}{"p99",10}");
        Print("from the call to sealed, ms", alone);
        Print("from sealed to witnessed by two, ms", more);
    }

    private static void Print(string what, List<double> values)
    {
        values.Sort();
        double At(double share) => values[(int)((values.Count - 1) * share)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40}{At(0.5),10:0.00}{At(0.9),10:0.00}{At(0.99),10:0.00}"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
