using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>A department's data steward brings a catalogue in a table and publishes data; a citizen finds it and reads its lineage; the catalogue leaves as DCAT and comes back. Without JavaScript.</summary>
public sealed class CatalogueWalk(SiteFixture site)
{
    private const string Table =
        "资源代码,资源名称,资源摘要,共享类型,共享方式,更新周期,向社会开放,关键词,信息项代码,信息项名称,数据类型,长度,必填,标识项,敏感级别,数源\n" +
        "mz.care-station,示例养老服务站名录,各社区的养老服务站名录,无条件共享,接口、文件,每月,是,养老服务站,station_no,养老服务站编号,文本,20,是,是,公开,\n" +
        ",,,,,,,,name,养老服务站名称,文本,100,是,,公开,\n" +
        "mz.care-station-place,示例养老服务站床位,各养老服务站年度床位数,无条件共享,文件,每年,是,养老服务站、床位,station_no,养老服务站编号,文本,20,是,是,公开,mz.care-station/station_no\n" +
        ",,,,,,,,places,床位数,整数,,,,公开,\n";

    [Fact]
    public async Task From_a_clerks_table_to_a_citizens_search_and_there_and_back_as_DCAT()
    {
        var steward = await site.OpenAsync("lz-civil", scripts: false);
        await steward.GotoAsync("/catalogue");
        await steward.ClickAsync("main a[href='/catalogue/import']");
        var template = await steward.RunAndWaitForDownloadAsync(() => steward.ClickAsync("main a[href$='template.xlsx']"));
        Assert.Equal("数据资源目录导入表.xlsx", template.SuggestedFilename);

        // Each fault at its row and column, with what to write instead; nothing is in.
        await SendAsync(steward, "目录.csv", Encoding.UTF8.GetBytes(Table.Replace("每月", "月月", StringComparison.Ordinal).Replace("mz.care-station/station_no", "mz.care-station/no", StringComparison.Ordinal)));
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("有 2 处需要修改");
        await Assertions.Expect(steward.Locator("main table tbody tr").Nth(0)).ToContainTextAsync("更新周期");
        await Assertions.Expect(steward.Locator("main table tbody tr").Nth(0)).ToContainTextAsync("请填写其一：实时、每日");
        await Assertions.Expect(steward.Locator("main table tbody tr").Nth(1)).ToContainTextAsync("数源");
        Assert.Equal(404, (await steward.APIRequest.GetAsync("/catalogue/mz.care-station")).Status);

        await SendAsync(steward, "目录.csv", Encoding.UTF8.GetBytes(Table));
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("2 个资源");
        await steward.ClickAsync("main form[action^='/catalogue/import/'] button[type=submit]");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("已全部入库");

        await steward.ClickAsync("main a[href='/catalogue/mz.care-station']");
        await steward.ClickAsync("main a[href^='/pool/intake']");
        await steward.SetInputFilesAsync("[name=file]", new FilePayload { Name = "养老服务站.csv", MimeType = "text/csv", Buffer = "station_no,name\nK001,示例第一养老服务站\nK002,示例第二养老服务站\n"u8.ToArray() });
        await steward.ClickAsync("main form[action^='/pool/intake'] button[type=submit]");
        for (var tries = 0; tries < 240 && !(await steward.Locator("main").InnerTextAsync()).Contains("mz.care-station@1", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await steward.ReloadAsync();
        }

        // A citizen needs no account, finds what is open, and sees where it goes.
        var citizen = await site.OpenAsync(scripts: false);
        await citizen.GotoAsync("/open-data");
        await citizen.FillAsync("input[name=q]", "养老服务站");
        await citizen.ClickAsync("main form[role=search] button[type=submit]");
        await Assertions.Expect(citizen.Locator("main table tbody tr")).ToHaveCountAsync(2);
        await citizen.ClickAsync("main a[href='/catalogue/mz.care-station']");
        await Assertions.Expect(citizen.Locator("main")).ToContainTextAsync("mz.care-station@1");
        await Assertions.Expect(citizen.Locator("svg.lineage a[href='/catalogue/mz.care-station-place']")).ToBeVisibleAsync();
        await Assertions.Expect(citizen.Locator("svg.lineage path.lineage-edge")).ToHaveCountAsync(1);
        await citizen.ClickAsync("#lineage-words summary");
        await Assertions.Expect(citizen.Locator("#lineage-words tbody tr")).ToContainTextAsync(["mz.care-station-place/station_no"]);
        var told = await (await citizen.APIRequest.GetAsync("/api/v1/catalogue/mz.care-station-place/lineage")).JsonAsync();
        Assert.Equal("mz.care-station/station_no", told!.Value.GetProperty("edges")[0].GetProperty("from").GetString());
        await citizen.GotoAsync("/catalogue/pop.person");
        Assert.StartsWith("/sign-in", new Uri(citizen.Url).AbsolutePath, StringComparison.Ordinal);

        // As DCAT the department's catalogue leaves and comes back; a changed word is a new version.
        await steward.GotoAsync("/catalogue/mz.care-station");
        await steward.ClickAsync("main a[href^='/catalogue/departments/']");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("示例养老服务站床位");
        var provider = new Uri(steward.Url).Segments[^1];
        await steward.GotoAsync("/catalogue?provider=" + provider);
        var download = await steward.RunAndWaitForDownloadAsync(() => steward.ClickAsync("main a[href^='/catalogue/dcat.jsonld']"));
        var dcat = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        await steward.GotoAsync("/catalogue/import");
        await SendAsync(steward, "dcat.jsonld", Encoding.UTF8.GetBytes(dcat));
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("与目录完全一致");
        await SendAsync(steward, "dcat.jsonld", Encoding.UTF8.GetBytes(dcat.Replace("\"@value\": \"示例养老服务站名录\"", "\"@value\": \"示例养老服务站一览\"", StringComparison.Ordinal)));
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("示例养老服务站名录 → 示例养老服务站一览");
        await steward.ClickAsync("main form[action^='/catalogue/import/'] button[type=submit]");
        await steward.GotoAsync("/catalogue/mz.care-station");
        await Assertions.Expect(steward.Locator("main h1")).ToHaveTextAsync("示例养老服务站一览");
        await Assertions.Expect(steward.Locator("main")).ToContainTextAsync("目录第 2 版");
    }

    private static async Task SendAsync(IPage page, string name, byte[] content)
    {
        await page.SetInputFilesAsync("[name=file]", new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });
        await page.ClickAsync("main form[action='/catalogue/import'] button[type=submit]");
    }
}
