using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>A unit applies for a seal, gets it, seals a paper that a stranger checks; a holder shows a licence whose checker sees only what is meant for him. Without JavaScript.</summary>
public sealed class SealsAndLicences(SiteFixture site)
{
    private static readonly byte[] Paper = """
        %PDF-1.4
        1 0 obj
        << /Type /Catalog /Pages 2 0 R >>
        endobj
        2 0 obj
        << /Type /Pages /Kids [3 0 R] /Count 1 >>
        endobj
        3 0 obj
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>
        endobj
        xref
        0 4
        0000000000 65535 f 
        0000000009 00000 n 
        0000000058 00000 n 
        0000000115 00000 n 
        trailer
        << /Root 1 0 R /Size 4 >>
        startxref
        186
        %%EOF

        """u8.ToArray();

    [Fact]
    public async Task A_unit_gets_a_seal_seals_a_paper_and_a_stranger_checks_it()
    {
        var keeper = await site.OpenAsync("keeper", scripts: false);
        await keeper.GotoAsync("/services/seal-application/apply");
        await keeper.GetByLabel("百色市行政审批局", new() { Exact = true }).CheckAsync();
        await keeper.ClickAsync("main form[action$='/apply'] button[type=submit]");
        await keeper.SelectOptionAsync("[name$=division]", "451002");
        await keeper.FillAsync("[name$=seal_name]", "百色市行政审批局");
        await keeper.SelectOptionAsync("[name$=seal_kind]", "approval");
        await keeper.FillAsync("[name$=years]", "5");
        await keeper.FillAsync("[name$=purpose]", "行政审批决定用章");
        await keeper.FillAsync("[name$=keeper]", "示例·保管甲");
        await keeper.FillAsync("[name$=phone]", "13800000000");
        await keeper.ClickAsync("button[name=then][value=next]");
        for (var i = 0; i < 8 && await keeper.Locator("main form[action$='/file']:visible").CountAsync() > 0; i++)
        {
            var form = keeper.Locator("main form[action$='/file']:visible").First;
            await form.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "paper.pdf", MimeType = "application/pdf", Buffer = Paper });
            await form.Locator("button[type=submit]").ClickAsync();
        }
        var draft = new Uri(keeper.Url).AbsolutePath;
        await keeper.GotoAsync(draft + "?step=confirm");
        await keeper.CheckAsync("[name=declared]");
        await keeper.ClickAsync("form[action$='/submit'] button[type=submit]");
        await keeper.WaitForURLAsync("**/cases/*/receipt");
        var path = new Uri(keeper.Url).AbsolutePath[..^"/receipt".Length];
        foreach (var command in new[] { "Accept", "ReceiveItem:name", "AgreeItem:name", "Grant:grant" })
        {
            await ActAsync("sealer", path, command);
        }

        // The seal is made from the registration a moment later.
        var link = keeper.Locator("main .seal-card", new() { HasText = "行政审批专用章" }).GetByRole(AriaRole.Link, new() { Name = "用印" });
        for (var i = 0; i < 120; i++)
        {
            await keeper.GotoAsync("/seals");
            if (await link.CountAsync() > 0)
            {
                break;
            }
            await Task.Delay(500);
        }
        await link.First.ClickAsync();
        await keeper.ClickAsync("form[action$='/use'] button[type=submit]");
        await Assertions.Expect(keeper.Locator("[name=file]")).ToHaveAttributeAsync("aria-invalid", "true");
        await keeper.SetInputFilesAsync("[name=file]", new FilePayload { Name = "reply.pdf", MimeType = "application/pdf", Buffer = Paper });
        await keeper.FillAsync("[name=subject]", "关于示例项目的批复 百审批〔2022〕99号");
        await keeper.SelectOptionAsync("[name=purpose]", "approval");
        await keeper.ClickAsync("form[action$='/use'] button[type=submit]");
        await keeper.WaitForURLAsync("**/seals/uses/*");
        var sealedPaper = await (await keeper.APIRequest.GetAsync(new Uri(keeper.Url).AbsolutePath + "/file")).BodyAsync();

        var stranger = await site.OpenAsync(scripts: false);
        await CheckAsync(stranger, sealedPaper);
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("印章真实有效");
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("百审批〔2022〕99号");
        sealedPaper[70] ^= 1;
        await CheckAsync(stranger, sealedPaper);
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("不可采信");
    }

    [Fact]
    public async Task A_holder_shows_a_licence_and_the_checker_sees_only_the_fields_for_that_purpose()
    {
        var owner = await site.OpenAsync("owner", scripts: false);
        await owner.GotoAsync("/certificates/mine");
        await owner.Locator("main .certificate-row", new() { HasText = "公共场所卫生许可证" }).Locator("a").First.ClickAsync();
        await owner.ClickAsync("a[href$='/present']");
        await owner.FillAsync("[name=purpose]", "旅游平台入驻审核");
        await owner.CheckAsync("[name=fields][value=shop_name]");
        await owner.SelectOptionAsync("[name=minutes]", "5");
        await owner.ClickAsync("form[action$='/present'] button[type=submit]");
        await owner.WaitForURLAsync("**/certificates/presentations/*");
        var own = new Uri(owner.Url).AbsolutePath;
        var code = new Uri((await owner.GetAttributeAsync("main a[href*='/present/']", "href"))!).PathAndQuery;

        var checker = await site.OpenAsync(scripts: false);
        await checker.GotoAsync(code);
        await Assertions.Expect(checker.Locator("main")).ToContainTextAsync("旅游平台入驻审核");
        await Assertions.Expect(checker.Locator("main")).Not.ToContainTextAsync("澄碧湖宾馆");
        await checker.FillAsync("[name=who]", "示例旅游平台");
        await checker.ClickAsync("form[action^='/present/'] button[type=submit]");
        await Assertions.Expect(checker.Locator("main")).ToContainTextAsync("澄碧湖宾馆");
        await Assertions.Expect(checker.Locator("main")).Not.ToContainTextAsync("示例路8号");

        await owner.GotoAsync(own);
        await Assertions.Expect(owner.Locator(".timeline")).ToContainTextAsync("示例旅游平台");
        await owner.ClickAsync("form[action$='/end'] button[type=submit]");
        var again = await checker.GotoAsync(code);
        Assert.Equal(410, again!.Status);
        await Assertions.Expect(checker.Locator("h1")).ToContainTextAsync("已结束");
    }

    private static async Task CheckAsync(IPage page, byte[] pdf)
    {
        await page.GotoAsync("/seals/check");
        await page.SetInputFilesAsync("[name=file]", new FilePayload { Name = "sealed.pdf", MimeType = "application/pdf", Buffer = pdf });
        await page.ClickAsync("form[action='/seals/check'] button[type=submit]");
    }

    private async Task ActAsync(string login, string path, string act)
    {
        var page = await site.OpenAsync(login, scripts: false);
        await using var context = page.Context;
        await page.GotoAsync(path);
        await page.ClickAsync($"button[name=do][value='{act}']");
        await Assertions.Expect(page.Locator($"button[name=do][value='{act}']")).ToHaveCountAsync(0);
    }
}
