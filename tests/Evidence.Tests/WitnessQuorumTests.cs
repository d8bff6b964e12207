using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A log with five witnesses: two honest ones, each a process of its own, one behind a slow line, one that lies, one that is down.</summary>
public sealed class WitnessQuorumTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder = new();
    private readonly List<Process> _processes = [];
    private readonly List<WebApplication> _servers = [];
    private readonly TaskCompletionSource _slowMayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CosignatureKey _liar = new("liar.example", Enumerable.Repeat((byte)66, 32).ToArray());
    private int _lies;

    private static VerifierKey LogKey
    {
        get
        {
            using var key = new NoteKey("data.example.gov.cn/log", Enumerable.Repeat((byte)7, 32).ToArray());
            return key.Verifier;
        }
    }

    [Fact]
    public async Task Enough_honest_ones_witness_whatever_the_others_do()
    {
        var (one, oneAt) = await StartWitnessAsync("one", 0);
        var (two, twoAt) = await StartWitnessAsync("two", 0);
        var (slow, slowBehind) = await StartWitnessAsync("slow", 0);
        var slowAt = await ServeAsync(async http =>
        {
            await _slowMayAnswer.Task;
            await PassOnAsync(http, slowBehind);
        });
        var liarAt = await ServeAsync(LieAsync);
        var downPort = FreePort();
        // Its key is known, and it is not there yet.
        var (down, _) = await StartWitnessAsync("down", downPort);
        _processes[^1].Kill();
        await _processes[^1].WaitForExitAsync();

        await using var site = await HttpTests.Site.StartAsync(folder => File.WriteAllText(
            Path.Combine(folder, "witness-policy"),
            $"""
            # who watches this log
            witness audit {one} {oneAt}
            witness university {two} {twoAt}
            witness bank {slow} {slowAt}
            witness liar {_liar.Verifier} {liarAt}
            witness exchange {down} http://127.0.0.1:{downPort}
            group watchers 2 audit university bank liar exchange
            quorum watchers

            """));
        var proofs = site.Services.GetRequiredService<IProofs>();
        await site.RecordAsync("case/a", 3);
        var seals = await PollAsync(() => proofs.SealsAsync("case/a"), s => s.All(e => e.Status == SealStatus.Witnessed));
        Assert.Equal(["audit", "university"], seals[^1].WitnessedBy);
        Assert.All(seals, s => Assert.NotNull(s.Index));

        // The published checkpoint of the same size gets the cosignatures; the liar's never.
        var published = SignedNote.Parse(await PollAsync(() => site.Client.GetStringAsync("/log/checkpoint"), n => n.Contains("/one ") && n.Contains("/two ")));
        Assert.True(published.IsSignedBy(VerifierKey.ParseWitness(one)) && published.IsSignedBy(VerifierKey.ParseWitness(two)));

        // The one that was down comes up; the slow line answers at last: both catch up without anything new being sealed.
        await StartWitnessAsync("down", downPort);
        _slowMayAnswer.SetResult();
        var all = SignedNote.Parse(await PollAsync(() => site.Client.GetStringAsync("/log/checkpoint"), n => n.Contains("/slow ") && n.Contains("/down ")));
        Assert.All(new[] { one, two, slow, down }, key => Assert.True(all.IsSignedBy(VerifierKey.ParseWitness(key))));
        Assert.Equal(5, all.Signatures.Count);

        // And the log goes on, witnessed at each step.
        for (var i = 4; i <= 8; i++)
        {
            await site.Database.WriteAsync(s => site.Services.GetRequiredService<IEvidenceRecorder>().RecordAsync(s, Samples.Event("case/a", i)));
            await PollAsync(() => proofs.SealsAsync("case/a"), s => s.All(e => e.Status == SealStatus.Witnessed));
        }
        Assert.True(_lies >= 2, "the liar was not asked again");
        Assert.Equal(0, await site.Database.ReadAsync(s => s.FirstAsync("select count(*) from evidence_cosignature where line like '%liar%'", r => r.GetInt64(0))));
        await AskWhoKnowsAsync(site, proofs, one, two, down);
    }

    /// <summary>The proof file bears the cosignatures, and a policy tells what they are worth.</summary>
    private async Task AskWhoKnowsAsync(HttpTests.Site site, IProofs proofs, string one, string two, string down)
    {
        // Any two make the quorum; the proof bears both of these as soon as both have answered.
        var file = await PollAsync(() => proofs.ProofFileAsync("case/a", _ => false), f => System.Text.Encoding.UTF8.GetString(f) is var text && text.Contains("127.0.0.1/one ") && text.Contains("127.0.0.1/two "));
        var key = LogKey.ToString();
        var unasked = ProofVerifier.Verify(file, key);
        Assert.True(unasked.Holds);
        Assert.Null(unasked.Quorum);
        Assert.All(unasked.Cosigners, c => Assert.Null(c.Valid));
        Assert.Contains("127.0.0.1/one", unasked.Cosigners.Select(c => c.Name));

        var good = ProofVerifier.Verify(file, key, System.Text.Encoding.UTF8.GetBytes($"witness a {one}\nwitness b {two}\ngroup g all a b\nquorum g\n"));
        Assert.True(good.Holds, good.Failure?.ToString());
        Assert.True(good.Quorum);
        Assert.Equal(["a", "b"], good.Cosigners.Where(c => c.Valid == true).Select(c => c.Name));

        var bad = ProofVerifier.Verify(file, key, System.Text.Encoding.UTF8.GetBytes($"witness a {one}\nwitness liar {_liar.Verifier}\ngroup g all a liar\nquorum g\n"));
        Assert.False(bad.Holds);
        Assert.False(bad.Quorum);
        Assert.Equal("evidence.verify.quorum", bad.Failure!.Code);

        var page = await site.Client.GetStringAsync("/log/checkpoint");
        Assert.DoesNotContain("liar", page);
        Assert.NotEmpty(down);
    }

    private async Task LieAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var note = SignedNote.Parse((await reader.ReadToEndAsync()).Split("\n\n", 2)[1]);
        var checkpoint = Checkpoint.Parse(note.Text);
        var now = Samples.At;
        var other = checkpoint with { Root = new byte[32] };
        switch (Interlocked.Increment(ref _lies) % 4)
        {
            case 1: // a true signature over another root
                await http.Response.WriteAsync(_liar.Sign(other.Text, now).Line);
                break;
            case 2: // a size that it cannot have seen
                http.Response.StatusCode = 409;
                await http.Response.WriteAsync("999999999\n");
                break;
            case 3: // the log's own line in place of its own, and a line of nobody
                await http.Response.WriteAsync(note.Signatures[0].Line + "— liar.example AAAAAAAA\n");
                break;
            default: // another note put before the lines
                await http.Response.WriteAsync($"\n{other.Text}\n{_liar.Sign(other.Text, now).Line}");
                break;
        }
    }

    private static async Task PassOnAsync(HttpContext http, string to)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(new Uri(to), "add-checkpoint"), new StreamContent(http.Request.Body));
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await http.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
    }

    private async Task<(string Key, string Address)> StartWitnessAsync(string name, int port)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [WitnessProcess.Program, "witness", "--data", _folder.File(name), "--log", LogKey.ToString(), "--name", "127.0.0.1/" + name, "--port", port.ToString()])
        { RedirectStandardOutput = true, UseShellExecute = false })!;
        _processes.Add(process);
        return ((await process.StandardOutput.ReadLineAsync())!, (await process.StandardOutput.ReadLineAsync())!);
    }

    private async Task<string> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/add-checkpoint", answer);
        await app.StartAsync();
        _servers.Add(app);
        return app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<T> PollAsync<T>(Func<Task<T>> look, Func<T, bool> enough)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (enough(seen))
            {
                return seen;
            }
            Assert.True(watch.Elapsed < Patience, "Not reached in time: " + seen);
            await Task.Delay(10);
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _slowMayAnswer.TrySetResult();
        foreach (var server in _servers)
        {
            await server.StopAsync(new CancellationToken(canceled: true));
            await server.DisposeAsync();
        }
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _liar.Dispose();
        _folder.Dispose();
    }
}
