using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>An office takes a certificate out of force: whoever scans it, the paper that was printed before, and the holder's wallet say so at once, and it can be shown no more. Without JavaScript.</summary>
public sealed class VoidedLicence(SiteFixture site)
{
    [Fact]
    public async Task Everybody_who_looks_learns_that_it_is_void_and_why()
    {
        var holder = await site.OpenAsync("owner2", scripts: false);
        await holder.GotoAsync("/certificates/mine");
        var row = holder.Locator("main .certificate-row", new() { HasText = "不动产权" }).Filter(new() { HasText = "有效" }).Last;
        var certificate = (await row.Locator("a").First.GetAttributeAsync("href"))!;
        await holder.GotoAsync(certificate);
        var paper = await (await holder.APIRequest.GetAsync((await holder.Locator("main a[href$='/pdf'], main a[href$='.pdf']").First.GetAttributeAsync("href"))!)).BodyAsync();

        var stranger = await site.OpenAsync(scripts: false);
        await ShowAsync(stranger, paper);
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("在有效期内且未被撤销");

        // Only the office that issued it takes it back, and it must say why.
        Assert.Equal(403, (await (await site.OpenAsync("gas", scripts: false)).APIRequest.GetAsync(certificate + "/revoke")).Status);
        var registry = await site.OpenAsync("registry", scripts: false);
        await registry.GotoAsync(certificate + "/revoke");
        await registry.ClickAsync("main form[action$='/revoke'] button");
        await Assertions.Expect(registry.Locator(".fault-summary")).ToContainTextAsync("请写明撤销的理由");
        const string Reason = "登记材料不实，依法撤销登记";
        await registry.FillAsync("[name=reason]", Reason);
        await registry.ClickAsync("main form[action$='/revoke'] button");
        await Assertions.Expect(registry.Locator("main")).ToContainTextAsync("此证照已撤销");

        await ShowAsync(stranger, paper);
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("证照已撤销");
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("2022-08-16");

        await holder.GotoAsync(certificate);
        await Assertions.Expect(holder.Locator("main")).ToContainTextAsync(Reason);
        Assert.Equal(0, await holder.Locator("main a[href$='/present']").CountAsync());
        Assert.Equal(409, (await holder.APIRequest.GetAsync(certificate + "/present")).Status);
    }

    private static async Task ShowAsync(IPage page, byte[] paper)
    {
        await page.GotoAsync("/verify");
        await page.SetInputFilesAsync("main input[type=file]", new FilePayload { Name = "paper.pdf", MimeType = "application/pdf", Buffer = paper });
        await page.Locator("main form:has(input[type=file]) button[type=submit]").ClickAsync();
    }
}
