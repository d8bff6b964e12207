using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>模拟审批: the owner of a project that still waits for its land takes the offices' opinions home as a paper that says on its face that it binds nobody. Without JavaScript.</summary>
public sealed class SimulatedApproval(SiteFixture site)
{
    [Fact]
    public async Task The_simulated_result_is_a_paper_under_a_watermark()
    {
        var owner = await site.OpenAsync("gl-owner", scripts: false);
        await owner.GotoAsync("/my");
        await owner.Locator("li.my-case").Filter(new() { HasText = "永福" }).Locator("h3 a").ClickAsync();
        await Assertions.Expect(owner.Locator(".watermarked")).ToContainTextAsync("不具有法律效力");
        var address = await owner.Locator(".watermarked a[href$='simulated.pdf']").GetAttributeAsync("href");
        var answer = await owner.APIRequest.GetAsync(address!);
        Assert.Equal(200, answer.Status);
        var text = await TextAsync(await answer.BodyAsync());
        Assert.Contains("模拟审批意见", text, StringComparison.Ordinal);
        Assert.Contains("模拟审批 不具有法律效力", text, StringComparison.Ordinal);
        Assert.Contains("待具备的条件", text, StringComparison.Ordinal);
        Assert.Contains("公开日志第", text, StringComparison.Ordinal);

        // Nobody else's business.
        var stranger = await site.OpenAsync("owner", scripts: false);
        Assert.Equal(404, (await stranger.APIRequest.GetAsync(address!)).Status);
    }

    private static async Task<string> TextAsync(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, pdf);
        try
        {
            using var program = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", file, "-"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var text = await program.StandardOutput.ReadToEndAsync();
            await program.WaitForExitAsync();
            return text;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
