using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>Every page, in both languages, on a desk and on a telephone: nothing stands in anybody's way.</summary>
/// <remarks>Each page is opened twice, so that it is seen in each language and at each width; which of them go together changes from page to page, so that over the
/// parts that pages share all four are seen.</remarks>
public sealed class EveryPage(SiteFixture site)
{
    private static readonly string Screens = Path.Combine(Repository.Root, "tests", "E2e", "screens");

    public static TheoryData<string, string, int> Views => [.. PageList.All.Select((page, number) => (page.Name, Wide: number % 2 == 0)).SelectMany(p => new[] { (p.Name, "zh", p.Wide ? 1280 : 390), (p.Name, "en", p.Wide ? 390 : 1280) })];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Is_accessible_and_fits(string name, string language, int width)
    {
        var shown = PageList.Named(name);
        var page = await site.OpenAsync(shown.Login, language, width);
        await using var context = page.Context;
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // The browser itself reports the status of a page that is meant to be refused.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith($"Failed to load resource: the server responded with a status of {shown.Status} ", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync("/sign-in?lang=" + language);
        IResponse? last = null;
        page.Response += (_, answer) => last = answer.Request.IsNavigationRequest ? answer : last;
        await shown.GoAsync(page);

        Directory.CreateDirectory(Screens);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}-{language}-{width}.png"), FullPage = true });
        Assert.Equal(shown.Status, last!.Status);
        var axe = await page.RunAxe();
        Assert.True(axe.Violations.Length == 0, string.Join('\n', axe.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, "The page is wider than the screen.");
        Assert.Empty(complaints);
        Assert.Equal(language == "zh" ? "zh-CN" : "en", await page.GetAttributeAsync("html", "lang"));
        Assert.DoesNotMatch(@"\b(cases|ui|web|security|evidence|certificates|notices|acceptance|exits|pool|seals|registration|city|sharing|catalogue|intake|quality)\.[a-z]+\.[a-z]", await page.InnerTextAsync("body"));
    }
}
