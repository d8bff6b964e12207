using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>A case of the street on phones, without JavaScript: reported with a photo, reported again and recognised, handled, sent back, handled, found good, closed, rated, reopened.</summary>
public sealed partial class CityWalk(SiteFixture site)
{
    private const int Phone = 390;

    [Fact]
    public async Task From_the_photo_to_the_answer()
    {
        var (photo, again) = await PhotosAsync();
        var collector = await site.OpenAsync("collector", width: Phone, scripts: false);
        await collector.GotoAsync("/city/report");
        await Assertions.Expect(collector.Locator("[name='material.photo']")).ToHaveAttributeAsync("capture", "environment");
        await collector.ClickAsync("main form button[type=submit]");
        await Assertions.Expect(collector.Locator(".fault-summary")).ToBeVisibleAsync();

        await collector.SetInputFilesAsync("[name='material.photo']", photo);
        await collector.SelectOptionAsync("[name='form.class']", "rubble");
        await collector.FillAsync("[name='form.place']", "三海街道示例东街 88 号门前");
        await collector.FillAsync("[name='form.longitude']", "109.3155");
        await collector.FillAsync("[name='form.latitude']", "22.4388");
        await collector.ClickAsync("main form[enctype] button[type=submit]");
        await Assertions.Expect(collector.Locator("#done")).ToBeVisibleAsync();
        var number = Number().Match(collector.Url).Value;
        await Assertions.Expect(collector.Locator("main")).ToContainTextAsync("LS-017");

        // Another citizen, another kind, some steps away, the same heap: recognised by its photo, though it was stored otherwise.
        var citizen = await site.OpenAsync("owner2", width: Phone, scripts: false);
        await citizen.GotoAsync("/city/report");
        await citizen.SetInputFilesAsync("[name='material.photo']", again);
        await citizen.SelectOptionAsync("[name='form.class']", "garbage");
        await citizen.FillAsync("[name='form.place']", "示例东街口");
        await citizen.FillAsync("[name='form.longitude']", "109.3160");
        await citizen.FillAsync("[name='form.latitude']", "22.4392");
        await citizen.ClickAsync("main form[enctype] button[type=submit]");
        await Assertions.Expect(citizen.Locator("main")).ToContainTextAsync("照片相似度");
        await citizen.ClickAsync($"button[name=do][value='join:{number}']");
        await Assertions.Expect(citizen.Locator("#done")).ToBeVisibleAsync();
        await Assertions.Expect(citizen).ToHaveURLAsync(new Regex(number));

        var dispatcher = await site.OpenAsync("dispatcher", scripts: false);
        await dispatcher.GotoAsync("/city/tickets/" + number);
        await dispatcher.ClickAsync("main a[href^='/cases/']");
        var path = new Uri(dispatcher.Url).AbsolutePath;
        var id = path["/cases/".Length..];
        await dispatcher.ClickAsync("button[name=do][value=Accept]");
        await Assertions.Expect(dispatcher.Locator("#done")).ToBeVisibleAsync();

        var sanitation = await site.OpenAsync("sanitation", width: Phone, scripts: false);
        await sanitation.GotoAsync("/city/field");
        await sanitation.ClickAsync($"main a[href='/city/field/{id}']");
        await Assertions.Expect(sanitation.Locator("main img.city-photo")).ToBeVisibleAsync();
        await sanitation.ClickAsync("button[name=do][value='receive:handle']");
        await sanitation.FillAsync("[name=text]", "渣土已装车运走");
        await sanitation.ClickAsync("button[name=do][value='done:handle']");
        await Assertions.Expect(sanitation.Locator(".fault-summary")).ToContainTextAsync("处置后");
        await DoneAsync(sanitation, again, "渣土已装车运走");

        var inspector = await site.OpenAsync("inspector", width: Phone, scripts: false);
        await inspector.GotoAsync("/city/field/" + id);
        await inspector.SetInputFilesAsync("[name=check]", photo);
        await inspector.FillAsync("[name=text]", "路沿还有碎石");
        await inspector.ClickAsync("button[name=do][value='back:check']");
        await Assertions.Expect(inspector.Locator("#done")).ToBeVisibleAsync();

        await sanitation.GotoAsync("/city/field/" + id);
        await Assertions.Expect(sanitation.Locator("main")).ToContainTextAsync("路沿还有碎石");
        await DoneAsync(sanitation, again, "碎石已清扫");

        await inspector.GotoAsync("/city/field/" + id);
        await Assertions.Expect(inspector.Locator(".city-photos li")).ToHaveCountAsync(3);
        await inspector.ClickAsync("button[name=do][value='good:check']");
        await Assertions.Expect(inspector.Locator("#done")).ToBeVisibleAsync();

        await dispatcher.GotoAsync(path);
        await dispatcher.ClickAsync("button[name=do][value=HandOver]");
        await Assertions.Expect(dispatcher.Locator("#done")).ToBeVisibleAsync();

        var visitor = await site.OpenAsync(width: Phone, scripts: false);
        await visitor.GotoAsync("/city/tickets");
        await visitor.FillAsync("[name=number]", number);
        await visitor.ClickAsync("main form button[type=submit]");
        await EventuallyAsync(visitor, "main", "已结案");
        await Assertions.Expect(visitor.Locator("main")).ToContainTextAsync("核查退回1次");
        await Assertions.Expect(visitor.Locator("main img")).ToHaveCountAsync(0);

        // Its reporter sees what was done.
        await collector.GotoAsync("/city/tickets/" + number);
        await Assertions.Expect(collector.Locator(".city-photos li")).ToHaveCountAsync(3);

        // Who had only joined is told, too, and rates what came of it.
        await citizen.GotoAsync("/inbox");
        await EventuallyAsync(citizen, "main", "已结案：三海街道示例东街 88 号门前");
        await citizen.GotoAsync("/city/tickets/" + number);
        await citizen.SelectOptionAsync("[name=rating]", "4");
        await citizen.ClickAsync("button[name=do][value=rate]");
        await Assertions.Expect(citizen.Locator("#done")).ToBeVisibleAsync();

        var commander = await site.OpenAsync("commander", scripts: false);
        await commander.GotoAsync(path);
        await commander.ClickAsync("#form-reopen >> xpath=ancestor::details/summary");
        await commander.FillAsync("[name$='.basis']:visible", "灵山县数字城管运行办法 第二十一条");
        await commander.FillAsync("[name$='.text']:visible", "夜里又倒了一车");
        await commander.ClickAsync("button[name=do][value=ReopenCase]");
        await Assertions.Expect(commander.Locator("#done")).ToBeVisibleAsync();
        await visitor.GotoAsync("/city/tickets/" + number);
        await EventuallyAsync(visitor, "main", "结案后重办1次");
    }

    [Fact]
    public async Task The_command_centre_joins_what_came_in_twice()
    {
        var collector = await site.OpenAsync("collector", width: Phone, scripts: false);
        var (photo, _) = await PhotosAsync();
        string first = await ReportAsync("109.3240", "22.4302"), second = await ReportAsync("109.32405", "22.43022", anyway: true);

        var dispatcher = await site.OpenAsync("dispatcher", scripts: false);
        await dispatcher.GotoAsync("/city/desk");
        var row = dispatcher.Locator("li.pool-project").Filter(new() { Has = dispatcher.Locator($"input[name=number][value='{second}']") });
        await row.Locator($"button[name=main][value='{first}']").ClickAsync();
        await Assertions.Expect(dispatcher.Locator("main")).ToContainTextAsync("已并案");
        await EventuallyAsync(dispatcher, "main", "以下为主案的进度");

        async Task<string> ReportAsync(string longitude, string latitude, bool anyway = false)
        {
            await collector.GotoAsync("/city/report");
            await collector.SetInputFilesAsync("[name='material.photo']", photo);
            await collector.SelectOptionAsync("[name='form.class']", "light");
            await collector.FillAsync("[name='form.place']", "灵城街道示例东路 5 号灯杆");
            await collector.FillAsync("[name='form.longitude']", longitude);
            await collector.FillAsync("[name='form.latitude']", latitude);
            await collector.ClickAsync("main form[enctype] button[type=submit]");
            if (anyway)
            {
                await collector.ClickAsync("button[name=do][value=anyway]");
            }
            await Assertions.Expect(collector.Locator("#done")).ToBeVisibleAsync();
            return Number().Match(collector.Url).Value;
        }
    }

    [Fact]
    public async Task A_phone_fills_in_where_it_is()
    {
        var page = await site.OpenAsync("collector", width: Phone);
        await page.Context.GrantPermissionsAsync(["geolocation"]);
        await page.Context.SetGeolocationAsync(new() { Latitude = 22.4188f, Longitude = 109.2822f });
        await page.GotoAsync("/city/report");
        await page.ClickAsync("[data-place]");
        await Assertions.Expect(page.Locator("#place-told")).ToContainTextAsync("已填入");
        await Assertions.Expect(page.Locator("[name='form.longitude']")).ToHaveValueAsync(new Regex("^109\\.2822"));
    }

    private static async Task DoneAsync(IPage page, FilePayload after, string what)
    {
        await page.SetInputFilesAsync("[name=after]", after);
        await page.FillAsync("[name=text]", what);
        await page.ClickAsync("button[name=do][value='done:handle']");
        await Assertions.Expect(page.Locator("#done")).ToBeVisibleAsync();
    }

    /// <summary>What follows the log comes a moment later: the page is opened again until it is there.</summary>
    private static async Task EventuallyAsync(IPage page, string where, string text)
    {
        for (var i = 0; i < 60 && !(await page.Locator(where).InnerTextAsync()).Contains(text, StringComparison.Ordinal); i++)
        {
            await page.WaitForTimeoutAsync(250);
            await page.ReloadAsync();
        }
        await Assertions.Expect(page.Locator(where)).ToContainTextAsync(text);
    }

    /// <summary>A picture, and the same with other compression and its edges cut.</summary>
    private async Task<(FilePayload Photo, FilePayload Again)> PhotosAsync()
    {
        var page = await site.OpenAsync();
        await page.GotoAsync("/city?state=all");
        var map = page.Locator("svg.city-map");
        var box = (await map.BoundingBoxAsync())!;
        var photo = await page.ScreenshotAsync(new() { Clip = new() { X = box.X, Y = box.Y, Width = box.Width, Height = box.Height }, FullPage = true });
        var again = await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 45, Clip = new() { X = box.X + (box.Width * 0.04f), Y = box.Y + (box.Height * 0.03f), Width = box.Width * 0.92f, Height = box.Height * 0.93f }, FullPage = true });
        await page.CloseAsync();
        return (new() { Name = "heap.png", MimeType = "image/png", Buffer = photo }, new() { Name = "again.jpg", MimeType = "image/jpeg", Buffer = again });
    }

    [GeneratedRegex(@"\d{6}-\d{8}-\d{6}")]
    private static partial Regex Number();
}
