using Xunit;

namespace Zhuangjin.E2e;

/// <summary>What a citizen's phone has to load: counted on the wire, compressed as the server sends it.</summary>
public sealed class PageWeight(SiteFixture site)
{
    private const int MostAtFirst = 60_000;
    private const int MostAfter = 25_000;

    public static TheoryData<string> Names => [.. PageList.Public.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_public_page_is_light(string name)
    {
        var page = await site.OpenAsync();
        await using var context = page.Context;
        var devtools = await context.NewCDPSessionAsync(page);
        await devtools.SendAsync("Network.enable");
        long bytes = 0;
        devtools.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += (long)finished!.Value.GetProperty("encodedDataLength").GetDouble();
        await PageList.Named(name).GoAsync(page);
        await page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
        var first = bytes;
        bytes = 0;
        await page.GotoAsync(page.Url);
        await page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
        Assert.InRange(first, 1_000, MostAtFirst);
        Assert.InRange(bytes, 500, MostAfter);
    }
}
