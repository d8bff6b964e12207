using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Sealing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Sealing, publishing and the national tree, one system call after another: at each of them the process dies, or the disk answers with an error.</summary>
/// <remarks>A traced pass without faults tells which calls there are; strace counts them for each thread by itself.</remarks>
public sealed partial class SystemCallTests
{
    /// <summary>What touches files. "read" and "write" are left out: these are the pipes to the test.</summary>
    private const string Calls = "openat,pread64,pwrite64,pwritev,fsync,fdatasync,rename,renameat2,mkdir,unlink,ftruncate,fallocate,fcntl,newfstatat,fstat,lseek,flock,close";

    public static TheoryData<string, string> Faults => new()
    {
        { "seal", "signal=KILL" },
        { "seal", "error=EIO" },
        { "seal", "error=ENOSPC" },
        { "publish", "signal=KILL" },
        { "publish", "error=EIO" },
        { "publish", "error=ENOSPC" },
        { "national", "signal=KILL" },
        { "national", "error=EIO" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_acknowledged_is_lost_whichever_call_fails(string step, string fault)
    {
        var calls = await CallsAsync(step, TestContext.Current.CancellationToken);
        Assert.Contains(calls, c => c.Key is "fsync" or "fdatasync");
        Assert.Contains(calls, c => c.Key == (step == "publish" ? "rename" : "pwrite64"));
        var attempts = calls.Where(c => CanFail(c.Key, fault)).SelectMany(c => Enumerable.Range(1, c.Value).Select(n => (Call: c.Key, At: n))).ToList();
        var felt = 0;
        await Parallel.ForEachAsync(attempts, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (a, cancel) =>
        {
            var what = $"{step}: {fault} at {a.Call} {a.At}";
            await using var log = await TestLog.OpenAsync();
            var told = await RunAsync(log.DataDirectory, step, $"inject={a.Call}:{fault}:when={a.At}", cancel);
            if (told.Last() != "done" || told.Any(l => l.StartsWith("fault ")))
            {
                Interlocked.Increment(ref felt);
            }
            await CheckAsync(log, told, what);
        });
        Assert.True(felt > attempts.Count / 3, $"{felt} of {attempts.Count} faults were felt: the calls are not those of the log.");
    }

    /// <summary>Death comes at any call. A disk's error comes neither from locks nor from close(), which reports it too late to matter; a full one is told only by what writes.</summary>
    private static bool CanFail(string call, string fault) => fault switch
    {
        "signal=KILL" => true,
        "error=EIO" => call is not ("close" or "lseek" or "flock" or "fcntl"),
        _ => call is "openat" or "pwrite64" or "pwritev" or "fsync" or "fdatasync" or "mkdir" or "rename" or "renameat2" or "fallocate",
    };

    private static async Task CheckAsync(TestLog log, IReadOnlyCollection<string> told, string what)
    {
        try
        {
            await log.StartAsync(); // refuses if the rows contradict any checkpoint that was signed or published
            await log.SealAllAsync();
            var state = await log.StateAsync();
            var published = told.Where(l => l.StartsWith("published ")).Select(l => long.Parse(l.Split(' ')[1])).DefaultIfEmpty(0).Max();
            Assert.True(state.Size >= published, $"{what}: published {published}, sealed {state.Size}");
            Assert.Equal(state.Size, await log.Publisher.PublishAsync(default));
            var rows = (await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, state.Size))).Select(r => Entry.Read(r.Entry)).Select(e => $"event {e.Stream} {e.Sequence}").ToList();
            Assert.Equal(rows.Count, rows.Distinct().Count());
            Assert.Empty(told.Where(l => l.StartsWith("event ")).Except(rows));
            var extending = new NationalSealer(log.Database, TimeProvider.System, log.National.Key);
            while (await extending.ExtendAsync(default) > 0)
            {
            }
            var national = told.Where(l => l.StartsWith("national ")).Select(l => long.Parse(l.Split(' ')[1])).DefaultIfEmpty(0).Max();
            Assert.True(await log.National.Publisher.PublishAsync(default) is var extended && extended == state.Size && extended >= national, $"{what}: national {national}, sealed {state.Size}");
            var report = await LogCheck.RunAsync(log.Database, log.DataDirectory);
            Assert.True(report.Findings.Count == 0, string.Join("; ", report.Findings));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{what}: {e.Message}\n{string.Join('\n', told)}", e);
        }
    }

    /// <summary>How often a thread makes each call in a pass without faults.</summary>
    private static async Task<Dictionary<string, int>> CallsAsync(string step, CancellationToken cancel)
    {
        await using var log = await TestLog.OpenAsync();
        var trace = Path.Combine(log.DataDirectory, "trace");
        var told = await RunAsync(log.DataDirectory, step, "trace=" + Calls, cancel, trace);
        Assert.Contains("done", told);
        return (await File.ReadAllLinesAsync(trace, cancel))
            .Select(l => CallLine().Match(l))
            .Where(m => m.Success)
            .GroupBy(m => (Thread: m.Groups[1].Value, Call: m.Groups[2].Value))
            .GroupBy(g => g.Key.Call, g => g.Count())
            .ToDictionary(g => g.Key, g => g.Max());
    }

    private static async Task<IReadOnlyCollection<string>> RunAsync(string folder, string step, string expression, CancellationToken cancel, string? trace = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Zhuangjin.Evidence.Faults.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, folder, step])
        {
            RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_PROCESSOR_COUNT"] = "1" },
        })!;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var told = new List<string>();
        while (told.LastOrDefault() != "ready")
        {
            told.Add(await process.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("The traced program did not start: " + await errors));
        }
        using var tracer = Process.Start(new ProcessStartInfo("strace", ["-f", "-p", process.Id.ToString(), "-o", trace ?? "/dev/null", "-e", expression]) { RedirectStandardError = true, UseShellExecute = false })!;
        var attached = await tracer.StandardError.ReadLineAsync(cancel);
        Assert.Contains("attached", attached);
        var rest = tracer.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.StandardInput.WriteLineAsync("go".AsMemory(), cancel);
            await process.StandardInput.FlushAsync(cancel);
        }
        catch (IOException) when (process.HasExited || expression.Contains("KILL", StringComparison.Ordinal))
        {
            // A thread in the background made the fatal call before the step began: the process died with nothing acknowledged, which is checked all the same.
        }
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            told.Add(line);
        }
        await process.WaitForExitAsync(cancel);
        await tracer.WaitForExitAsync(cancel);
        await rest;
        return told;
    }

    [GeneratedRegex(@"^(\d+) +([a-z0-9_]+)\(", RegexOptions.CultureInvariant)]
    private static partial Regex CallLine();
}
