using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Certificates, the national tree and witnesses on the page from the USB stick: the same answers as the program's.</summary>
public sealed class OfflinePaperTests : IAsyncLifetime
{
    private OfflineBrowser _browser = null!;
    private TestLog _log = null!;
    private byte[] _paper = null!;

    private string Key => _log.Key.Verifier.ToString();

    private string National => _log.National.Key.Verifier.ToString();

    public async ValueTask InitializeAsync()
    {
        _browser = await OfflineBrowser.StartAsync();
        _log = await TestLog.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            await _log.RecordAsync("case/mine", i, $"张三{i}");
        }
        await _log.SealAllAsync();
        await new NationalSealer(_log.Database, TimeProvider.System, _log.National.Key).ExtendAsync(default);
        _paper = await PaperTests.Certificates(_log).OfStreamAsync("case/mine", null, _ => true);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _browser.DisposeAsync();
    }

    private async Task SameAsync(IPage page, byte[] file, params string[] keys)
    {
        var report = ProofVerifier.VerifyFile(file, keys);
        var expected = report.Failure?.Code ?? (keys.Length > 0 ? "holds" : "compare");
        Assert.Equal(expected, await _browser.AnswerAsync(page, file, string.Join('\n', keys)));
    }

    [Fact]
    public async Task A_certificate_is_dropped_onto_the_page_and_both_trees_are_checked()
    {
        var page = await _browser.OpenAsync();
        Assert.Equal("holds", await _browser.AnswerAsync(page, _paper, Key + "\n" + National));
        Assert.Equal(10, await page.Locator(".event.good").CountAsync());
        Assert.Contains("张三4", await page.Locator("#answer").InnerTextAsync());
        Assert.Contains("不是版面上印的文字", await page.Locator("#answer").InnerTextAsync());

        Assert.Equal("holds", await _browser.AnswerAsync(page, _paper, Key));
        Assert.Contains("zhuangjin.example/log-gm", await page.Locator("#answer").InnerTextAsync());
        Assert.Equal(5, await page.Locator(".event.good").CountAsync());
        Assert.Equal("compare", await _browser.AnswerAsync(page, _paper, ""));
        Assert.Contains(National, await page.Locator("#key-hint").InnerTextAsync());

        await page.EvaluateAsync("document.getElementById('answer').replaceChildren()");
        var dropped = await page.EvaluateHandleAsync("bytes => { const all = new DataTransfer(); all.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], '存证证书.pdf')); return all; }", Convert.ToBase64String(_paper));
        await page.DispatchEventAsync("main", "drop", new { dataTransfer = dropped });
        Assert.Equal("compare", await page.Locator("#verdict").GetAttributeAsync("data-code"));
        Assert.Equal("存证证书.pdf", await page.Locator("#name").InnerTextAsync());
    }

    [Fact]
    public async Task Each_tampering_is_named_as_the_program_names_it()
    {
        var page = await _browser.OpenAsync();
        var national = (await _log.Proofs.BundleAsync(Sealing.SealedTree.National, "case/mine", _ => true, default))!;
        await SameAsync(page, national, National);
        foreach (var (_, edit) in Forgeries.All)
        {
            var forged = Forgeries.Edit(national, edit);
            Assert.Equal(ProofVerifier.Verify(forged).Failure?.Code ?? "compare", await _browser.AnswerAsync(page, forged, ""));
        }
        foreach (var (from, to) in ((string, string)[])[("\"value\": \"张三2\"", "\"value\": \"李四2\""), ("\"index\": 3", "\"index\": 4"), ("case/mine\\\",\\\"type", "case/minx\\\",\\\"type"), ("— zhuangjin.example/log ", "— zhuangjin.example/lag "), ("EmbeddedFile/", "EmbeddedLife/")])
        {
            var at = _paper.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
            Assert.True(at > 0, from);
            var changed = (byte[])_paper.Clone();
            Encoding.UTF8.GetBytes(to).CopyTo(changed, at);
            await SameAsync(page, changed, Key, National);
            await SameAsync(page, changed, Key);
            await SameAsync(page, changed);
        }
        await SameAsync(page, _paper.AsSpan(0, 3000).ToArray(), Key);
        using var other = new NoteKey("elsewhere.example/log", new byte[32]);
        await SameAsync(page, _paper, other.Verifier.ToString());
    }

    [Fact]
    public async Task A_time_stamp_is_attached_with_what_it_stamps_and_openssl_accepts_it()
    {
        using var authority = new AnchorAuthority();
        var (text, size) = await _log.Database.ReadAsync(async s => (SignedNote.Parse((await Sealing.LogState.LoadAsync(s))!.Note).Text, 5L));
        var exchange = TimeStampExchange.Of(Encoding.UTF8.GetBytes(text), TimeStampDigest.Sha256);
        var answer = await authority.AnswerAsync(exchange.Request);
        await _log.Database.WriteAsync(async s =>
        {
            await AnchorRows.AddAsync(s, new("a1", AnchorKind.TimeStamp, "国家授时中心（测试）", size, Samples.At, answer, text, "sha256"));
            return await AnchorRows.SavePlanAsync(s, AnchorPlan.New(AnchorKind.TimeStamp, "国家授时中心（测试）"));
        });
        await _log.RecordAsync("case/other", 1);
        await _log.SealAllAsync();

        var paper = (await PaperTests.Certificates(_log).OfEntryAsync(2, default))!;
        var attached = Print.Pdf.PdfAttachments.Read(paper, 1 << 20);
        Assert.Contains("Verification: OK", authority.VerifyWithOpenSsl(attached.Single(a => a.AsSpan().SequenceEqual(answer)), attached.Single(a => a.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)))));
        var report = ProofVerifier.VerifyFile(paper, [Key]);
        Assert.True(report.Holds, report.Failure?.ToString());
        Assert.Equal([5L, 6L], report.Proofs.Select(p => p.Size).Order());
        Assert.Contains("国家授时中心（测试）", await PaperTests.TextAsync(paper));
        var page = await _browser.OpenAsync();
        Assert.Equal("holds", await _browser.AnswerAsync(page, paper, Key));
        Assert.Contains("openssl ts -verify", await page.Locator("#stamps").InnerTextAsync());
    }

    [Fact]
    public async Task Pasted_witnesses_are_found_and_a_policy_is_held()
    {
        using var one = new CosignatureKey("witness.example/one", [.. Enumerable.Repeat((byte)1, 32)]);
        using var two = new CosignatureKey("witness.example/two", [.. Enumerable.Repeat((byte)2, 32)]);
        var at = Samples.At;
        var bundle = JsonNode.Parse(await _log.Proofs.ProofFileAsync("case/mine", (_, _) => false))!;
        var note = SignedNote.Parse(bundle["checkpoint"]!.GetValue<string>());
        byte[] With(params IEnumerable<NoteSignature> more)
        {
            bundle["checkpoint"] = (note with { Signatures = [.. note.Signatures, .. more] }).ToString();
            return Encoding.UTF8.GetBytes(bundle.ToJsonString());
        }
        var cosigned = With(one.Sign(note.Text, at));
        var page = await _browser.OpenAsync();
        Assert.Equal("holds", await _browser.AnswerAsync(page, cosigned, $"{Key}\n{one.Verifier}\n{two.Verifier}"));
        Assert.Contains("witness.example/one 已联署（2022-08-16 09:00:00）", await page.Locator("[data-witness=present]").InnerTextAsync());
        Assert.Contains("witness.example/two", await page.Locator("[data-witness=absent]").InnerTextAsync());

        string Policy(string group, string quorum) => $"# 测试\nlog {Key}\nwitness A {one.Verifier}\nwitness B {two.Verifier} https://b.example\n{group}\nquorum {quorum}\n";
        Assert.Equal("holds", await _browser.AnswerAsync(page, cosigned, Policy("group some any A B", "some")));
        Assert.Equal("evidence.verify.quorum", await _browser.AnswerAsync(page, cosigned, Policy("group both all A B", "both")));
        Assert.Equal("evidence.verify.quorum", await _browser.AnswerAsync(page, With(), Policy("", "A")));
        Assert.Equal("holds", await _browser.AnswerAsync(page, With(two.Sign(note.Text, at), one.Sign(note.Text, at)), Policy("group both all A B", "both")));
        Assert.Equal("evidence.verify.policy", await _browser.AnswerAsync(page, cosigned, Policy("", "nobody")));

        var late = one.Sign(note.Text, at);
        late.Bytes[11] ^= 1;
        Assert.Equal("evidence.verify.cosignature", await _browser.AnswerAsync(page, With(late), $"{Key}\n{one.Verifier}"));
    }
}
