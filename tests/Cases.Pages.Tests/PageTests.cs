using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.Cases.Pages.Tests;

/// <summary>Every page of the engine in a real browser: accessible, at both widths and in both languages, and keeping what people enter.</summary>
public sealed class PageTests(Site site) : IClassFixture<Site>
{
    private static readonly string[] Paths =
    [
        "/services", "/services/acceptance-certificate", "/services/acceptance-certificate/apply", "/drafts/d1?step=form", "/drafts/d1?step=materials",
        "/drafts/d1?step=confirm", "/cases/c1/receipt", "/my", "/work", "/work?q=none&light=red", "/cases/c1", "/cases/c1/proof/choose", "/cases/mine", "/board",
        "/work/search", "/work/search?q=x", "/work/search?q=none", "/work/batches/b",
    ];

    public static TheoryData<string, string, int> Views => [.. from path in Paths from language in new[] { "zh", "en" } from width in new[] { 1280, 390 } select (path, language, width)];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Nothing_stands_in_anybodys_way(string path, string language, int width)
    {
        await using var context = await site.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        await page.GotoAsync(site.Address + path + (path.Contains('?') ? "&" : "?") + "lang=" + language);

        var axe = await page.RunAxe();
        Assert.True(axe.Violations.Length == 0, string.Join('\n', axe.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, "The page is wider than the screen.");
        Assert.Empty(complaints);
        Assert.DoesNotContain("cases.page.", await page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_begins_elsewhere_is_not_applied_for()
    {
        var page = await WithoutScriptsAsync("/services");
        Assert.Contains(Example.Matter.Title.In("zh"), await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.DoesNotContain(Example.Mending.Title.In("zh"), await page.InnerTextAsync("main"), StringComparison.Ordinal);

        await page.GotoAsync(site.Address + "/services/mending");
        Assert.Contains("不需要申请", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main a[href$='/apply']").CountAsync());
    }

    [Fact]
    public async Task A_disagreement_without_a_reason_comes_back_with_the_fault_at_its_field_and_all_else_kept()
    {
        var page = await WithoutScriptsAsync("/cases/c1");
        await page.Locator("button[value='DisagreeItem:fire']").ClickAsync();

        var link = page.Locator(".fault-summary a");
        Assert.Equal("#field-review-fire-text", await link.GetAttributeAsync("href"));
        Assert.Equal("true", await page.Locator("#field-review-fire-text").GetAttributeAsync("aria-invalid"));
        Assert.Contains("请写明理由", await page.Locator("#form-review-fire .field-fault").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clerk_who_comes_second_is_told_and_keeps_his_words()
    {
        var page = await WithoutScriptsAsync("/cases/c1");
        await page.Locator("#field-review-fire-text").FillAsync("疏散楼梯间防火门未常闭。");
        var answer = await page.RunAndWaitForResponseAsync(() => page.Locator("button[value='DisagreeItem:fire']").ClickAsync(), "**/act");

        Assert.Equal(409, answer.Status);
        Assert.Contains("疏散楼梯间防火门未常闭。", await page.Locator(".fault-summary .kept").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("疏散楼梯间防火门未常闭。", await page.Locator("#field-review-fire-text").InputValueAsync());
    }

    [Fact]
    public async Task An_application_with_faults_leads_to_each_of_them()
    {
        var page = await WithoutScriptsAsync("/drafts/d1?step=form");
        await page.Locator("button[value=next]").ClickAsync();

        Assert.Equal(2, await page.Locator(".fault-summary li").CountAsync());
        Assert.Equal("1397", await page.Locator("#field-form-phone").InputValueAsync());
        await page.Locator(".fault-summary a[href='#field-form-phone']").ClickAsync();
        Assert.EndsWith("#field-form-phone", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supplement_names_at_least_one_gap()
    {
        var page = await WithoutScriptsAsync("/cases/c1");
        await page.GetByText("要求补正").First.ClickAsync();
        await page.Locator("button[value=RequestSupplement]").ClickAsync();
        Assert.Contains("请至少写明一处", await page.Locator(".fault-summary").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_stand_in_the_address()
    {
        var page = await WithoutScriptsAsync("/work");
        await page.SelectOptionAsync("#light", "red");
        await page.FillAsync("#q", "锦绣");
        await page.Locator(".filter-actions button").ClickAsync();
        Assert.Contains("light=red", page.Url, StringComparison.Ordinal);
        Assert.Equal("锦绣", await page.Locator("#q").InputValueAsync());
        Assert.Equal("red", await page.Locator("#light").InputValueAsync());
    }

    private async Task<IPage> WithoutScriptsAsync(string path)
    {
        var context = await site.Browser.NewContextAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + path);
        return page;
    }
}
