using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>县区吹哨、部门报到: a county's leader whistles on a project, convenes, an office signs for its summons; the mayor sees it on the board. Without JavaScript.</summary>
public sealed class WhistleWalk(SiteFixture site)
{
    [Fact]
    public async Task From_the_whistle_to_the_receipt()
    {
        var leader = await site.OpenAsync("gl-county-450323", scripts: false);
        await leader.GotoAsync("/pool");
        await leader.ClickAsync("main .pool-project h2 a");
        var project = new Uri(leader.Url).AbsolutePath;
        await leader.ClickAsync("#form-whistle >> xpath=ancestor::details/summary");
        await leader.FillAsync("[name='whistle.text']", "道路红线与用地红线重叠，请现场会商。");
        await leader.CheckAsync("[name='whistle.offices'][value=transport]");
        await leader.ClickAsync("button[name=do][value=BlowWhistle]");
        await Assertions.Expect(leader.Locator("#done")).ToBeVisibleAsync();

        var meeting = leader.Locator("article.meeting").Filter(new() { HasText = "道路红线与用地红线重叠" });
        await meeting.Locator("[name$='.day']").FillAsync("2022-08-18");
        await meeting.Locator("[name$='.place']").FillAsync("县政务中心");
        await meeting.Locator("button[name=do][value^='Convene:']").ClickAsync();
        await Assertions.Expect(leader.Locator("#done")).ToBeVisibleAsync();

        var office = await site.OpenAsync("gl-transport", scripts: false);
        await office.GotoAsync("/pool/whistles");
        await Assertions.Expect(office.Locator("main")).ToContainTextAsync("道路红线与用地红线重叠");
        await office.GotoAsync(project);
        await office.Locator("article.meeting").Filter(new() { HasText = "道路红线与用地红线重叠" }).Locator("button[value^='ReceiveSummons:']").ClickAsync();
        await Assertions.Expect(office.Locator("#done")).ToBeVisibleAsync();

        var mayor = await site.OpenAsync("gl-mayor", scripts: false);
        await mayor.GotoAsync("/pool/whistles?show=open");
        var row = mayor.Locator(".pool-project").Filter(new() { HasText = "道路红线与用地红线重叠" });
        await Assertions.Expect(row).ToContainTextAsync("已签收");

        // What no meeting solves goes from the whistle into the pool of problems, and each leads to the other.
        await leader.GotoAsync("/pool/whistles");
        var whistle = leader.Locator(".pool-project").Filter(new() { HasText = "道路红线与用地红线重叠" });
        await whistle.Locator("a[href^='/pool/problems?case=']").ClickAsync();
        await Assertions.Expect(leader.Locator("[name=what]")).ToHaveValueAsync("道路红线与用地红线重叠，请现场会商。");
        await leader.FillAsync("[name=proposal]", "由市自然资源局统一红线。");
        await leader.CheckAsync("form[action='/pool/problems'] [name=offices][value=transport]");
        await leader.ClickAsync("form[action='/pool/problems'] button[type=submit]");
        var problem = leader.Locator(".pool-project").Filter(new() { HasText = "由市自然资源局统一红线" });
        await Assertions.Expect(problem.Locator($"a[href='{project}']")).ToHaveCountAsync(1);
        await leader.GotoAsync("/pool/whistles");
        await Assertions.Expect(whistle).ToContainTextAsync("已提交问题库");

        var supervisor = await site.OpenAsync("gl-supervisor", scripts: false);
        await supervisor.GotoAsync("/pool");
        await supervisor.ClickAsync(".pool-tabs a[href='/pool/reviews']");
        await Assertions.Expect(supervisor.Locator(".pool-tabs a[aria-current=page]")).ToHaveTextAsync("不予审批件复核");
    }
}
