using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.E2e;

/// <summary>A collection from the plan to the pool, without JavaScript: what is there is refused, what another asks is merged, the worker fills in on a telephone, the answers become a version, and the same plan is refused the next time.</summary>
public sealed class CollectionWalk(SiteFixture site)
{
    [Fact]
    public async Task What_a_worker_told_once_is_not_asked_again()
    {
        // Civil affairs plan: the name is in the pool, the rest is new.
        var civil = await site.OpenAsync("lz-civil", scripts: false);
        await PlanAsync(civil, "适老化改造意愿采集", ("姓名", "Text"), ("是否愿意改造", "Flag"), ("改造项目", "Text"));
        await Assertions.Expect(civil.Locator("#compared")).ToContainTextAsync("共 3 个字段：1 个池中已有，0 个合并填报，2 个可以采集");
        await Assertions.Expect(civil.Locator("fieldset").Filter(new() { HasText = "字段 1" })).ToContainTextAsync("人口基本信息");
        await civil.ClickAsync("button[value=submit]");
        await Assertions.Expect(civil.Locator("main")).ToContainTextAsync("待审定");
        await Assertions.Expect(civil.Locator("button[value=approve]")).ToHaveCountAsync(0);
        var first = civil.Url;
        var bureau = await site.OpenAsync("pool", scripts: false);
        await bureau.GotoAsync(first);
        await bureau.ClickAsync("button[value=approve]");
        await Assertions.Expect(bureau.Locator("main")).ToContainTextAsync("填报中");

        // Health wants one of these too.
        var health = await site.OpenAsync("lz-health", scripts: false);
        await PlanAsync(health, "居家护理需求采集", ("是否愿意改造", "Flag"), ("护理等级", "Text"));
        await Assertions.Expect(health.Locator("#compared")).ToContainTextAsync("1 个合并填报，1 个可以采集");
        await health.ClickAsync("button[value=submit]");
        var second = health.Url;
        await bureau.GotoAsync(second);
        await bureau.ClickAsync("button[value=approve]");
        await Assertions.Expect(bureau.Locator("main")).ToContainTextAsync("填报中");

        // One sheet on the worker's telephone: three questions, the name is there already.
        var worker = await site.OpenAsync("lz-community3", width: 390, scripts: false);
        await worker.GotoAsync("/collections/sheets");
        await Assertions.Expect(worker.Locator("main")).ToContainTextAsync("每个对象填 3 项，少填 2 项");
        await worker.ClickAsync("main a[aria-label^='去填报 适老化']");
        await worker.FillAsync("[name=code]", "450202198808080012");
        await worker.ClickAsync("button:has-text('登记并填写')");
        await Assertions.Expect(worker.Locator(".fault-summary")).ToBeVisibleAsync();
        await worker.FillAsync("[name=code]", CitizenId.Complete("45020219880808001"));
        await worker.ClickAsync("button:has-text('登记并填写')");
        await Assertions.Expect(worker.Locator("main")).ToContainTextAsync("示例·柳州居民甲");
        await Assertions.Expect(worker.Locator("main")).ToContainTextAsync("来源：人口基本信息（柳州市公安局）");
        await Assertions.Expect(worker.Locator("main")).ToContainTextAsync("供柳州市民政局、柳州市卫生健康委员会使用");
        await worker.GetByLabel("改造项目").FillAsync("卫生间扶手");
        await worker.ClickAsync("button[value=save]");
        Assert.True(await worker.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"), "The sheet is wider than the telephone.");
        await worker.GetByLabel("是否愿意改造").SelectOptionAsync("true");
        await worker.GetByLabel("护理等级").FillAsync("二级");
        await worker.ClickAsync("button[value=next]");
        await Assertions.Expect(worker.Locator("main")).ToContainTextAsync("已填完");
        await worker.ClickAsync("button:has-text('上报')");
        await Assertions.Expect(worker.Locator("#submitted")).ToBeVisibleAsync();

        // Both receive; the answers become a version of a resource.
        await civil.GotoAsync(first);
        await civil.ClickAsync("button:has-text('汇总入库')");
        await Assertions.Expect(civil.Locator("#became")).ToContainTextAsync("@1");
        await health.GotoAsync(second);
        var download = await health.RunAndWaitForDownloadAsync(() => health.ClickAsync("a[href$='result.csv']"));
        var received = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains(",示例三社区,true,二级", received, StringComparison.Ordinal);
        Assert.DoesNotContain("扶手", received, StringComparison.Ordinal);
        await civil.ClickAsync("#became");
        await Assertions.Expect(civil.Locator("main")).ToContainTextAsync("改造项目");

        // The same once more: the pool has all of it.
        await PlanAsync(civil, "适老化改造意愿再采集", ("是否愿意改造", "Flag"), ("改造项目", "Text"));
        await Assertions.Expect(civil.Locator("#compared")).ToContainTextAsync("2 个池中已有，0 个合并填报，0 个可以采集");
        await civil.ClickAsync("button[value=submit]");
        await Assertions.Expect(civil.Locator("main")).ToContainTextAsync("全部字段数据池已有");
        await bureau.GotoAsync("/collections/burden");
        await Assertions.Expect(bureau.Locator("section[aria-labelledby=departments]")).ToContainTextAsync("柳州市民政局");
        await Assertions.Expect(bureau.Locator("section[aria-labelledby=workers]")).ToContainTextAsync("示例三社区");
    }

    private static async Task PlanAsync(IPage page, string title, params (string Name, string Type)[] fields)
    {
        await page.GotoAsync("/collections/plan");
        await page.FillAsync("[name=title]", title);
        await page.FillAsync("[name=purpose]", "安排居家适老化改造和上门护理");
        await page.FillAsync("[name=basis]", "《中华人民共和国老年人权益保障法》第六十五条");
        await page.FillAsync("[name=deadline]", "2022-09-20");
        await page.GetByLabel("鱼峰区").CheckAsync();
        for (var n = 0; n < fields.Length; n++)
        {
            await page.FillAsync($"[name='field{n}.name']", fields[n].Name);
            await page.SelectOptionAsync($"[name='field{n}.type']", fields[n].Type);
        }
        await page.ClickAsync("button[value=compare]");
    }
}
