using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>A finding from the run to its end, without JavaScript: the page of quality, the case, the mended version, the recheck that closes it, the month's bulletin.</summary>
public sealed class QualityWalk(SiteFixture site)
{
    private const string Vehicles = "jt.vehicle";

    [Fact]
    public async Task From_the_finding_to_the_bulletin()
    {
        var steward = await site.OpenAsync("lz-transport", scripts: false);
        await steward.GotoAsync("/quality/" + Vehicles);
        var row = steward.Locator("section[aria-labelledby=mending] tbody tr").Filter(new() { HasText = "一致性" }).First;
        await Assertions.Expect(row).ToContainTextAsync("整改中");
        await row.Locator("a[href^='/cases/']").ClickAsync();
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("营运车辆信息");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("占 0.6667%");
        await steward.ClickAsync("button[name=do][value^='ReceiveItem']");
        await Assertions.Expect(steward.Locator("#done")).ToBeVisibleAsync();
        await steward.FillAsync("[name='form.measures']", "6 辆车已补登经营许可证号");
        await steward.ClickAsync("button[name=do][value^='AgreeItem']");
        await Assertions.Expect(steward.Locator("#done")).ToBeVisibleAsync();

        // The next version, with every licence in order.
        var table = new StringBuilder("plate,licence_no,kind,inspected_until\n");
        for (var n = 0; n < 900; n++)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"桂B{10000 + n},桂交运管许可柳字{450200000000 + (n % 480)}号,重型货车,2023-06-0{1 + (n % 9)}\n");
        }
        await steward.GotoAsync("/pool/intake?resource=" + Vehicles);
        await steward.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "vehicles.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(table.ToString()) });
        await steward.ClickAsync("main form[action^='/pool/intake'] button[type=submit]");

        // The platform takes its turn by itself; the page is asked again until it has.
        var passed = steward.Locator("section[aria-labelledby=mending] tbody tr").Filter(new() { HasText = "复查合格" });
        for (var tries = 0; tries < 120 && await passed.CountAsync() == 0; tries++)
        {
            await steward.GotoAsync("/quality/" + Vehicles);
            await steward.WaitForTimeoutAsync(500);
        }
        await Assertions.Expect(passed).ToHaveCountAsync(1);
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync(Vehicles + "@2");

        var pool = await site.OpenAsync("pool", scripts: false);
        await pool.GotoAsync("/quality");
        var bulletin = pool.Locator("section[aria-labelledby=bulletins] li").Filter(new() { HasText = "2022年7月" });
        await bulletin.Locator("button").ClickAsync();
        await Assertions.Expect(pool.Locator("#again")).ToContainTextAsync("逐字节一致");
        var download = await pool.RunAndWaitForDownloadAsync(() => bulletin.Locator("a[href$='.xlsx']").ClickAsync());
        Assert.Matches(new Regex("data-quality-2022-07[.]xlsx"), download.SuggestedFilename);
        Assert.True(new FileInfo(await download.PathAsync()).Length > 1000);
    }
}
