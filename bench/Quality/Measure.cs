using System.Diagnostics;
using System.Globalization;

namespace Zhuangjin.Bench.Quality;

/// <summary>What a piece of work took of this process.</summary>
/// <param name="Cpu">Processor time of all threads.</param>
/// <param name="Peak">Highest resident memory while it ran, in bytes; 0 where the system does not tell.</param>
internal sealed record Measure(TimeSpan Wall, TimeSpan Cpu, long Peak)
{
    private const string Counters = "/proc/self/clear_refs";

    /// <summary>Does the work once, after the rubbish of those before is gone.</summary>
    public static async Task<(Measure Measure, T Result)> OfAsync<T>(Func<Task<T>> work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (File.Exists(Counters))
        {
            // "5" sets the peak of resident memory back to what it is now (proc(5)).
            await File.WriteAllTextAsync(Counters, "5");
        }
        using var process = Process.GetCurrentProcess();
        var (cpu, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        var result = await work();
        var wall = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        return (new(wall, process.TotalProcessorTime - cpu, PeakOfProcess()), result);
    }

    private static long PeakOfProcess()
    {
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line["VmHWM:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }
}
