using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Tests;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Evidence;

/// <summary>Checking a published log from its files alone: time and peak memory, against reading alone, a plain loop and Go's library on the same files in the same run.</summary>
public static class VerifyBench
{
    private const long Aim = 100_000_000;

    /// <param name="args">--entries N (4000000) --rounds N (3). With --folder DIR --key KEY only the check, once: how the benchmark calls itself.</param>
    public static async Task RunAsync(string[] args)
    {
        if (Text(args, "--folder") is { } given)
        {
            await CheckAsync(given, Text(args, "--key")!);
            return;
        }
        var size = long.Parse(Text(args, "--entries") ?? "4000000", CultureInfo.InvariantCulture);
        var rounds = int.Parse(Text(args, "--rounds") ?? "3", CultureInfo.InvariantCulture);
        using var files = new TestFolder();
        var folder = new LogFolder(files.File("log"));
        using var key = new NoteKey("zhuangjin.example/bench", new byte[32]);
        var random = new Random(1);
        var began = Stopwatch.GetTimestamp();
        new SyntheticLog(folder, Sha256TreeHash.Instance).Write(key, size, place => Entry(random, place));
        var bytes = new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        Console.WriteLine($"{size:#,0} entries of 150 to 250 bytes, {bytes / 1e9:0.0} GB in files, written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s. {Environment.ProcessorCount} cores. Files in the page cache. Medians of {rounds} interleaved rounds.");
        Console.WriteLine();

        var go = await GoProgram.BuildAsync(files.Path);
        var bundles = TilePath.Of(size).Where(t => t.Level == TilePath.Entries).Select(folder.FileOf).ToList();
        var all = TilePath.Of(size).Select(folder.FileOf).ToList();
        var memory = 0L;
        (string Name, Func<Task<Took>> RunAsync)[] contestants =
        [
            ("zj fsck --log, all cores", async () =>
            {
                var (took, peak) = await CheckApartAsync(folder.Path, key.Verifier.ToString());
                memory = Math.Max(memory, peak);
                return took;
            }),
            ("read the same files, all cores", () => TimeAsync(() => Parallel.ForEach(all, file => File.ReadAllBytes(file)))),
            ("read the same files, 1 core", () => TimeAsync(() => all.ForEach(file => File.ReadAllBytes(file)))),
            ("leaves only, plain loop, 1 core", () => TimeAsync(() => bundles.ForEach(Plain))),
            ("leaves only, plain loop, all cores", () => TimeAsync(() => Parallel.ForEach(bundles, Plain))),
            ("Go tlog, root from entries, 1 core", () => go.RunAsync(folder.Path, size, 1)),
            ("Go tlog, root from entries, all cores", () => go.RunAsync(folder.Path, size, Environment.ProcessorCount)),
        ];
        var measured = contestants.ToDictionary(c => c.Name, _ => new List<Took>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, runAsync) in contestants)
            {
                measured[name].Add(await runAsync());
            }
        }
        Console.WriteLine($"{"",-40}{"seconds",9}{"of a core",11}{"entries/s",14}{"GB/s",7}{"100 million",14}");
        foreach (var (name, _) in contestants)
        {
            var (seconds, processor) = measured[name].OrderBy(t => t.Seconds).ElementAt(rounds / 2);
            Console.WriteLine($"{name,-40}{seconds,9:0.00}{processor,11:0.00}{size / seconds,14:#,0}{bytes / seconds / 1e9,7:0.00}{Aim / (size / seconds),12:0.0} s");
        }
        Console.WriteLine($"{Environment.NewLine}Peak memory of the check's own process: {memory / 1024:#,0} MiB.");
    }

    private static byte[] Entry(Random random, long place)
    {
        var entry = new byte[random.Next(150, 250)];
        random.NextBytes(entry.AsSpan(8));
        BitConverter.TryWriteBytes(entry, place);
        return entry;
    }

    private static async Task CheckAsync(string folder, string key)
    {
        var began = Stopwatch.GetTimestamp();
        var report = await LogCheck.RunPublishedAsync(folder, key);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {process.TotalProcessorTime.TotalSeconds} {process.PeakWorkingSet64 / 1024} {report.Findings.Count}"));
    }

    /// <summary>In a process of its own, so that its memory is its own; its start is not counted in the seconds.</summary>
    private static async Task<(Took Took, long PeakKib)> CheckApartAsync(string folder, string key)
    {
        var output = await Programs.RunAsync(Environment.ProcessPath!, "verify", "--folder", folder, "--key", key);
        var parts = output.Split(' ');
        return parts is [var seconds, var processor, var peak, "0\n"]
            ? (new(double.Parse(seconds, CultureInfo.InvariantCulture), double.Parse(processor, CultureInfo.InvariantCulture)), long.Parse(peak, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException("The check found faults in a sound log: " + output);
    }

    private static Task<Took> TimeAsync(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var (began, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        action();
        process.Refresh();
        return Task.FromResult(new Took(Stopwatch.GetElapsedTime(began).TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds));
    }

    /// <summary>What one would write first: SHA256.HashData over each entry behind its mark.</summary>
    private static void Plain(string file)
    {
        Span<byte> message = stackalloc byte[512];
        Span<byte> hash = stackalloc byte[32];
        message[0] = 0;
        foreach (var entry in EntryBundle.Read(File.ReadAllBytes(file)))
        {
            entry.CopyTo(message[1..]);
            SHA256.HashData(message[..(entry.Length + 1)], hash);
        }
    }

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

/// <summary>Elapsed seconds, and seconds that all cores together worked: what is left of the first when the machine has other work to do.</summary>
internal readonly record struct Took(double Seconds, double ProcessorSeconds);
