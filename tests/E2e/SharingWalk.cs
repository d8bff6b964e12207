using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.E2e;

/// <summary>The housing fund asks for data: some are given at once, some by a case, some never. It looks, takes a file, is told of changes; owners and residents see it; and what is taken back is taken back.</summary>
public sealed class SharingWalk(SiteFixture site)
{
    private static readonly string Resident = CitizenId.Complete("45020219880808001");

    [Fact]
    public async Task Given_at_once_looked_at_taken_as_a_file_seen_by_its_owner_and_taken_back()
    {
        var fund = await site.OpenAsync("lz-fund", scripts: false);
        await fund.GotoAsync("/catalogue?q=医疗机构执业登记");
        await fund.ClickAsync("main a[href='/catalogue/wj.institution']");
        await fund.ClickAsync("main a[href^='/sharing/request']");

        // Nothing chosen and no purpose is told at its place, and what was typed stays.
        await fund.FillAsync("[name=days]", "90");
        await fund.ClickAsync("main form button[type=submit]");
        await Assertions.Expect(fund.Locator(".fault-summary")).ToBeVisibleAsync();
        await Assertions.Expect(fund.Locator("[name=days]")).ToHaveValueAsync("90");
        await fund.FillAsync("[name=purpose]", "核对定点医疗机构的登记状态");
        foreach (var item in new[] { "registration_no", "name", "valid_until" })
        {
            await fund.CheckAsync($"[name='item.{item}']");
        }
        await fund.ClickAsync("main form button[type=submit]");
        await fund.GotoAsync("/sharing");
        await fund.Locator("main tr", new() { HasText = "核对定点医疗机构的登记状态" }).Locator("a[href^='/sharing/grants/']").ClickAsync();
        var grant = new Uri(fund.Url).Segments[^1];

        // The file comes in two parts that belong together, and says what it is.
        var address = $"/api/v1/pool/wj.institution/file?grant={grant}&format=csv";
        var whole = await fund.APIRequest.GetAsync(address);
        var bytes = await whole.BodyAsync();
        var half = bytes.Length / 2;
        var rest = await fund.APIRequest.GetAsync(address, new() { Headers = [new("Range", $"bytes={half}-"), new("If-Range", whole.Headers["etag"])] });
        Assert.Equal(206, rest.Status);
        Assert.Equal(bytes[half..], await rest.BodyAsync());
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", whole.Headers["etag"]);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.DoesNotContain("grade", text[..text.IndexOf('\n', StringComparison.Ordinal)], StringComparison.Ordinal);

        // One record by the page; one that is not there is told in the same words as one outside the grant.
        var number = text.Split('\n')[1].Split(',')[0].Trim('"', '\uFEFF');
        await fund.GotoAsync("/sharing/grants/" + grant);
        await fund.ClickAsync("main a[href$='/look']");
        await fund.ClickAsync("main form button[type=submit]");
        await Assertions.Expect(fund.Locator(".fault-summary")).ToBeVisibleAsync();
        await fund.FillAsync("[name=value]", number);
        await fund.ClickAsync("main form button[type=submit]");
        await Assertions.Expect(fund.Locator("main")).ToContainTextAsync("查询结果");
        await Assertions.Expect(fund.Locator("main")).Not.ToContainTextAsync("机构等级");
        Assert.DoesNotContain(number, fund.Url, StringComparison.Ordinal);
        await fund.FillAsync("[name=value]", "没有这个登记号");
        await fund.ClickAsync("main form button[type=submit]");
        await Assertions.Expect(fund.Locator("#found")).ToContainTextAsync("没有可以提供的记录");

        var health = await site.OpenAsync("lz-health", scripts: false);
        for (var tries = 0; tries < 60 && !(await UsesAsync(health)).Contains("核对定点医疗机构的登记状态", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        await Assertions.Expect(health.Locator("main")).ToContainTextAsync("柳州市住房公积金管理中心");

        await health.GotoAsync("/sharing/grants/" + grant);
        await health.FillAsync("[name=reason]", "登记信息另行公开，授权收回");
        await health.ClickAsync("main form[action$='/revoke'] button");
        var single = $"/api/v1/pool/wj.institution/records?grant={grant}&registration_no={Uri.EscapeDataString(number)}";
        Assert.Equal(403, (await fund.APIRequest.GetAsync(single)).Status);
        Assert.Equal(403, (await fund.APIRequest.GetAsync(address)).Status);
        await fund.GotoAsync("/sharing/grants/" + grant);
        await Assertions.Expect(fund.Locator("main")).ToContainTextAsync("登记信息另行公开，授权收回");
    }

    [Fact]
    public async Task Decided_by_the_owner_in_a_case_and_seen_by_the_resident()
    {
        var fund = await site.OpenAsync("lz-fund", scripts: false);
        const string Purpose = "核对提取申请人的婚姻状况所需身份";
        await fund.GotoAsync("/sharing/request?resource=pop.person");
        await fund.FillAsync("[name=purpose]", Purpose);
        await fund.FillAsync("[name=basis]", "《住房公积金管理条例》第二十四条");
        foreach (var (item, mask) in new[] { ("id_no", "None"), ("name", "Name") })
        {
            await fund.CheckAsync($"[name='item.{item}']");
            await fund.SelectOptionAsync($"[name='mask.{item}']", mask);
        }
        await fund.ClickAsync("main form button[type=submit]");
        await Assertions.Expect(fund.Locator("main")).ToContainTextAsync(Purpose);

        // The bureau takes it in, the police decide, both on their own worklists.
        await AnswerAsync(await site.OpenAsync("pool", scripts: false), "Accept", Purpose);
        await AnswerAsync(await site.OpenAsync("lz-police", scripts: false), "Grant", Purpose);
        var row = fund.Locator("main tr", new() { HasText = Purpose });
        for (var tries = 0; tries < 120; tries++)
        {
            await fund.GotoAsync("/sharing");
            if (await row.CountAsync() > 0)
            {
                break;
            }
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        await row.Locator("a[href^='/sharing/grants/']").ClickAsync();
        await fund.ClickAsync("main a[href$='/look']");
        await fund.FillAsync("[name=value]", Resident);
        await fund.ClickAsync("main form button[type=submit]");
        await Assertions.Expect(fund.Locator("main")).ToContainTextAsync("查询结果");
        await Assertions.Expect(fund.Locator("main")).Not.ToContainTextAsync("居住地址");

        var resident = await site.OpenAsync("lz-resident", scripts: false);
        for (var tries = 0; tries < 60; tries++)
        {
            await resident.GotoAsync("/my/data-uses");
            if ((await resident.InnerTextAsync("main")).Contains(Purpose, StringComparison.Ordinal))
            {
                return;
            }
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        Assert.Fail("The resident does not see that somebody looked.");
    }

    [Fact]
    public async Task What_is_withheld_names_its_law_and_has_no_form()
    {
        var fund = await site.OpenAsync("lz-fund", scripts: false);
        await fund.GotoAsync("/sharing/request?resource=wj.infectious-report");
        await Assertions.Expect(fund.Locator("main")).ToContainTextAsync("《中华人民共和国传染病防治法》第十二条");
        Assert.Equal(0, await fund.Locator("main form").CountAsync());
    }

    [Fact]
    public async Task A_system_is_told_of_a_new_version_and_fetches_only_what_changed()
    {
        await using var receiver = await Receiver.StartAsync();
        var fund = await site.OpenAsync("lz-fund", scripts: false);
        const string Purpose = "同步养老机构名单";
        await fund.GotoAsync("/sharing/request?resource=mz.care-home");
        await fund.FillAsync("[name=purpose]", Purpose);
        var items = await fund.Locator("[name^='item.']").EvaluateAllAsync<string[]>("boxes => boxes.map(b => b.name)");
        foreach (var item in items)
        {
            await fund.CheckAsync($"[name='{item}']");
        }
        await fund.ClickAsync("main form button[type=submit]");
        await fund.GotoAsync("/sharing");
        await fund.Locator("main tr", new() { HasText = Purpose }).Locator("a[href^='/sharing/grants/']").ClickAsync();
        var grant = new Uri(fund.Url).Segments[^1];
        var file = await fund.APIRequest.GetAsync($"/api/v1/pool/mz.care-home/file?grant={grant}&format=csv");
        var (cursor, csv) = (file.Headers["x-pool-cursor"], await file.TextAsync());

        await fund.ClickAsync("main a[href$='/changes']");
        await fund.FillAsync("[name=address]", "http://10.0.0.8/inner");
        await fund.ClickAsync("main form:has([name=address]) button");
        await Assertions.Expect(fund.Locator(".fault-summary")).ToContainTextAsync("10.0.0.8");
        await fund.FillAsync("[name=address]", receiver.Address);
        await fund.ClickAsync("main form:has([name=address]) button");
        var secret = Convert.FromBase64String((await fund.Locator("main .notice pre").InnerTextAsync()).Trim()["whsec_".Length..]);
        await fund.GotoAsync($"/sharing/grants/{grant}/changes");
        await Assertions.Expect(fund.Locator("main")).Not.ToContainTextAsync("whsec_");
        await fund.ClickAsync("main form[action$='/trial'] button");
        Assert.Equal("pool.trial", (await receiver.NextAsync(secret)).GetProperty("type").GetString());
        await UntilAsync(fund, "已接收");

        // The owner mends one record; the subscriber is told and asks for no more than that.
        var lines = csv.TrimStart('\uFEFF').Split("\r\n");
        var headings = lines[0].Split(',');
        var column = Array.IndexOf(headings, "zj_code");
        var kept = headings.Where((_, n) => n != column);
        var cells = lines[1].Split(',').Where((_, n) => n != column).ToArray();
        var name = Array.IndexOf([.. kept], "name");
        cells[name] = "示例养老院（已更名）";
        var civil = await site.OpenAsync("lz-civil", scripts: false);
        await civil.GotoAsync("/pool/intake?resource=mz.care-home");
        await civil.SelectOptionAsync("[name=mode]", "increment");
        await civil.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "care-homes.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes($"{string.Join(',', kept)}\n{string.Join(',', cells)}\n") });
        await civil.ClickAsync("main form[action^='/pool/intake'] button[type=submit]");
        var told = await receiver.NextAsync(secret);
        Assert.Equal(("pool.changes", grant), (told.GetProperty("type").GetString(), told.GetProperty("grant").GetString()));

        var changes = (await (await fund.APIRequest.GetAsync($"/api/v1/grants/{grant}/changes?cursor={Uri.EscapeDataString(cursor)}")).JsonAsync())!.Value;
        var changed = Assert.Single(changes.GetProperty("changes").EnumerateArray());
        Assert.Equal("示例养老院（已更名）", Assert.Single(changed.GetProperty("records").EnumerateArray()).GetProperty("name").GetString());

        await fund.GotoAsync($"/sharing/grants/{grant}/changes");
        await fund.ClickAsync("main form[action$='/remove'] button");
        await Assertions.Expect(fund.Locator("main")).ToContainTextAsync("尚未设置接收地址");
    }

    private static async Task<string> UsesAsync(IPage page)
    {
        await page.GotoAsync("/sharing/uses");
        return await page.InnerTextAsync("main");
    }

    private static async Task UntilAsync(IPage page, string text)
    {
        for (var tries = 0; tries < 120 && !(await page.InnerTextAsync("main")).Contains(text, StringComparison.Ordinal); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await page.ReloadAsync();
        }
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);
    }

    /// <summary>Opens the case that asks for the purpose, signs for it where one must, and answers.</summary>
    private static async Task AnswerAsync(IPage page, string action, string purpose)
    {
        await page.GotoAsync("/work");
        var links = await page.Locator("main td a[href^='/cases/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        foreach (var link in links)
        {
            await page.GotoAsync(link);
            if ((await page.InnerTextAsync("main")).Contains(purpose, StringComparison.Ordinal))
            {
                break;
            }
        }
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(purpose);
        if (await page.Locator("button[name=do][value^='ReceiveItem']").CountAsync() > 0)
        {
            await page.ClickAsync("button[name=do][value^='ReceiveItem']");
            await Assertions.Expect(page.Locator("#done")).ToBeVisibleAsync();
        }
        await page.ClickAsync($"button[name=do][value^='{action}']");
        await Assertions.Expect(page.Locator("#done")).ToBeVisibleAsync();
    }

    /// <summary>The subscriber's system: a web server that checks each post's signature after Standard Webhooks.</summary>
    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Id, string Time, string Signature, string Body)> _posts = new();

        public string Address { get; } = app.Urls.First() + "/pool";

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            Receiver? receiver = null;
            app.MapPost("/pool", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                receiver!._posts.Enqueue((request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString(), request.Headers["webhook-signature"].ToString(), await reader.ReadToEndAsync()));
                return Results.Ok();
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return receiver = new(app);
        }

        public async Task<JsonElement> NextAsync(byte[] secret)
        {
            (string Id, string Time, string Signature, string Body) post = default;
            for (var tries = 0; tries < 240 && !_posts.TryDequeue(out post); tries++)
            {
                await Task.Delay(250, TestContext.Current.CancellationToken);
            }
            Assert.NotNull(post.Body);
            Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{post.Id}.{post.Time}.{post.Body}"))), post.Signature);
            return JsonDocument.Parse(post.Body).RootElement;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
