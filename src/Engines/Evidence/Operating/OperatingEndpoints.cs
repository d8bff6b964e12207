using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Operating;

/// <summary>/evidence/health for operators, /evidence/status for everybody, /metrics for the operators' machines.</summary>
internal static class OperatingEndpoints
{
    /// <summary>Environment variable with the bearer token of /metrics. Without it only this machine itself may read them.</summary>
    public const string TokenVariable = "ZJ_METRICS_TOKEN";

    /// <summary>Days for which two keys sign after a rotation by the page.</summary>
    private const int OverlapDays = 30;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.ServiceProvider.GetRequiredService<PrometheusText>(); // listens from the beginning, not from the first question on
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/evidence/status", StatusAsync);
        pages.MapGet("/evidence/health", (HttpContext http, CancellationToken _) => HealthAsync(http));
        pages.MapPost("/evidence/health/rotate-key", (HttpContext http, CancellationToken _) => RotateAsync(http));
        pages.MapGet("/metrics", (HttpContext http, CancellationToken _) => MetricsAsync(http));
    }

    private static async Task<RazorComponentResult<StatusPage>> StatusAsync(LogGrowth growth, CancellationToken cancel) => new(new { State = await growth.ReadAsync(cancel) });

    private static async Task<IResult> HealthAsync(HttpContext http)
    {
        await http.RequestServices.GetRequiredService<ILogOperators>().RequireAsync(http);
        return new RazorComponentResult<HealthPage>(new { State = View(await http.RequestServices.GetRequiredService<OperatingReader>().ReadAsync(http.RequestAborted)) });
    }

    private static HealthPage.HealthView View(OperatingState s) => new(
        s.Log, s.OldestWaiting, s.FreeBytes, s.VolumeBytes,
        s.Check is { } check ? new(check.At, check.Sound, check.Size, check.Detail) : null,
        s.Backup is { } backup ? new(backup.At, backup.Sound, backup.Size, backup.Detail) : null,
        s.Keys);

    private static async Task<IResult> RotateAsync(HttpContext http)
    {
        var by = await http.RequestServices.GetRequiredService<ILogOperators>().RequireAsync(http);
        await http.RequestServices.GetRequiredService<IKeyRotation>().RotateAsync(by, TimeSpan.FromDays(OverlapDays), http.RequestAborted);
        return Results.Redirect("/evidence/health");
    }

    private static async Task<IResult> MetricsAsync(HttpContext http)
    {
        if (!MayRead(http))
        {
            return Results.NotFound();
        }
        var state = await http.RequestServices.GetRequiredService<OperatingReader>().ReadAsync(http.RequestAborted);
        var text = new StringBuilder(http.RequestServices.GetRequiredService<PrometheusText>().Write());
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        PrometheusText.Write(text, "zhuangjin_evidence_size", "gauge", "Sealed entries of the log.", state.Log.Size);
        PrometheusText.Write(text, "zhuangjin_evidence_waiting", "gauge", "Recorded entries that are not sealed yet.", state.Log.Waiting);
        PrometheusText.Write(text, "zhuangjin_evidence_waiting_oldest_seconds", "gauge", "Age of the oldest of them.", state.OldestWaiting is { } oldest ? (now - oldest).TotalSeconds : 0);
        PrometheusText.Write(text, "zhuangjin_evidence_publish_lag", "gauge", "Sealed entries that this node has not published yet.", state.Log.Size - (state.Log.PublishedSize ?? 0));
        PrometheusText.Write(text, "zhuangjin_evidence_volume_free_bytes", "gauge", "Free space on the volume of the data folder.", state.FreeBytes);
        PrometheusText.Write(text, "zhuangjin_evidence_check_sound", "gauge", "1 when the last daily check found nothing wrong.", state.Check is { Sound: false } ? 0 : 1);
        var followers = state.Log.Followers;
        PrometheusText.Write(text, "zhuangjin_evidence_follower_lag", "Sealed entries that a follower has not passed yet.", "follower", followers.Select(f => (f.Name, f.Lag)));
        PrometheusText.Write(text, "zhuangjin_evidence_follower_failures", "Attempts of a follower that failed in a row.", "follower", followers.Select(f => (f.Name, f.Failures)));
        PrometheusText.Write(text, "zhuangjin_evidence_national_lag", "gauge", "Sealed entries that the national tree has not taken in yet.", state.Log.National.Lag);
        PrometheusText.Write(text, "zhuangjin_evidence_witnessed_size", "gauge", "Entries under the newest checkpoint that a quorum of witnesses has co-signed.", state.Log.WitnessedSize ?? 0);
        PrometheusText.Write(text, "zhuangjin_evidence_witness_lag", "Sealed entries that a witness has not co-signed yet.", "witness", state.Log.Witnesses.Select(w => (w.Name, w.Lag)));
        PrometheusText.Write(text, "zhuangjin_evidence_anchor_failures", "Attempts at an anchor that failed in a row.", "anchor", state.Log.Anchors.Select(a => (a.Name, a.Failures)));
        return Results.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    /// <summary>With the token; or, where none is set, from this machine and not through a proxy on it.</summary>
    private static bool MayRead(HttpContext http)
    {
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
        {
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes("Bearer " + token));
        }
        return http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
    }
}
