using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>One authority's node with this engine and its settings, its services running.</summary>
internal sealed class AnchorSite : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TestFolder _folder = new();
    private readonly WebApplication _app;

    private AnchorSite(string origin, byte seed, IEnumerable<(string Key, string Value)> settings, OutsideWeb? web)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Databases.Open(Databases.DefaultAddress, _folder.Path));
        builder.Services.AddSingleton<IKeyVault>(new SeededKeys(seed));
        var module = new EvidenceModule();
        module.AddServices(builder.Services, new(_folder.Path, Dialect.Sqlite, Databases.DefaultAddress, Demo: false, new Uri("https://" + origin)));
        if (web is not null)
        {
            builder.Services.AddSingleton(web);
        }
        _app = builder.Build();
        module.MapEndpoints(_app);
    }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public IDatabase Database => Services.GetRequiredService<IDatabase>();

    public string VerifierKey => Services.GetRequiredService<LogKey>().Verifier.ToString();

    public static async Task<AnchorSite> StartAsync(string origin, byte seed, IEnumerable<(string Key, string Value)> settings, OutsideWeb? web = null)
    {
        var site = new AnchorSite(origin, seed, settings, web);
        await MigrationRunner.ApplyAsync(site.Database, MigrationRunner.Of([new EvidenceModule()], Dialect.Sqlite), TimeProvider.System);
        await StartUpRunner.RunAsync(site.Services);
        await site._app.StartAsync();
        site.Client = new HttpClient { BaseAddress = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        return site;
    }

    public async Task RecordAsync(string stream, int events)
    {
        for (var i = 1; i <= events; i++)
        {
            await Database.WriteAsync(s => Services.GetRequiredService<IEvidenceRecorder>().RecordAsync(s, Samples.Event(stream, i)));
        }
    }

    public Task<IReadOnlyList<StreamSeal>> SealsAsync(string stream) => Services.GetRequiredService<IProofs>().SealsAsync(stream);

    public async Task<IReadOnlyList<AnchorHealth>> AnchorsAsync() => (await Services.GetRequiredService<ILogHealth>().HealthAsync()).Anchors;

    /// <summary>What the operator's button does.</summary>
    public async Task AskNowAsync()
    {
        await Database.WriteAsync(AnchorRows.AskNowAsync);
        Services.GetRequiredService<AnchorSignal>().Asked.Pulse();
    }

    /// <summary>Looks until it is so; asks the outsiders again meanwhile.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> good)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var seen = await look();
            if (good(seen))
            {
                return seen;
            }
            await AskNowAsync();
            await Task.Delay(100, patience.Token);
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

    /// <summary>A vault that makes each secret from one byte and its name.</summary>
    private sealed class SeededKeys(byte seed) : IKeyVault
    {
        private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

        public Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default)
        {
            lock (_kept)
            {
                return Task.FromResult(_kept.TryGetValue(name, out var known) ? known : _kept[name] = name == "evidence.log" ? [.. Enumerable.Repeat(seed, 32)] : create());
            }
        }

        public Task<byte[]?> FindAsync(string name, CancellationToken cancel = default)
        {
            lock (_kept)
            {
                return Task.FromResult(_kept.GetValueOrDefault(name));
            }
        }
    }
}

/// <summary>A time-stamp authority behind HTTP.</summary>
internal sealed class AnchorListener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AnchorListener(AnchorAuthority authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        var one = new SemaphoreSlim(1); // openssl writes its files in one folder
        _app.MapPost("/tsa", async (HttpRequest request) =>
        {
            using var question = new MemoryStream();
            await request.Body.CopyToAsync(question);
            if (authority.Manner == Manner.Silent)
            {
                await Task.Delay(Timeout.Infinite, request.HttpContext.RequestAborted);
            }
            await one.WaitAsync();
            try
            {
                return authority.Manner == Manner.HttpError || request.ContentType != "application/timestamp-query" ? Results.StatusCode(500)
                    : Results.Bytes(await authority.AnswerAsync(question.ToArray()), "application/timestamp-reply");
            }
            finally
            {
                one.Release();
            }
        });
    }

    public string Address { get; private set; } = "";

    public static async Task<AnchorListener> StartAsync(AnchorAuthority authority)
    {
        var listener = new AnchorListener(authority);
        await listener._app.StartAsync();
        listener.Address = listener._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/tsa";
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
