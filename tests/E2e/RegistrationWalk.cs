using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>企业开办: a founder applies with a clean application, has the licence at once by machine with its reasons, and the bank of his choice answers by itself; one that no check can decide waits for a person who sees why. Without JavaScript.</summary>
public sealed class RegistrationWalk(SiteFixture site)
{
    private static readonly byte[] Paper = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"u8.ToArray();

    [Fact]
    public async Task A_clean_application_has_its_licence_at_once_and_an_account_soon_after()
    {
        var founder = await site.OpenAsync("owner", scripts: false);
        var path = await ApplyAsync(founder, "百色示例望州岭商贸有限公司");
        await AgainAsync(founder, path, "#item-register:has-text('同意')");
        await Assertions.Expect(founder.Locator("#item-register")).ToContainTextAsync("名称可用");

        // Seven things are opened with the licence; the bank of choice answers over HTTP a moment later.
        await AgainAsync(founder, path.Replace("/cases/", "/enterprise-openings/", StringComparison.Ordinal), "main:has-text('账户已开立')");
        await Assertions.Expect(founder.Locator("main")).ToContainTextAsync("营业执照");
        await Assertions.Expect(founder.Locator("main")).ToContainTextAsync("****");

        var bank = await site.OpenAsync("bank", scripts: false);
        await bank.GotoAsync("/enterprise-openings");
        await Assertions.Expect(bank.Locator("main")).ToContainTextAsync("百色示例望州岭商贸有限公司");

        // What no check can decide waits for a person, who sees what failed; so does the founder.
        var second = await ApplyAsync(founder, "百色示例望州岭文具有限公司");
        var approver = await site.OpenAsync("approver", scripts: false);
        await approver.GotoAsync(second);
        await Assertions.Expect(approver.Locator("#item-register")).ToContainTextAsync("未能识别行业表述");
        await Assertions.Expect(approver.Locator("button[name=do][value='Grant:register'], button[name=do][value='ReceiveItem:register']").First).ToBeVisibleAsync();
        await founder.GotoAsync(second.Replace("/cases/", "/enterprise-openings/", StringComparison.Ordinal));
        await Assertions.Expect(founder.Locator("main")).ToContainTextAsync("未能识别行业表述");
    }

    private static async Task<string> ApplyAsync(IPage founder, string name)
    {
        await founder.GotoAsync("/services/business-registration/apply");
        await founder.Locator("[name=for]").First.CheckAsync();
        await founder.ClickAsync("main form[action$='/apply'] button[type=submit]");
        await founder.FillAsync("[name$=enterprise_name]", name);
        await founder.FillAsync("[name$=capital]", "100");
        await founder.FillAsync("[name$=scope]", "卖日用品，农产品销售");
        await founder.FillAsync("[name$=phone]", "13800000000");
        await founder.SelectOptionAsync("[name$=division]", "451002");
        await founder.FillAsync("[name$=address]", "百色市右江区示例路8号");
        await founder.Locator("[name$=bank]").First.SelectOptionAsync("first");
        await founder.ClickAsync("button[name=then][value=next]");
        var draft = new Uri(founder.Url).AbsolutePath;
        foreach (var file in await founder.Locator("input[type=file]").AllAsync())
        {
            await file.SetInputFilesAsync(new FilePayload { Name = "use.pdf", MimeType = "application/pdf", Buffer = Paper });
            await founder.ClickAsync("form[enctype='multipart/form-data'] button[type=submit]");
            break;
        }
        await founder.GotoAsync(draft + "?step=confirm");
        await founder.CheckAsync("[name=declared]");
        await founder.ClickAsync("form[action$='/submit'] button[type=submit]");
        await founder.WaitForURLAsync("**/cases/*/receipt");
        var path = new Uri(founder.Url).AbsolutePath[..^"/receipt".Length];
        await founder.GotoAsync(path);
        return path;
    }

    /// <summary>Reloads until it is there: the licence and the bank's answer come by themselves, a moment later.</summary>
    private static async Task AgainAsync(IPage page, string address, string there)
    {
        for (var i = 0; i < 120; i++)
        {
            await page.GotoAsync(address);
            if (await page.Locator(there).CountAsync() > 0)
            {
                return;
            }
            await page.WaitForTimeoutAsync(500);
        }
        Assert.Fail($"{address} never showed {there}.");
    }
}
