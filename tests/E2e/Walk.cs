using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.E2e;

/// <summary>The way of the first project, as people go it: from its acceptance opinion to a certificate that a stranger can check. Without JavaScript.</summary>
public sealed class Walk(SiteFixture site)
{
    private static readonly (string Login, string Item)[] Offices =
    [
        ("planning", "planning"), ("defence", "civil_defence"), ("archive", "archive"), ("cadastre", "cadastral"),
        ("housing", "completion_filing"), ("registry", "registration"), ("fire", "fire"),
    ];

    private static readonly byte[] Paper = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"u8.ToArray();

    [Fact]
    public async Task From_the_opinion_to_a_certificate_that_anybody_can_check()
    {
        var owner = await site.OpenAsync("owner", scripts: false);
        await owner.GotoAsync("/projects");
        await owner.ClickAsync("main a[href$='-000001']");
        await owner.ClickAsync("main a[href*='/services/acceptance-certificate/apply']");
        await owner.ClickAsync("main form[action$='/apply'] button[type=submit]");

        // A wrong number is told at its field, and nothing typed is lost.
        await owner.FillAsync("[name$=contact]", "示例·经办人");
        await owner.FillAsync("[name$=building_name]", "右江花园1号楼");
        await owner.SelectOptionAsync("[name$=building_use]", "dwelling");
        await owner.FillAsync("[name$=phone]", "12");
        await owner.ClickAsync("button[name=then][value=next]");
        await Assertions.Expect(owner.Locator("[name$=phone]")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(owner.Locator("[name$=contact]")).ToHaveValueAsync("示例·经办人");
        await owner.FillAsync("[name$=phone]", "13800000000");
        await owner.ClickAsync("button[name=then][value=next]");

        await BringPapersAsync(owner);
        var draft = new Uri(owner.Url).AbsolutePath;
        await owner.GotoAsync(draft + "?step=confirm");
        await owner.CheckAsync("[name=declared]");
        await owner.ClickAsync("form[action$='/submit'] button[type=submit]");
        await owner.WaitForURLAsync("**/cases/*/receipt");
        var path = new Uri(owner.Url).AbsolutePath[..^"/receipt".Length];

        await ActAsync("clerk", path, "Accept");
        foreach (var (login, item) in Offices)
        {
            await ActAsync(login, path, $"ReceiveItem:{item}");
            await ActAsync(login, path, $"AgreeItem:{item}");
        }

        var certificate = await CertificateOfAsync(owner, path);
        await owner.GotoAsync(certificate);
        var check = await owner.GetAttributeAsync("main a[href*='/verify/'], aside a[href*='/verify/']", "href");
        var stranger = await site.OpenAsync(scripts: false);
        await stranger.GotoAsync(check!);
        await Assertions.Expect(stranger.Locator("h1")).ToContainTextAsync("有效");

        var proof = await (await owner.APIRequest.GetAsync(path + "/proof")).BodyAsync();
        var key = await (await owner.APIRequest.GetAsync("/log/vkey")).TextAsync();
        var report = ProofVerifier.Verify(proof, key.Trim());
        Assert.True(report.Holds, report.Failure?.ToString());
        Assert.True(report.Events.Count > 20, "The proof holds the steps of the walk.");

        var registrar = await site.OpenAsync("registry", scripts: false);
        await registrar.GotoAsync(certificate + "/revoke");
        await registrar.FillAsync("[name=reason]", "登记面积录入有误，更正后重新出证。");
        await registrar.ClickAsync("form[action$='/revoke'] button[type=submit]");
        await stranger.GotoAsync(check!);
        await Assertions.Expect(stranger.Locator("h1")).ToContainTextAsync("撤销");
    }

    [Fact]
    public async Task Of_two_registrars_one_decides_and_the_other_is_told()
    {
        // The case of project 3 waits for the registry.
        var first = await site.OpenAsync("registry", scripts: false);
        var second = await site.OpenAsync("registry2", scripts: false);
        await first.GotoAsync("/work");
        var path = await first.GetAttributeAsync("tr:has-text('鹅泉') a[href^='/cases/']", "href");
        await first.GotoAsync(path!);
        await first.ClickAsync("button[name=do][value='ReceiveItem:registration']");
        await first.GotoAsync(path!);
        await second.GotoAsync(path!);
        await first.ClickAsync("button[name=do][value='AgreeItem:registration']");
        await second.ClickAsync("button[name=do][value='AgreeItem:registration']");
        await Assertions.Expect(second.Locator("main")).ToContainTextAsync("示例·登记甲");
        await Assertions.Expect(second.Locator("button[name=do][value='AgreeItem:registration']")).ToHaveCountAsync(0);
    }

    /// <summary>Uploads what may be uploaded; what the platform holds is taken over already.</summary>
    private static async Task BringPapersAsync(IPage owner)
    {
        for (var i = 0; i < 12; i++)
        {
            var forms = owner.Locator("main form[action$='/file']:visible");
            if (await forms.CountAsync() == 0)
            {
                return;
            }
            await forms.First.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "示例材料.pdf", MimeType = "application/pdf", Buffer = Paper });
            await forms.First.Locator("button[type=submit]").ClickAsync();
        }
    }

    private async Task ActAsync(string login, string path, string act)
    {
        var page = await site.OpenAsync(login, scripts: false);
        await using var context = page.Context;
        await page.GotoAsync(path);
        await page.ClickAsync($"button[name=do][value='{act}']");
        await Assertions.Expect(page.Locator($"button[name=do][value='{act}']")).ToHaveCountAsync(0);
    }

    private static async Task<string> CertificateOfAsync(IPage owner, string path)
    {
        for (var i = 0; i < 60; i++)
        {
            await owner.GotoAsync(path);
            if (await owner.Locator("main a[href^='/certificates/0']").CountAsync() > 0)
            {
                return (await owner.Locator("main a[href^='/certificates/0']").First.GetAttributeAsync("href"))!;
            }
            await Task.Delay(250);
        }
        throw new TimeoutException("The certificate was not made within fifteen seconds.");
    }
}
