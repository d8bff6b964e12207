using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A log as plain files behind a plain web server, written by the test itself: honest or not.</summary>
internal sealed class MonitorSite : IAsyncDisposable
{
    public const string Origin = "city.example/log";

    private readonly TestFolder _folder = new();
    private readonly WebApplication _app;
    private readonly NoteKey _key = new(Origin, Enumerable.Repeat((byte)9, 32).ToArray());

    private MonitorSite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/log/{**path}", async (string path, CancellationToken cancel) =>
        {
            Interlocked.Increment(ref _requests);
            if (Gate is { } gate && path.StartsWith("tile/entries/", StringComparison.Ordinal))
            {
                await gate(path);
            }
            var file = Path.Combine(Files, path);
            return Down ? Results.StatusCode(503) : File.Exists(file) ? Results.File(await File.ReadAllBytesAsync(file, cancel)) : Results.NotFound();
        });
    }

    private int _requests;

    public int Requests => _requests;

    public string Files => _folder.File("log");

    public Uri Address { get; private set; } = null!;

    public VerifierKey Key => _key.Verifier;

    /// <summary>When true the server answers every request with 503.</summary>
    public bool Down { get; set; }

    /// <summary>What a request for entries waits for.</summary>
    public Func<string, Task>? Gate { get; set; }

    public static async Task<MonitorSite> StartAsync()
    {
        var site = new MonitorSite();
        await site._app.StartAsync();
        var address = site._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        site.Address = new Uri(address + "/log");
        return site;
    }

    /// <summary>Entries of three streams in turn, each numbered from 1; another <paramref name="history"/> gives other entries.</summary>
    public static List<byte[]> Entries(int count, string history = "a") =>
        [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($$"""{"history":"{{history}}","seq":{{(i / 3) + 1}},"stream":"case/{{i % 3}}","v":1}"""))];

    /// <summary>Publishes the tree of these entries, with every tile, in place of what was there.</summary>
    public void Publish(IReadOnlyList<byte[]> entries, params IEnumerable<CosignatureKey> witnesses)
    {
        var hash = Sha256TreeHash.Instance;
        var edge = new RightEdge(hash);
        var levels = new List<List<byte[]>> { new() };
        foreach (var entry in entries)
        {
            var leaf = hash.Leaf(entry);
            levels[0].Add(leaf);
            edge.Append(leaf, (height, _, root) =>
            {
                if (height % 8 == 0)
                {
                    while (levels.Count <= height / 8)
                    {
                        levels.Add([]);
                    }
                    levels[height / 8].Add(root);
                }
            });
        }
        if (Directory.Exists(Files))
        {
            Directory.Delete(Files, recursive: true);
        }
        foreach (var tile in TilePath.Of(entries.Count))
        {
            var (from, width) = ((int)tile.First, tile.Width);
            Write(tile.ToString(), tile.Level == TilePath.Entries ? EntryBundle.Write([.. entries.Skip(from).Take(width)]) : [.. levels[tile.Level].GetRange(from, width).SelectMany(h => h)]);
        }
        var note = _key.Sign(new Checkpoint(Origin, entries.Count, edge.Root()).Text);
        note = note with { Signatures = [.. note.Signatures, .. witnesses.Select(w => w.Sign(note.Text, Samples.At))] };
        Write("checkpoint", Encoding.UTF8.GetBytes(note.ToString()));
    }

    public void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(Files, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    public byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Files, path));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _key.Dispose();
        _folder.Dispose();
    }
}
