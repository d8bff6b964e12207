using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>The list of services shows citizens what they can apply for, and nothing that departments or the platform begin.</summary>
public sealed class BegunElsewhere(SiteFixture site)
{
    [Fact]
    public async Task A_request_for_data_begins_where_data_are_shared_and_mending_by_itself()
    {
        var owner = await site.OpenAsync("owner", scripts: false);
        await owner.GotoAsync("/services");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("企业设立登记");
        await Assertions.Expect(owner.Locator("main")).Not.ToContainTextAsync("有条件共享数据申请");
        await Assertions.Expect(owner.Locator("main")).Not.ToContainTextAsync("数据质量整改");
        Assert.Equal(404, (await owner.APIRequest.GetAsync("/services/data-mending/apply")).Status);
        await owner.GotoAsync("/services/data-mending");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("由平台在需要时自动发起");

        // Whoever knows the address cannot begin such a case either.
        await owner.GotoAsync("/services/business-registration/apply");
        await owner.Locator("main form").EvaluateAsync("form => form.action = '/services/data-request/apply'");
        await owner.Locator("main input[name=for]").First.CheckAsync();
        var refused = await owner.RunAndWaitForResponseAsync(() => owner.Locator("main form button[type=submit]").ClickAsync(), "**/services/data-request/apply");
        Assert.Equal(403, refused.Status);
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("请在专门页面发起");

        var fund = await site.OpenAsync("lz-fund", scripts: false);
        await fund.GotoAsync("/services/data-request");
        await fund.ClickAsync("main .service-apply a");
        await Assertions.Expect(fund).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sharing/request"));
        await Assertions.Expect(fund.Locator("h1")).ToContainTextAsync("申请");
    }
}
