using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Print;

namespace Zhuangjin.E2e;

/// <summary>企业码: an enterprise applies for permits in one go, departments grant and suspend them, and whoever scans the code on a phone sees it at once. Without JavaScript.</summary>
public sealed class EnterpriseCodeWalk(SiteFixture site)
{
    private const string Name = "百色示例澄碧湖酒店有限公司";

    [Fact]
    public async Task From_the_application_to_what_a_stranger_scans()
    {
        var owner = await site.OpenAsync("owner", scripts: false);
        await owner.GotoAsync("/enterprise-codes/mine");
        await owner.ClickAsync($"main .pool-project a:has-text('{Name}')");
        var code = (await owner.Locator(".code-link").GetAttributeAsync("href"))!;

        // What a phone's camera reads is the address, and no other.
        Assert.Equal(QrMark.Of(code).SvgPath, await owner.Locator("svg.qr path").GetAttributeAsync("d"));

        await owner.ClickAsync("form[action^='/enterprise-codes/mine/'] button[type=submit]");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("请至少选择一个许可事项");
        foreach (var permit in new[] { "game_hall", "water_supply" })
        {
            await owner.Locator($"details:has([value={permit}]) > summary").ClickAsync();
            await owner.CheckAsync($"[name=permits][value={permit}]");
        }
        await owner.ClickAsync("form[action^='/enterprise-codes/mine/'] button[type=submit]");
        var mine = owner.Locator("main .pool-project", new() { HasText = "饮用水供水单位卫生许可" });
        await Assertions.Expect(mine).ToContainTextAsync("审批中");
        var path = (await mine.Locator("a[href^='/cases/']").GetAttributeAsync("href"))!;

        var phone = await site.OpenAsync(scripts: false, width: 390);
        await phone.GotoAsync(new Uri(code).PathAndQuery);
        await Assertions.Expect(phone.Locator("h1")).ToHaveTextAsync(Name);
        await Assertions.Expect(Row(phone)).ToContainTextAsync("审批中");
        await Assertions.Expect(phone.Locator("main")).Not.ToContainTextAsync("示例·业主甲");

        var health = await site.OpenAsync("health", scripts: false);
        foreach (var command in new[] { "Accept", "Grant:permit" })
        {
            await health.GotoAsync(path);
            await health.Locator($"button[name=do][value='{command}']").First.ClickAsync();
            await Assertions.Expect(health.Locator("#done")).ToBeVisibleAsync();
        }
        await UntilAsync(phone, "有效");
        await Assertions.Expect(Row(phone)).ToContainTextAsync("桂许2022");
        await Assertions.Expect(Row(phone).Locator("a[href$='/proof']")).ToHaveCountAsync(1);

        await health.GotoAsync("/enterprise-codes/issued");
        var issued = Row(health);
        await issued.Locator("summary").ClickAsync();
        await issued.Locator("[name=reason]").FillAsync("水质抽检不合格");
        await issued.Locator("form[action$='/suspend'] button").ClickAsync();
        await phone.ReloadAsync();
        await Assertions.Expect(Row(phone)).ToContainTextAsync("已暂停");
        await Assertions.Expect(Row(phone)).Not.ToContainTextAsync("水质抽检不合格");
        await Row(health).Locator("form[action$='/resume'] button").ClickAsync();
        await phone.ReloadAsync();
        await Assertions.Expect(Row(phone)).ToContainTextAsync("有效");

        await Row(health).Locator("a[href$='/revoke']").ClickAsync();
        await health.FillAsync("[name=reason]", "停止供水，申请注销");
        await health.ClickAsync("main form button[type=submit]");
        await phone.ReloadAsync();
        await Assertions.Expect(Row(phone)).ToContainTextAsync("已撤销");

        // A code whose digest is of another licence is not believed.
        await phone.GotoAsync(new Uri(code).AbsolutePath + "?d=" + new string('0', 32));
        await Assertions.Expect(phone.Locator("h1")).ToHaveTextAsync("二维码与登记内容不符");

        static ILocator Row(IPage page) => page.Locator("main .pool-project", new() { HasText = "饮用水供水单位卫生许可" });

        static async Task UntilAsync(IPage page, string text)
        {
            for (var i = 0; i < 120; i++)
            {
                await page.ReloadAsync();
                if ((await Row(page).InnerTextAsync()).Contains("桂许", StringComparison.Ordinal))
                {
                    break;
                }
                await Task.Delay(250);
            }
            await Assertions.Expect(Row(page)).ToContainTextAsync(text);
        }
    }
}
