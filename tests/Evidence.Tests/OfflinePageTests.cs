using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The page from the USB stick, in a real browser without network, answers as the program does.</summary>
public sealed class OfflinePageTests : IAsyncLifetime
{
    private OfflineBrowser _browser = null!;

    public async ValueTask InitializeAsync() => _browser = await OfflineBrowser.StartAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    private Task<IPage> OpenAsync() => _browser.OpenAsync();

    private Task<string?> AnswerAsync(IPage page, byte[] file, string key) => _browser.AnswerAsync(page, file, key);

    [Fact]
    public async Task It_answers_good_and_forged_files_as_the_program_does()
    {
        await using var log = await TestLog.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            await log.RecordAsync("case/other", i, "李四");
            await log.RecordAsync("case/mine", i, $"张三{i}");
            await log.SealAllAsync();
        }
        var key = log.Key.Verifier.ToString();
        var file = await log.Proofs.ProofFileAsync("case/mine", (_, _) => true);
        var page = await OpenAsync();

        Assert.Equal("holds", await AnswerAsync(page, file, key));
        Assert.Equal(5, await page.Locator(".event.good").CountAsync());
        Assert.Contains("张三4", await page.Locator("#answer").InnerTextAsync());
        Assert.Contains("核验通过", await page.Locator("#verdict").InnerTextAsync());
        Assert.Equal("compare", await AnswerAsync(page, file, ""));
        await page.ClickAsync("#language-en");
        Assert.Contains("Verified", await page.Locator("#verdict").InnerTextAsync());

        foreach (var (code, edit) in Forgeries.All)
        {
            var forged = Forgeries.Edit(file, edit);
            Assert.Equal(code, ProofVerifier.Verify(forged).Failure?.Code);
            Assert.Equal(code, await AnswerAsync(page, forged, ""));
        }
        using var other = new Notes.NoteKey("zhuangjin.example/log", new byte[32]);
        Assert.Equal("evidence.verify.key-differs", await AnswerAsync(page, file, other.Verifier.ToString()));
        Assert.Equal("evidence.verify.malformed", await AnswerAsync(page, [1, 2, 3], key));
        Assert.Equal("evidence.verify.malformed", await AnswerAsync(page, "<script>"u8.ToArray(), key));

        var single = Encoding.UTF8.GetBytes((await log.Proofs.EventProofAsync((await log.Proofs.SealsAsync("case/mine"))[3].EntryId, default))!);
        Assert.Equal("holds", await AnswerAsync(page, single, key));
        Assert.Equal("evidence.verify.key-needed", await AnswerAsync(page, single, ""));
        single[^40] ^= 1;
        Assert.NotEqual("holds", await AnswerAsync(page, single, key));
    }

    [Fact]
    public void Its_own_policy_lets_nothing_run_but_its_script_and_fetches_nothing()
    {
        var html = Encoding.UTF8.GetString(OfflinePage.Html);
        var script = html[(html.IndexOf("<script>", StringComparison.Ordinal) + 8)..html.IndexOf("</script>", StringComparison.Ordinal)];
        Assert.StartsWith("default-src 'none'; ", OfflinePage.Policy);
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", OfflinePage.Policy);
        Assert.DoesNotContain("http://", script);
    }

    [Fact]
    public void It_speaks_the_texts_of_the_program()
    {
        var html = Encoding.UTF8.GetString(OfflinePage.Html);
        var book = new PhraseBook([typeof(EvidenceModule).Assembly]);
        foreach (var (key, text) in ((string[])["zh", "en"]).SelectMany(book.Of).Where(t => t.Key.StartsWith("evidence.verify.") || t.Key.StartsWith("evidence.offline.")))
        {
            Assert.True(text.Split((char)10).All(line => html.Contains(line)), $"{key} is not up to date: run src/Engines/Evidence/Offline/build.sh");
        }
    }
}
