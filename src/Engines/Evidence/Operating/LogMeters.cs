using System.Diagnostics.Metrics;

namespace Zhuangjin.Evidence.Operating;

/// <summary>The engine's numbers under the meter "Zhuangjin.Evidence" (docs/guides/operate.md names each).</summary>
internal static class LogMeters
{
    public const string Name = "Zhuangjin.Evidence";

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Sealed = Meter.CreateCounter<long>("zhuangjin.evidence.sealed", "{entry}", "Entries that this node sealed.");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("zhuangjin.evidence.seal.failures", "{failure}", "Attempts to seal that failed.");

    public static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>("zhuangjin.evidence.seal.duration", "s", "How long one seal took.");

    public static readonly Histogram<long> Batch = Meter.CreateHistogram<long>("zhuangjin.evidence.seal.batch", "{entry}", "Entries under one checkpoint.");
}
