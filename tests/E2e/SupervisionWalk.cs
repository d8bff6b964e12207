using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>A red light becomes a notice, the office answers, the supervisor concludes; a bad rating is followed up without telling whose it is; the month's bulletin counts it all. Without JavaScript.</summary>
public sealed partial class SupervisionWalk(SiteFixture site)
{
    [Fact]
    public async Task From_a_red_light_to_accountability_and_to_tolerance()
    {
        var supervisor = await site.OpenAsync("supervisor", scripts: false);
        await supervisor.GotoAsync("/supervision");
        var row = supervisor.Locator("main tr", new() { HasText = "百色示例供电公司" }).First;
        await Assertions.Expect(row).ToContainTextAsync("超期");
        await row.Locator("a[href*='notices/new']").ClickAsync();
        await supervisor.FillAsync("[name=demand]", "");
        await SendAsync(supervisor);
        await Assertions.Expect(supervisor.Locator(".fault-summary")).ToBeVisibleAsync();
        await supervisor.FillAsync("[name=demand]", "请说明用电报装超期原因，并于答复期限前办结。");
        await SendAsync(supervisor);
        var notice = new Uri(supervisor.Url).AbsolutePath;
        Assert.Matches("^/supervision/notices/0", notice);

        // The office that is asked answers; another does not see it.
        Assert.Contains((await (await site.OpenAsync("gas", scripts: false)).APIRequest.GetAsync(notice)).Status, new[] { 403, 404 });
        var power = await site.OpenAsync("power", scripts: false);
        await power.GotoAsync("/supervision/notices");
        await power.ClickAsync($"main a[href='{notice}']");
        await power.SelectOptionAsync("[name=cause]", "system");
        await power.FillAsync("[name=reason]", "报装系统升级停机两天，恢复后已安排现场勘查。");
        await SendAsync(power);
        await Assertions.Expect(power.Locator("main")).ToContainTextAsync("报装系统升级停机两天");

        await supervisor.GotoAsync(notice);
        await supervisor.ClickAsync("main a[href*='kind=Tolerance']");
        await supervisor.FillAsync("[name=basis]", "《示例市容错纠错办法》第六条");
        await supervisor.FillAsync("[name=reason]", "系统升级属改革探索中的失误，未造成损失，及时改正。");
        await supervisor.FillAsync("[name=decidedBy]", "市督查室");
        await SendAsync(supervisor);
        await supervisor.GotoAsync(notice);
        await Assertions.Expect(supervisor.Locator("main")).ToContainTextAsync("已办结");
        await supervisor.GotoAsync("/supervision/records");
        await Assertions.Expect(supervisor.Locator("main")).ToContainTextAsync("系统升级属改革探索中的失误");

        // The demo's notice to the gas company ends with accountability.
        await supervisor.GotoAsync("/supervision");
        var waiting = await supervisor.Locator("main tr", new() { HasText = "待答复" }).Filter(new() { HasText = "百色示例燃气公司" }).First.Locator("a[href^='/supervision/notices/0']").GetAttributeAsync("href");
        var gas = await site.OpenAsync("gas", scripts: false);
        await gas.GotoAsync(waiting!);
        await gas.SelectOptionAsync("[name=cause]", "negligence");
        await gas.FillAsync("[name=reason]", "经办人外出未交接，未及时签收。");
        await SendAsync(gas);
        await supervisor.GotoAsync(waiting!);
        await supervisor.ClickAsync("main a[href*='kind=Accountability']");
        await supervisor.SelectOptionAsync("[name=measure]", "talk");
        await supervisor.FillAsync("[name=basis]", "《行政许可法》第七十四条");
        await supervisor.FillAsync("[name=reason]", "工作交接缺失造成超期，约谈提醒。");
        await supervisor.FillAsync("[name=decidedBy]", "市督查室");
        await SendAsync(supervisor);
        await supervisor.GotoAsync("/supervision/records");
        await Assertions.Expect(supervisor.Locator("main")).ToContainTextAsync("约谈提醒");

        // Whose time it was is divided between offices and applicants, to the case.
        await supervisor.GotoAsync("/supervision/time");
        await Assertions.Expect(supervisor.Locator("main")).ToContainTextAsync("申请人");
        await supervisor.Locator("main a[href$='/time']").First.ClickAsync();
        await Assertions.Expect(supervisor.Locator("main")).ToContainTextAsync("部门");
    }

    [Fact]
    public async Task An_anonymous_bad_rating_is_followed_up_and_never_told_whose_it_is()
    {
        var owner = await site.OpenAsync("owner", scripts: false);
        var address = await UnratedAsync(owner);
        var caseId = address.Split('/')[2];
        await owner.GotoAsync("/cases/" + caseId);
        var number = CaseNumber().Match(await owner.InnerTextAsync("main")).Value;
        Assert.NotEqual("", number);
        await owner.GotoAsync(address);
        const string Words = "窗口让我跑了三趟，材料每次说法不同";
        await SendAsync(owner);
        await Assertions.Expect(owner.Locator(".fault-summary")).ToBeVisibleAsync();
        await owner.CheckAsync("#level-VeryDissatisfied");
        await owner.Locator("[name=reasons][value=many-visits]").First.CheckAsync();
        await owner.FillAsync("[name=comment]", Words);
        Assert.True(await owner.IsCheckedAsync("[name=anonymous]"));
        await SendAsync(owner);

        // The supervisor knows the case; the office that was rated knows the words and the matter.
        var supervisor = await site.OpenAsync("supervisor", scripts: false);
        var ticket = await TicketAsync(supervisor, Words);
        await Assertions.Expect(supervisor.Locator("main")).ToContainTextAsync(number);
        string[] telling = [number, caseId, "示例·业主甲", "示例置业"];
        foreach (var login in new[] { "clerk", "approver" })
        {
            var office = await site.OpenAsync(login, scripts: false);
            await office.GotoAsync(ticket);
            var told = await office.InnerTextAsync("main");
            Assert.Contains(Words, told, StringComparison.Ordinal);
            Assert.Contains("匿名", told, StringComparison.Ordinal);
            var shown = await office.InnerHTMLAsync("main");
            Assert.All(telling, t => Assert.DoesNotContain(t, shown, StringComparison.Ordinal));

            // Where the case itself is shown, its rating is not; and where ratings are, the case is not.
            foreach (var page in new[] { $"/cases/{caseId}", $"/cases/{caseId}/time", $"/api/v1/cases/{caseId}", "/work", "/work/search?q=" + number, "/work/export.csv", "/board" })
            {
                var text = await (await office.APIRequest.GetAsync(page)).TextAsync();
                Assert.DoesNotContain(Words, text, StringComparison.Ordinal);
                Assert.DoesNotContain("非常不满意", text, StringComparison.Ordinal);
            }
            foreach (var page in new[] { "/satisfaction", "/satisfaction/tickets", "/api/v1/satisfaction", "/api/v1/satisfaction/tickets", "/bulletins" })
            {
                var text = await (await office.APIRequest.GetAsync(page)).TextAsync();
                Assert.DoesNotContain(number, text, StringComparison.Ordinal);
                Assert.DoesNotContain(caseId, text, StringComparison.Ordinal);
            }
        }

        var clerk = await site.OpenAsync("clerk", scripts: false);
        await clerk.GotoAsync(ticket);
        await clerk.FillAsync("[name=answer]", "已统一窗口口径，一次性告知单当天更新。");
        await SendAsync(clerk);
        await supervisor.GotoAsync(ticket);
        await supervisor.SelectOptionAsync("[name=outcome]", "improved");
        await supervisor.FillAsync("[name=conclusion]", "电话回访，整改属实。");
        await SendAsync(supervisor);
        await Assertions.Expect(supervisor.Locator("main")).ToContainTextAsync("已办结");

        // The applicant reads what came of it, and is asked once more.
        await owner.GotoAsync(address);
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("整改属实");
        await owner.CheckAsync("#level-Satisfied");
        await SendAsync(owner);
        await owner.GotoAsync(address);
        Assert.Equal(0, await owner.Locator("main form[action$='/rating']").CountAsync());
    }

    [Fact]
    public async Task The_months_bulletin_is_a_paper_and_a_table_and_can_be_counted_again()
    {
        var supervisor = await site.OpenAsync("supervisor", scripts: false);
        await supervisor.GotoAsync("/bulletins");
        await supervisor.Locator("main td a[href^='/bulletins/']").First.ClickAsync();
        var bulletin = new Uri(supervisor.Url).AbsolutePath;
        var paper = await supervisor.APIRequest.GetAsync(bulletin + "/pdf");
        Assert.Equal("application/pdf", paper.Headers["content-type"]);
        Assert.Equal("%PDF-"u8.ToArray(), (await paper.BodyAsync())[..5]);
        await using var sheet = new ZipArchive(new MemoryStream(await (await supervisor.APIRequest.GetAsync(bulletin + "/xlsx")).BodyAsync()));
        var texts = new StringBuilder();
        foreach (var part in sheet.Entries.Where(e => e.FullName.StartsWith("xl/", StringComparison.Ordinal) && e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await part.OpenAsync(TestContext.Current.CancellationToken));
            texts.Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
        var office = await supervisor.Locator("main th[scope=row] a").First.InnerTextAsync();
        Assert.Contains(office, texts.ToString(), StringComparison.Ordinal);

        await supervisor.GotoAsync(bulletin + "?recount=1");
        await Assertions.Expect(supervisor.Locator("main .notice.tone-good")).ToBeVisibleAsync();
        await supervisor.Locator("main a[href*='/cases?of=']").First.ClickAsync();
        await Assertions.Expect(supervisor.Locator("h1")).ToBeVisibleAsync();
    }

    private static Task SendAsync(IPage page) => page.Locator("main form button[type=submit]").First.ClickAsync();

    /// <summary>Where a case that has ended and was not rated is rated; the last of them, for other walks begin with the first.</summary>
    private static async Task<string> UnratedAsync(IPage page)
    {
        await page.GotoAsync("/my");
        var links = await page.Locator("main a.my-case-rate").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        foreach (var link in links.Reverse())
        {
            await page.GotoAsync(link);
            if (await page.Locator("#level-Satisfied").CountAsync() > 0)
            {
                return link;
            }
        }
        throw new InvalidOperationException("No case of the demo can be rated.");
    }

    /// <summary>The ticket with these words; the platform opens it when it has read the rating in its log.</summary>
    private static async Task<string> TicketAsync(IPage page, string words)
    {
        for (var tries = 0; tries < 120; tries++)
        {
            await page.GotoAsync("/satisfaction/tickets");
            foreach (var link in await page.Locator("main td a[href^='/satisfaction/tickets/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))"))
            {
                await page.GotoAsync(link);
                if ((await page.InnerTextAsync("main")).Contains(words, StringComparison.Ordinal))
                {
                    return link;
                }
            }
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("No ticket was opened for the rating.");
    }

    [GeneratedRegex(@"45\d{4}-\d{8}-\d{6}")]
    private static partial Regex CaseNumber();
}
