using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>A department's data steward brings a file with bad rows, downloads them, mends them, and finds the new versions in the catalogue. Without JavaScript.</summary>
public sealed class IntakeWalk(SiteFixture site)
{
    private const string Resource = "jt.operator-licence";

    [Fact]
    public async Task From_bad_rows_to_a_new_version()
    {
        var steward = await site.OpenAsync("lz-transport", scripts: false);
        await steward.GotoAsync("/catalogue/" + Resource);
        await steward.ClickAsync("main a[href^='/pool/intake']");

        // A wrong table is told before a row is read, column by column.
        await SendAsync(steward, "licence_no,name\n1,2\n");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("缺少“统一社会信用代码”列");

        var rows = new StringBuilder("LICENCE_NO,统一社会信用代码,name,scope,valid_until\n");
        for (var n = 1; n <= 40; n++)
        {
            rows.Append(n == 7 ? "示例证7,91450200MA6000007X,示例运输新7,普通货物运输,2025-02-30\n" : $"示例证{n},91450200MA600000{n:D2},示例运输新{n},普通货物运输,2025-02-28\n");
        }
        await steward.SelectOptionAsync("[name=mode]", "increment");
        await SendAsync(steward, rows.ToString());
        await UntilAsync(steward, "已核对合格 39 行");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("“LICENCE_NO”按“许可证号”处理");
        await Assertions.Expect(steward.Locator("main table")).ToContainTextAsync("有效期至：不是有效日期");
        var first = await steward.Locator("main .notice a[href^='/catalogue/']").InnerTextAsync();

        var bad = await (await steward.APIRequest.GetAsync(new Uri(steward.Url).AbsolutePath + "/bad.csv")).TextAsync();
        Assert.Contains("示例证7", bad, StringComparison.Ordinal);
        await steward.ClickAsync("main a[href*='mends=']");
        await Assertions.Expect(steward.Locator("[name=mode]")).ToHaveValueAsync("increment");
        await SendAsync(steward, bad.Replace("2025-02-30", "2025-02-28", StringComparison.Ordinal));
        await UntilAsync(steward, "已核对合格 1 行");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("补正此前上传中未入库的行");
        var second = await steward.Locator("main .notice a[href^='/catalogue/']").InnerTextAsync();
        Assert.NotEqual(first, second);
        await steward.ClickAsync("main .notice a[href^='/catalogue/']");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync(second);

        // Programs are told the same, and a foreign page can make no browser bring a file.
        var api = await (await steward.APIRequest.GetAsync($"/api/v1/pool/{Resource}/runs")).JsonAsync();
        Assert.Equal(("done", second, 1), (api!.Value[0].GetProperty("state").GetString(), api.Value[0].GetProperty("version").GetString(), api.Value[0].GetProperty("kept").GetInt32()));
        var kept = await (await steward.APIRequest.GetAsync($"/api/v1/pool/{Resource}/runs/{api.Value[1].GetProperty("id").GetString()}/quarantine")).JsonAsync();
        Assert.Equal("示例证7", kept!.Value.GetProperty("rows")[0].GetProperty("cells")[0].GetString());
        Assert.Equal(400, (await steward.APIRequest.PostAsync($"/api/v1/pool/{Resource}/files?name=a.csv", new() { DataByte = "a\n1\n"u8.ToArray() })).Status);

        // Another department sees nothing of it.
        var other = await site.OpenAsync("lz-health", scripts: false);
        Assert.Equal(403, (await other.APIRequest.GetAsync("/pool/intake?resource=" + Resource)).Status);
        Assert.Equal(403, (await other.APIRequest.GetAsync($"/api/v1/pool/{Resource}/runs")).Status);
    }

    private static async Task SendAsync(IPage page, string text)
    {
        await page.SetInputFilesAsync("[name=file]", new FilePayload { Name = "道路运输许可.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.ClickAsync("main form[action^='/pool/intake'] button[type=submit]");
    }

    /// <summary>Looks again, as a person without scripts does, until the background has come so far.</summary>
    private static async Task UntilAsync(IPage page, string text)
    {
        for (var tries = 0; tries < 240 && !(await page.Locator("main").InnerTextAsync()).Contains(text, StringComparison.Ordinal); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await page.ReloadAsync();
        }
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);
    }
}
