using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Witness;

/// <summary>The witness as a web server: c2sp.org/tlog-witness, its key, and a page for people.</summary>
internal sealed class WitnessServer(WitnessTask task, CosignatureKey key, IReadOnlyDictionary<string, WitnessDesk> desks, PhraseBook texts)
{
    /// <summary>A checkpoint with 63 hashes and 100 signatures is smaller.</summary>
    private const int LargestRequest = 64 << 10;

    private const string Text = "text/plain; charset=utf-8";

    private const string SizeType = "text/x.tlog.size";

    public static async Task<RunningWitness> StartAsync(WitnessTask task, TimeProvider time, CancellationToken cancel)
    {
        Directory.CreateDirectory(task.Directory);
        var held = Hold(task.Directory);
        try
        {
            var logs = await WitnessedLogs.ReadAsync(task.Logs, cancel);
            var key = WitnessKey.Open(task.Directory, task.Name);
            var desks = logs.Values.ToDictionary(l => l.Origin, l => new WitnessDesk(l, task.Directory, key, time), StringComparer.Ordinal);
            foreach (var desk in desks.Values)
            {
                await desk.OpenAsync(cancel);
            }
            var server = new WitnessServer(task, key, desks, new PhraseBook([typeof(EvidenceModule).Assembly]));
            return await server.RunAsync(held, cancel);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Two witnesses with one folder could co-sign two histories.</summary>
    private static FileStream Hold(string directory)
    {
        try
        {
            return new(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidDataException($"Another witness is using {directory}. Stop it, or choose another folder with --data DIR.", e);
        }
    }

    private async Task<RunningWitness> RunAsync(FileStream held, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{(task.Everywhere ? "0.0.0.0" : "127.0.0.1")}:{task.Port}");
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = LargestRequest;
            k.AddServerHeader = false;
        });
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Chinese as it is, not as numbers
        var app = builder.Build();
        Map(app);
        await app.StartAsync(cancel);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
        return new(key.Verifier.ToString(), new Uri(address), stopped.Task, async () =>
        {
            await app.StopAsync();
            await app.DisposeAsync();
            foreach (var desk in desks.Values)
            {
                desk.Dispose();
            }
            key.Dispose();
            await held.DisposeAsync();
        });
    }

    private void Map(WebApplication app)
    {
        app.Use((http, next) =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
            return next(http);
        });
        app.MapPost("/add-checkpoint", AddCheckpointAsync);
        app.MapGet("/vkey", () => Results.Text(key.Verifier + "\n", Text));
        app.MapGet("/style.css", () => Results.Text(WitnessStyle.Css, "text/css; charset=utf-8"));
        app.MapGet("/{originHash}/checkpoint", (string originHash) =>
            desks.Values.FirstOrDefault(d => WitnessDesk.OriginHash(d.Log.Origin) == originHash)?.Latest is { } note ? Results.Text(note.ToString(), Text) : Results.NotFound());
        app.MapGet("/misbehaviour/{folder}/{file}", Proof);
        app.MapGet("/", Status);
    }

    private async Task<IResult> AddCheckpointAsync(HttpContext http, CancellationToken cancel)
    {
        WitnessRequest request;
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, cancel);
            request = WitnessRequest.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (FormatException e)
        {
            return Results.Text(e.Message + "\n", Text, Encoding.UTF8, StatusCodes.Status400BadRequest);
        }
        var answer = desks.TryGetValue(request.Checkpoint.Origin, out var desk)
            ? await desk.ReceiveAsync(request, cancel)
            : new(WitnessVerdict.Unknown, "This witness does not watch that log.\n");
        return answer.Verdict == WitnessVerdict.OtherSize ? new SizeAnswer(answer.Body) : Results.Text(answer.Body, Text, Encoding.UTF8, (int)answer.Verdict);
    }

    /// <summary>409 with the size that the witness has; the media type bears no character set.</summary>
    private sealed class SizeAnswer(string size) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status409Conflict;
            httpContext.Response.ContentType = SizeType;
            return httpContext.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(size)).AsTask();
        }
    }

    /// <summary>Files of kept proof; names are compared with what is there, so that no path leads elsewhere.</summary>
    private IResult Proof(string folder, string file)
    {
        var path = Kept("misbehaviour").Concat(Kept("doubtful")).Where(k => Path.GetFileName(k) == folder).SelectMany(k => Directory.EnumerateFiles(k)).FirstOrDefault(f => Path.GetFileName(f) == file);
        return path is null ? Results.NotFound() : Results.File(path, Text);
    }

    private IReadOnlyList<string> Kept(string kind) => new Monitor.EvidenceFolder(Path.Combine(task.Directory, kind)).Kept;

    private RazorComponentResult<WitnessStatusPage> Status(HttpContext http)
    {
        var language = http.Request.Query["lang"] == "en" ? "en" : "zh";
        return new(new
        {
            T = texts.In(language),
            Language = language,
            VerifierKey = key.Verifier.ToString(),
            key.Verifier.Name,
            task.Remark,
            Desks = (IReadOnlyList<WitnessStatusPage.DeskView>)[.. desks.Values.OrderBy(d => d.Log.Origin, StringComparer.Ordinal).Select(d => new WitnessStatusPage.DeskView(
                d.Log.Origin, $"/{WitnessDesk.OriginHash(d.Log.Origin)}/checkpoint", d.Checkpoint?.Size, d.At, d.Refusals, d.LastRefusal?.At, (int?)d.LastRefusal?.Verdict ?? 0))],
            Misbehaviour = (IReadOnlyList<string>)[.. Kept("misbehaviour")],
            Doubtful = (IReadOnlyList<string>)[.. Kept("doubtful")],
        });
    }
}
