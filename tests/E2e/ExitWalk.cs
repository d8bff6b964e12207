using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>企业退出, as people go it: the enterprise's notice is read by a stranger, a creditor objects, and the enterprise sees why it stopped.</summary>
public sealed class ExitWalk(SiteFixture site)
{
    [Fact]
    public async Task A_creditor_objects_to_a_notice_and_the_deregistration_stops()
    {
        var stranger = await site.OpenAsync(scripts: false);
        await stranger.GotoAsync("/exits");
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("20 日（原为 45 日）");
        await stranger.ClickAsync("main a[href^='/notices/']");
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("2022-09-05");
        await Assertions.Expect(stranger.Locator("main a[href^='/sign-in']")).ToBeVisibleAsync();
        var notice = new Uri(stranger.Url).AbsolutePath;

        // Who applied cannot object to himself.
        var owner = await site.OpenAsync("owner", scripts: false);
        await ObjectAsync(owner, notice);
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("不能对自己的公告提出异议");

        var creditor = await site.OpenAsync("agent", scripts: false);
        await ObjectAsync(creditor, notice);
        await Assertions.Expect(creditor.Locator("main")).ToContainTextAsync("异议已送达登记机关");

        await owner.GotoAsync("/exits/mine");
        await owner.ClickAsync("main a[href^='/cases/']");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("公告期内有人提出异议，终止简易注销程序");

        // The objector's name is not for the public.
        await stranger.GotoAsync(notice);
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("已有异议");
        await Assertions.Expect(stranger.Locator("main")).Not.ToContainTextAsync("示例·债权人");
    }

    [Fact]
    public async Task The_registry_sees_what_it_has_handled()
    {
        var approver = await site.OpenAsync("approver", scripts: false);
        await approver.GotoAsync("/exits/registry");
        await Assertions.Expect(approver.Locator("main")).ToContainTextAsync("已办结 101 件");
        await Assertions.Expect(approver.Locator("main")).ToContainTextAsync("目前歇业的企业共 26 家");
        var owner = await site.OpenAsync("owner", scripts: false);
        var answer = await owner.GotoAsync("/exits/registry");
        Assert.Equal(403, answer!.Status);
    }

    private static async Task ObjectAsync(IPage page, string notice)
    {
        await page.GotoAsync(notice);
        await page.FillAsync("main [name=name]", "示例·债权人");
        await page.FillAsync("main [name=text]", "尚欠货款，正在诉讼。");
        await page.ClickAsync($"main form[action='{notice}'] button[type=submit]");
    }
}
