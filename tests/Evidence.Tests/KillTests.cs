using System.Diagnostics;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Sealing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A process is killed with -9 while it records, seals and publishes; the next start goes on as if nothing had been.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_sealed_twice_wherever_the_process_dies()
    {
        await using var log = await TestLog.OpenAsync();
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        var random = new Random(20220816);
        for (var round = 1; round <= 6; round++)
        {
            var told = await RunAndKillAsync(log.DataDirectory, round, afterEvents: random.Next(1, 400));
            acknowledged.UnionWith(told.Where(l => l.StartsWith("event ")));
            var published = told.Where(l => l.StartsWith("published ")).Select(l => long.Parse(l.Split(' ')[1])).DefaultIfEmpty(0).Max();

            await log.StartAsync(); // refuses if the rows contradict any checkpoint that was signed or published
            await log.SealAllAsync();
            var state = await log.StateAsync();
            Assert.True(state.Size >= published, $"published {published}, sealed {state.Size}");
            Assert.Equal(state.Size, await log.Publisher.PublishAsync(default));

            var sealedNow = (await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, state.Size)))
                .Select(r => Entry.Read(r.Entry))
                .Select(e => $"event {e.Stream} {e.Sequence}")
                .ToList();
            Assert.Equal(sealedNow.Count, sealedNow.Distinct().Count());
            Assert.Empty(acknowledged.Except(sealedNow));
            var report = await LogCheck.RunAsync(log.Database, log.DataDirectory); // every checkpoint ever signed, every file
            Assert.True(report.Findings.Count == 0, string.Join("; ", report.Findings));
        }
    }

    private static async Task<List<string>> RunAndKillAsync(string folder, int round, int afterEvents)
    {
        var sealer = Path.Combine(AppContext.BaseDirectory, "Zhuangjin.Evidence.Sealer.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [sealer, folder, round.ToString()]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var told = new List<string>();
        while (told.Count < afterEvents && await process.StandardOutput.ReadLineAsync() is { } line)
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
        return told.Where(l => l.Split(' ').Length == (l.StartsWith("event ") ? 3 : 2)).ToList();
    }
}
