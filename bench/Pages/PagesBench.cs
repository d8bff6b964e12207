using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zhuangjin.Testing;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Bench.Pages;

/// <summary>The public pages of the demo: bytes on the wire, pages a second beside a bare web server that sends the same bytes, start-up, memory.</summary>
public static class PagesBench
{
    private const int Callers = 16;
    private const int Rounds = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly string[] Paths = ["/", "/services", "/services/acceptance-certificate", "/verify", "/evidence", "/sign-in"];

    /// <param name="args">None.</param>
    public static async Task RunAsync(string[] args)
    {
        using var folder = new TestFolder();
        var port = FreePort();
        var options = new NodeOptions { DataDirectory = folder.Path, Port = port, Demo = true };
        Console.WriteLine($"fresh demo, its story told: {await StartAsync(options, stop: true):0.0} s");
        Console.WriteLine($"second start, in a warm process: {await StartAsync(options, stop: true):0.00} s");

        await using var site = ZhuangjinHost.Build(options);
        await site.StartAsync();
        using var client = Client();
        foreach (var path in Paths)
        {
            var body = await client.GetByteArrayAsync($"http://localhost:{port}{path}");
            var barePort = FreePort();
            await using var bare = Bare(barePort, body);
            await bare.StartAsync();
            List<double> pages = [], limits = [];
            for (var round = 0; round < Rounds; round++)
            {
                pages.Add(await LoadAsync(client, $"http://localhost:{port}{path}"));
                limits.Add(await LoadAsync(client, $"http://localhost:{barePort}/"));
            }
            pages.Sort();
            limits.Sort();
            Console.WriteLine($"{path,-36} {body.Length,7:#,0} bytes  {pages[Rounds / 2],7:#,0} pages/s  bare {limits[Rounds / 2],7:#,0}/s  share {pages[Rounds / 2] / limits[Rounds / 2]:P0}");
        }
        Console.WriteLine($"resident memory of this process with the demo, the bare server and the callers in it: {Process.GetCurrentProcess().WorkingSet64 / 1_048_576} MiB");
    }

    /// <summary>Seconds from building the host to the answer of its first page.</summary>
    private static async Task<double> StartAsync(NodeOptions options, bool stop)
    {
        var start = Stopwatch.GetTimestamp();
        await using var app = ZhuangjinHost.Build(options);
        await app.StartAsync();
        using var client = Client();
        await client.GetByteArrayAsync($"http://localhost:{options.Port}/");
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (stop)
        {
            await app.StopAsync();
        }
        return took;
    }

    private static async Task<double> LoadAsync(HttpClient client, string address)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(start) < Round)
            {
                await client.GetByteArrayAsync(address);
                count++;
            }
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The limit: a web server that sends the same compressed bytes and does nothing else.</summary>
    private static WebApplication Bare(int port, byte[] body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.ListenLocalhost(port));
        var app = builder.Build();
        app.Run(http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.ContentLength = body.Length;
            return http.Response.Body.WriteAsync(body).AsTask();
        });
        return app;
    }

    /// <summary>Asks for compressed pages and leaves them compressed, as a proxy would.</summary>
    private static HttpClient Client()
    {
        var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, MaxConnectionsPerServer = Callers });
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        return client;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
