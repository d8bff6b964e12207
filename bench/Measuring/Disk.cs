using System.Diagnostics;

namespace Zhuangjin.Bench.Measuring;

/// <summary>The disk of this minute: every durable store lives by it.</summary>
public static class Disk
{
    /// <summary>How often a page of 4 KB can be appended and flushed in a second.</summary>
    public static double FlushesPerSecond(string folder)
    {
        var page = new byte[4096];
        var path = Path.Combine(folder, "flush");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 1)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
            count++;
        }
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
