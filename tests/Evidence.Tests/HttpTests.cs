using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The engine as the program runs it, read over HTTP by an outsider.</summary>
public sealed class HttpTests
{
    /// <summary>A host with nothing but this engine, its services running.</summary>
    internal sealed class Site : IAsyncDisposable
    {
        private readonly TestFolder _folder = new();
        private readonly WebApplication _app;

        private Site(Func<string, ModuleSettings> settings)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSingleton(TimeProvider.System);
            builder.Services.AddSingleton(Databases.Open(Databases.DefaultAddress, _folder.Path));
            builder.Services.AddSingleton<IKeyVault, FixedKeys>();
            var module = new EvidenceModule();
            module.AddServices(builder.Services, settings(_folder.Path));
            _app = builder.Build();
            module.MapEndpoints(_app);
        }

        public HttpClient Client { get; private set; } = null!;

        public IServiceProvider Services => _app.Services;

        public IDatabase Database => Services.GetRequiredService<IDatabase>();

        public static async Task<Site> StartAsync(Action<string>? prepare = null)
        {
            var site = new Site(folder =>
            {
                prepare?.Invoke(folder);
                return new(folder, Dialect.Sqlite, Databases.DefaultAddress, Demo: false, new Uri("https://data.example.gov.cn"));
            });
            await MigrationRunner.ApplyAsync(site.Database, MigrationRunner.Of([new EvidenceModule()], Dialect.Sqlite), TimeProvider.System);
            foreach (var start in site.Services.GetServices<IStartUp>())
            {
                await start.StartAsync(default);
            }
            await site._app.StartAsync();
            var address = site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            site.Client = new HttpClient { BaseAddress = new Uri(address) };
            return site;
        }

        public async Task RecordAsync(string stream, int events)
        {
            for (var i = 1; i <= events; i++)
            {
                await Database.WriteAsync(s => Services.GetRequiredService<IEvidenceRecorder>().RecordAsync(s, Samples.Event(stream, i, "张三")));
            }
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _app.StopAsync();
            await Database.DisposeAsync();
            await _app.DisposeAsync();
            _folder.Dispose();
        }
    }

    [Fact]
    public async Task What_is_recorded_is_soon_published_and_proved_over_http()
    {
        await using var site = await Site.StartAsync();
        await site.RecordAsync("case/a", 300);
        var proofs = site.Services.GetRequiredService<IProofs>();
        Assert.True(await proofs.WaitSealedAsync("case/a", TimeSpan.FromMinutes(1)));
        await WaitUntilPublishedAsync(site, 300);

        var key = (await site.Client.GetStringAsync("/log/vkey")).TrimEnd('\n');
        Assert.StartsWith("data.example.gov.cn/log+", key);
        var checkpoint = await site.Client.GetAsync("/log/checkpoint");
        Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
        Assert.True(checkpoint.Headers.CacheControl!.NoCache);
        Assert.StartsWith("data.example.gov.cn/log\n300\n", await checkpoint.Content.ReadAsStringAsync());

        foreach (var tile in TilePath.Of(300))
        {
            var answer = await site.Client.GetAsync("/log/" + tile);
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString());
            Assert.Equal(await File.ReadAllBytesAsync(site.Services.GetRequiredService<LogFolder>().FileOf(tile)), await answer.Content.ReadAsByteArrayAsync());
        }
        var seal = (await proofs.SealsAsync("case/a"))[41];
        var proof = await site.Client.GetByteArrayAsync($"/log/proof/{seal.EntryId}.tlog-proof");
        Assert.True(ProofVerifier.Verify(proof, key).Holds);
        using var head = await site.Client.SendAsync(new(HttpMethod.Head, "/log/checkpoint"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task A_partial_tile_of_an_older_checkpoint_is_still_served_and_none_that_never_was()
    {
        await using var site = await Site.StartAsync();
        await site.RecordAsync("case/a", 300);
        await WaitUntilPublishedAsync(site, 300);
        Assert.Equal(5 * 32, (await site.Client.GetByteArrayAsync("/log/tile/0/000.p/5")).Length);
        foreach (var path in (string[])["tile/0/001", "tile/0/001.p/45", "tile/0/002.p/1", "tile/1/000", "tile/2/000.p/1", "tile/entries/001", "tile/0/0", "tile/0/..%2f..%2fzhuangjin.db", "tile/", "proof/x.tlog-proof", "nothing"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync("/log/" + path)).StatusCode);
        }
    }

    [Fact]
    public async Task The_offline_page_is_served_under_its_own_policy_and_as_a_download()
    {
        await using var site = await Site.StartAsync();
        var page = await site.Client.GetAsync("/log/verify-offline.html");
        Assert.StartsWith(OfflinePage.Policy, page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(OfflinePage.Html, await page.Content.ReadAsByteArrayAsync());
        Assert.Null(page.Content.Headers.ContentDisposition);
        var download = await site.Client.GetAsync("/log/verify-offline.html?download");
        Assert.Equal(OfflinePage.FileName, download.Content.Headers.ContentDisposition!.FileName);
    }

    [Fact]
    public async Task Health_tells_how_far_sealing_and_publishing_are()
    {
        await using var site = await Site.StartAsync();
        await site.RecordAsync("case/a", 3);
        await WaitUntilPublishedAsync(site, 3);
        var health = await site.Services.GetRequiredService<ILogHealth>().HealthAsync();
        Assert.Equal((3L, 0L, 3L), (health.Size, health.Waiting, health.PublishedSize!.Value));
    }

    private static async Task WaitUntilPublishedAsync(Site site, int size)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await site.Client.GetAsync("/log/checkpoint", patience.Token) is { IsSuccessStatusCode: true } answer
            && (await answer.Content.ReadAsStringAsync(patience.Token)).Contains($"\n{size}\n")))
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
