using System.Diagnostics;
using System.Text;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Paper;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Tests;

/// <summary>An evidence certificate is downloaded, read, printed, and handed to somebody who trusts nobody.</summary>
public sealed class PaperTests
{
    private static readonly PhraseBook Book = new([typeof(EvidenceModule).Assembly]);

    private sealed class Offices : IActorNames
    {
        public string? NameOf(string actor) => actor == "office/1" ? "东兴市自然资源局" : null;
    }

    internal static EvidenceCertificates Certificates(TestLog log)
    {
        var settings = new ModuleSettings(log.DataDirectory, Dialect.Sqlite, Databases.DefaultAddress, Demo: true, new("https://data.example.gov.cn"));
        var said = new CertificateSettings("壮锦政务平台（演示环境）", [.. CertificateSettings.PointNames.Select(n => Book.In("zh")[$"evidence.paper.{n.ToLowerInvariant()}.{(n is "Technique" or "Process" ? "program" : "demo")}"])]);
        return new(log.Database, log.Proofs, new NationalProofs(log.Database), log.Key, log.National, new(new FontShelf([]), Book, settings, said, new(Book, new Offices())), settings);
    }

    private static async Task<TestLog> LogAsync(int events)
    {
        var log = await TestLog.OpenAsync();
        for (var i = 1; i <= events; i++)
        {
            await log.RecordAsync("case/mine", i, $"张三{i}");
        }
        await log.SealAllAsync();
        await new NationalSealer(log.Database, TimeProvider.System, log.National.Key).ExtendAsync(default);
        return log;
    }

    [Fact]
    public async Task The_certificate_of_one_event_says_what_where_and_how_and_carries_both_proofs()
    {
        await using var log = await LogAsync(5);
        var paper = (await Certificates(log).OfEntryAsync(3, default))!;
        var text = await TextAsync(paper);
        var leaf = Convert.ToHexStringLower((await log.Database.ReadAsync(s => Sealing.SealedRows.EntriesAsync(s, 3, 4)))[0].Leaf);
        foreach (var expected in (string[])["存证证书", "审查通过（cases.item-agreed）", "case/mine", "东兴市自然资源局", "2022年08月16日 09:04:00", "zhuangjin.example/log", leaf[..24], log.Key.Verifier.ToString()[..24],
            "平台资质", "中立性", "信息系统", "不是合格的存证平台", "法释〔2021〕12号", "第十六条至第十九条", "法释〔2018〕16号", "第十一条", "本身不证明任何事情", "SM3 默克尔树", "https://data.example.gov.cn/evidence/entries/3"])
        {
            Assert.Contains(expected, text);
        }
        Assert.DoesNotContain("张三", text);
        Assert.DoesNotContain("〓", text);
        Assert.Equal(["log-keys.txt", "proof-gm.tlog-proof", "proof.tlog-proof"], await AttachedAsync(paper));

        string[] keys = [log.Key.Verifier.ToString(), log.National.Key.Verifier.ToString()];
        var report = ProofVerifier.VerifyFile(paper, keys);
        Assert.True(report is { Holds: true, IsPaper: true, Unchecked: [] }, report.Failure?.ToString());
        Assert.Equal(["zhuangjin.example/log", "zhuangjin.example/log-gm"], report.Proofs.Select(p => p.Origin).Order());
        Assert.All(report.Proofs, p => Assert.True(p.KeyGiven && Assert.Single(p.Events).Index == 3));

        var withOne = ProofVerifier.VerifyFile(paper, [keys[0]]);
        Assert.True(withOne.Holds);
        Assert.Equal(["zhuangjin.example/log-gm"], withOne.Unchecked);
        Assert.All(ProofVerifier.VerifyFile(paper, []).Proofs, p => Assert.True(p is { Holds: true, KeyGiven: false }));
        Assert.Null(await Certificates(log).OfEntryAsync(5, default));
    }

    [Fact]
    public async Task The_certificate_of_a_whole_case_has_two_pages_however_long_the_case_is()
    {
        await using var log = await LogAsync(60);
        var paper = await Certificates(log).OfStreamAsync("case/mine", "桂东兴2022-0042", _ => true);
        var text = await TextAsync(paper);
        Assert.Contains("桂东兴2022-0042", text);
        Assert.Contains("共 60 条", text);
        Assert.Contains("条未印出，全部记录见附件", text);
        Assert.DoesNotContain("张三", text);
        Assert.Equal(2, text.Count(c => c == '\f'));
        var report = ProofVerifier.VerifyFile(paper, [log.Key.Verifier.ToString()]);
        Assert.True(report.Holds, report.Failure?.ToString());
        Assert.Equal("张三60", Assert.Single(report.Proofs).Events[59].Disclosed["officer"]);
    }

    [Fact]
    public async Task The_same_state_of_the_log_gives_the_same_paper()
    {
        await using var log = await LogAsync(2);
        Assert.Equal(await Certificates(log).OfEntryAsync(1, default), await Certificates(log).OfEntryAsync(1, default));
    }

    [Fact]
    public async Task A_changed_or_emptied_paper_is_named()
    {
        await using var log = await LogAsync(3);
        var key = log.Key.Verifier.ToString();
        var paper = (await Certificates(log).OfEntryAsync(1, default))!;

        foreach (var index in (int[])[paper.AsSpan().IndexOf("index 1\n"u8), paper.AsSpan().LastIndexOf("index 1\n"u8)])
        {
            var moved = (byte[])paper.Clone();
            moved[index + 6] = (byte)'2';
            Assert.Equal("evidence.verify.inclusion", ProofVerifier.VerifyFile(moved, [key, log.National.Key.Verifier.ToString()]).Failure?.Code);
        }

        var document = new PdfDocument(new FontShelf([]), "empty");
        document.AddPage().Text(60, 60, 12, "存证证书", new(0, 0, 0));
        var empty = document.Write(new("存证证书", "某人", "none", Samples.At, new string('0', 32)));
        Assert.Equal("evidence.verify.paper-without-proof", ProofVerifier.VerifyFile(empty, [key]).Failure?.Code);
        Assert.Equal("evidence.verify.paper-without-proof", ProofVerifier.VerifyFile(paper.AsSpan(0, 2000), [key]).Failure?.Code);

        using var other = new Notes.NoteKey("elsewhere.example/log", new byte[32]);
        Assert.Equal("evidence.verify.other-keys", ProofVerifier.VerifyFile(paper, [other.Verifier.ToString()]).Failure?.Code);
        Assert.Equal("evidence.verify.malformed", ProofVerifier.VerifyFile("no paper"u8, [key]).Failure?.Code);
    }

    [Fact]
    public async Task A_paper_that_another_program_saved_again_still_carries_its_proof()
    {
        await using var log = await LogAsync(3);
        var paper = (await Certificates(log).OfEntryAsync(1, default))!;
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.File("paper.pdf"), paper);
        Assert.Equal("", (await RunAsync("qpdf", "--object-streams=disable", folder.File("paper.pdf"), folder.File("again.pdf"))).Error);
        var again = await File.ReadAllBytesAsync(folder.File("again.pdf"));
        Assert.NotEqual(paper, again);
        Assert.True(ProofVerifier.VerifyFile(again, [log.Key.Verifier.ToString()]).Holds);
    }

    internal static async Task<string> TextAsync(byte[] paper)
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.File("paper.pdf"), paper);
        return (await RunAsync("pdftotext", "-raw", folder.File("paper.pdf"), "-")).Output;
    }

    private static async Task<IReadOnlyList<string>> AttachedAsync(byte[] paper)
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.File("paper.pdf"), paper);
        Directory.CreateDirectory(folder.File("out"));
        await RunAsync("pdfdetach", "-saveall", "-o", folder.File("out"), folder.File("paper.pdf"));
        return [.. Directory.EnumerateFiles(folder.File("out")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
    }

    private static async Task<(string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, StandardOutputEncoding = Encoding.UTF8 })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output, await error);
    }
}
