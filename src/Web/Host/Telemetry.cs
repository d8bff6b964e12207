using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Zhuangjin.Web.Host;

/// <summary>Traces, metrics and logs by OpenTelemetry, when an operator says where to send them (the standard variable OTEL_EXPORTER_OTLP_ENDPOINT).</summary>
internal static class Telemetry
{
    public static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }
        builder.Logging.AddOpenTelemetry(logs => logs.IncludeFormattedMessage = true);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("zhuangjin"))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource("Zhuangjin.*"))
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("System.Runtime", "Zhuangjin.*"))
            .UseOtlpExporter();
    }
}
