using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The whole product as a department's program meets it: token, own department only, and a server that dies in the middle.</summary>
public sealed class DepositProcessTests
{
    [Fact]
    public async Task What_a_killed_server_acknowledged_is_there_once_and_is_sealed()
    {
        using var folder = new TestFolder();
        var acknowledged = new ConcurrentDictionary<int, string>();
        using (var server = await Server.StartAsync(folder.Path))
        {
            await server.SignInAsync();
            var other = await server.Web.PostAsJsonAsync("/api/v1/deposits?department=01another", Deposit(0));
            Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
            using var enough = new SemaphoreSlim(0);
            var writers = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
            {
                try
                {
                    for (var n = w; ; n += 4)
                    {
                        acknowledged[n] = (await server.DepositAsync(n)).Receipt.Id;
                        enough.Release();
                    }
                }
                catch (HttpRequestException)
                {
                    // The server is dead; what it did not acknowledge is nobody's loss.
                }
            })).ToList();
            for (var i = 0; i < 150; i++)
            {
                Assert.True(await enough.WaitAsync(TimeSpan.FromMinutes(1)));
            }
            server.Kill();
            await Task.WhenAll(writers);
        }
        using var again = await Server.StartAsync(folder.Path);
        await again.SignInAsync();
        foreach (var (n, id) in acknowledged)
        {
            var (status, receipt) = await again.DepositAsync(n);
            Assert.Equal((HttpStatusCode.OK, id), (status, receipt.Id));
        }
        var last = acknowledged.Values.Max(StringComparer.Ordinal)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        DepositReceipt sealedNow;
        while ((sealedNow = (await again.Web.GetFromJsonAsync<DepositReceipt>("/api/v1/deposits/" + last, patience.Token))!).Proof.State != DepositProof.Sealed)
        {
            await Task.Delay(20, patience.Token);
        }
        Assert.True(ProofVerifier.Verify(await again.Web.GetByteArrayAsync(sealedNow.Proof.Href, patience.Token), sealedNow.Log).Holds);
        again.Kill();
    }

    private static NewDeposit Deposit(int n) => new("land-supply", DepositKinds.Digest, $"kill-{n}", $"{n:x64}", Size: 1000 + n);

    private sealed class Server : IDisposable
    {
        private readonly Process _process;

        private Server(Process process, Uri address) => (_process, Web) = (process, new HttpClient { BaseAddress = address });

        public HttpClient Web { get; }

        public static async Task<Server> StartAsync(string folder)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            var own = new DirectoryInfo(AppContext.BaseDirectory); // .build/bin/{project}/{configuration}
            var program = Path.Combine(own.Parent!.Parent!.FullName, "Zhuangjin.Cli", own.Name, "zj.dll");
            var process = Process.Start(new ProcessStartInfo("dotnet", [program, "demo", "--data", folder, "--port", port.ToString()]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var server = new Server(process, new($"http://127.0.0.1:{port}"));
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.Contains("Ctrl+C", StringComparison.Ordinal))
                {
                    return server;
                }
            }
            throw new InvalidOperationException("The demo did not start.");
        }

        public async Task SignInAsync()
        {
            using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "demo-department-system"), new("client_secret", "demo-secret"), new("scope", "api")]);
            using var answer = await Web.PostAsync("/connect/token", form);
            Web.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("access_token").GetString());
        }

        public async Task<(HttpStatusCode Status, DepositReceipt Receipt)> DepositAsync(int n)
        {
            using var answer = await Web.PostAsJsonAsync("/api/v1/deposits", Deposit(n));
            return (answer.EnsureSuccessStatusCode().StatusCode, (await answer.Content.ReadFromJsonAsync<DepositReceipt>())!);
        }

        public void Kill()
        {
            _process.Kill(); // SIGKILL
            _process.WaitForExit();
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                Kill();
            }
            _process.Dispose();
            Web.Dispose();
        }
    }
}
