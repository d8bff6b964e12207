using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Xunit;
using Zhuangjin.E2e;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Web.Host;

[assembly: AssemblyFixture(typeof(SiteFixture))]

namespace Zhuangjin.E2e;

/// <summary>The whole program as the demo starts it, in this process and on a port of its own, and one real browser before it.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    private static readonly string[] BrowserArguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly TestFolder _folder = new();
    private readonly ConcurrentDictionary<string, Task<string>> _states = new(StringComparer.Ordinal);
    private WebApplication _app = null!;
    private IPlaywright _playwright = null!;

    public string Address { get; private set; } = "";

    public IBrowser Browser { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        // Where subscribers may be told of changes is the deployment's setting; theirs are in this process.
        Environment.SetEnvironmentVariable("Sharing__ChangeHosts", "127.0.0.1");
        _app = ZhuangjinHost.Build(new NodeOptions
        {
            DataDirectory = _folder.Path,
            Port = port,
            Demo = true,
            DemoStart = new DateTimeOffset(2022, 8, 16, 9, 0, 0, ChinaTime.Offset),
        });
        await _app.StartAsync();
        Address = $"http://localhost:{port}";
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = BrowserArguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
        _playwright?.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A browser window of its own, with somebody signed in or nobody.</summary>
    public async Task<IPage> OpenAsync(string? login = null, string language = "zh", int width = 1280, bool scripts = true)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Address,
            Locale = language == "zh" ? "zh-CN" : "en-GB",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = scripts,
            StorageState = login is null ? null : await _states.GetOrAdd(login, SignInAsync),
        });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    /// <summary>Signs in as one of the demo's people, as a person does; later windows take the cookie over.</summary>
    private async Task<string> SignInAsync(string login)
    {
        await using var context = await Browser.NewContextAsync(new() { BaseURL = Address, Locale = "zh-CN" });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input#field-login, input[name=login]:visible", login);
        await page.FillAsync("input[name=password]:visible", DemoAccounts.Password);
        await page.ClickAsync("main form >> nth=0 >> button[type=submit]");
        await Assertions.Expect(page).Not.ToHaveURLAsync(Address + "/sign-in");
        return await context.StorageStateAsync();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
