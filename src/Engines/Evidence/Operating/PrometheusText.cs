using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Zhuangjin.Evidence.Operating;

/// <summary>Collects the program's own meters and writes them in Prometheus' text format 0.0.4. (OpenTelemetry's exporter for it has no stable release.)</summary>
internal sealed class PrometheusText : IDisposable
{
    private static readonly double[] Bounds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 10, 100, 1000, 5000];

    private sealed class Series(Instrument instrument)
    {
        private readonly long[] _buckets = new long[Bounds.Length];
        private double _sum;
        private long _count;

        public void Add(double value)
        {
            lock (_buckets)
            {
                _sum += value;
                _count++;
                for (var i = 0; i < Bounds.Length; i++)
                {
                    _buckets[i] += value <= Bounds[i] ? 1 : 0;
                }
            }
        }

        public void Write(StringBuilder text)
        {
            var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
            lock (_buckets)
            {
                if (!instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal))
                {
                    PrometheusText.Write(text, name + "_total", "counter", instrument.Description, _sum);
                    return;
                }
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} histogram\n");
                for (var i = 0; i < Bounds.Length; i++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{Bounds[i]}\"}} {_buckets[i]}\n");
                }
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"+Inf\"}} {_count}\n{name}_sum {_sum}\n{name}_count {_count}\n");
            }
        }
    }

    private readonly ConcurrentDictionary<Instrument, Series> _series = new();
    private readonly MeterListener _listener = new();

    public PrometheusText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Zhuangjin.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Of(instrument).Add(value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Of(instrument).Add(value));
        _listener.Start();
    }

    private Series Of(Instrument instrument) => _series.GetOrAdd(instrument, static i => new(i));

    public void Dispose() => _listener.Dispose();

    /// <summary>All counters and histograms so far.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var (_, series) in _series.OrderBy(s => s.Key.Name, StringComparer.Ordinal))
        {
            series.Write(text);
        }
        return text.ToString();
    }

    public static void Write(StringBuilder text, string name, string type, string? help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");

    /// <summary>One gauge with a value for each of several things.</summary>
    public static void Write(StringBuilder text, string name, string help, string label, IEnumerable<(string Of, long Value)> values)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach (var (of, value) in values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{{{label}=\"{of}\"}} {value}\n");
        }
    }
}
