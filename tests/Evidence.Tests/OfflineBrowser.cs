using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A real browser without network, and the page on a USB stick.</summary>
internal sealed class OfflineBrowser : IAsyncDisposable
{
    private readonly TestFolder _stick = new();
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public static async Task<OfflineBrowser> StartAsync()
    {
        var browser = new OfflineBrowser { _playwright = await Playwright.CreateAsync() };
        browser._browser = await browser._playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        await File.WriteAllBytesAsync(browser._stick.File(OfflinePage.FileName), OfflinePage.Html);
        return browser;
    }

    public async Task<IPage> OpenAsync()
    {
        var context = await _browser.NewContextAsync(new() { Offline = true, Locale = "zh-CN" });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Assert.Fail(error);
        page.Request += (_, request) => Assert.StartsWith("file://", request.Url);
        await page.GotoAsync("file://" + _stick.File(OfflinePage.FileName));
        return page;
    }

    /// <summary>Chooses a file and pastes a key; returns the answer's code.</summary>
    public async Task<string?> AnswerAsync(IPage page, byte[] file, string key)
    {
        var path = _stick.File("proof" + Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(path, file);
        await page.FillAsync("#key", key);
        await page.EvaluateAsync("document.getElementById('answer').replaceChildren()");
        await page.SetInputFilesAsync("#file", path);
        return await page.Locator("#verdict").GetAttributeAsync("data-code");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _stick.Dispose();
    }
}
