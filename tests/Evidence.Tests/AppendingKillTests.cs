using System.Diagnostics;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Sealing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A process is killed with -9 while 64 writers append, some to one stream, and others record through the outbox.</summary>
public sealed class AppendingKillTests
{
    [Fact]
    public async Task What_an_append_was_told_stands_at_its_place_and_nothing_stands_there_twice()
    {
        await using var log = await TestLog.OpenAsync();
        var random = new Random(20221001);
        var acknowledged = new Dictionary<long, string>();
        for (var round = 1; round <= 5; round++)
        {
            foreach (var (place, what) in await RunAndKillAsync(log.DataDirectory, round, random.Next(200, 3000)))
            {
                acknowledged.Add(place, what);
            }
            await log.StartAsync(); // refuses if the rows contradict any checkpoint that was signed
            await log.SealAllAsync();
            var size = (await log.StateAsync()).Size;
            var stored = (await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, size))).ToDictionary(r => r.Place, r => Entry.Read(r.Entry));
            Assert.All(acknowledged, a => Assert.Equal(a.Value, $"{stored[a.Key].Id} {stored[a.Key].Stream} {stored[a.Key].Sequence}"));
            Assert.Equal(stored.Count, stored.Values.Select(e => (e.Stream, e.Sequence)).Distinct().Count());
            var report = await LogCheck.RunAsync(log.Database, log.DataDirectory);
            Assert.True(report.Findings.Count == 0, string.Join("; ", report.Findings));
        }
    }

    private static async Task<List<(long Place, string What)>> RunAndKillAsync(string folder, int round, int after)
    {
        var sealer = Path.Combine(AppContext.BaseDirectory, "Zhuangjin.Evidence.Sealer.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [sealer, folder, round.ToString(), "append"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var told = new List<string>();
        while (told.Count < after && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            told.Add(line);
        }
        process.Kill(); // SIGKILL
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            told.Add(line);
        }
        await process.WaitForExitAsync();
        Assert.Equal(137, process.ExitCode);
        // "at PLACE ID STREAM SEQUENCE"; the last line may be torn.
        return [.. told.Select(l => l.Split(' ')).Where(l => l is ["at", _, { Length: 26 }, _, _]).Take(told.Count - 1).Select(l => (long.Parse(l[1]), $"{l[2]} {l[3]} {l[4]}"))];
    }
}
