using System.Diagnostics;
using UglyToad.PdfPig;
using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Testing;

namespace Zhuangjin.Certificates.Tests;

public sealed class PrintingTests
{
    [Fact]
    public async Task Text_can_be_searched_and_copied_exactly()
    {
        await using var world = await World.OpenAsync();
        var order = World.Order();
        var certificate = await world.Certificates.IssueAsync(order, "case/a/7");
        var pdf = await CheckingTests.PdfAsync(world, certificate);
        using var document = PdfDocument.Open(pdf);
        var text = string.Concat(document.GetPage(1).Letters.Select(l => l.Value));
        foreach (var expected in order.Fields.SelectMany(f => new[] { f.Label.In("zh"), f.Value }).Append(certificate.Number).Append(World.Owner.Name).Append(certificate.ContentDigest))
        {
            Assert.Contains(expected.Replace(" ", "", StringComparison.Ordinal), text.Replace(" ", "", StringComparison.Ordinal));
        }
        Assert.InRange(pdf.Length, 20_000, 100_000);

        var lines = await PopplerAsync("pdftotext", pdf, "-raw");
        Assert.Contains("编号：" + certificate.Number, lines);
        Assert.Contains("国有建设用地使用权／房屋所有权（首次登记）", lines);
    }

    [Fact]
    public async Task A_character_that_no_font_has_is_seen_as_missing_and_copied_as_it_is()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(World.Citizen with { Name = "韦\U0003106C龘" }), "case/a/7");
        var lines = await PopplerAsync("pdftotext", await CheckingTests.PdfAsync(world, certificate), "-raw");
        Assert.Contains("韦\U0003106C龘", lines);
    }

    [Fact]
    public async Task The_same_content_gives_the_same_bytes()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        var row = (await world.Get<CertificateStore>().FindAsync(certificate.Id, default))!;
        var again = world.Get<CertificatePrinter>().Print(SignedContent.Read(row.Content), row.Content, row.Signature);
        Assert.Equal(await CheckingTests.PdfAsync(world, certificate), again);
    }

    [Fact]
    public async Task OpenSsl_accepts_the_signature_within_the_pdf_and_no_other_text()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.File("c.pdf"), await CheckingTests.PdfAsync(world, certificate));
        await RunAsync("pdfdetach", "-saveall", "-o", folder.Path, folder.File("c.pdf"));
        var attached = SignedFile.TryRead(await File.ReadAllBytesAsync(folder.File(SignedFile.Name)))!;
        Assert.Equal(certificate.ContentDigest, SignedContent.DigestOf(attached.Content));

        var key = (await world.Get<IssuerKeys>().FindAsync(City.RegistryId, default))!;
        await File.WriteAllTextAsync(folder.File("key.pem"), key.PublicKey.ToPem());
        await File.WriteAllBytesAsync(folder.File("sig"), attached.Signature);
        await File.WriteAllBytesAsync(folder.File("text"), attached.Content);
        await File.WriteAllBytesAsync(folder.File("other"), [.. attached.Content[..^1], (byte)' ']);
        string[] Verify(string text) => ["pkeyutl", "-verify", "-pubin", "-inkey", folder.File("key.pem"), "-sigfile", folder.File("sig"), "-rawin", "-in", folder.File(text), "-digest", "sm3", "-pkeyopt", "distid:" + Sm2UserId.Default];
        Assert.Equal(0, (await RunAsync("openssl", Verify("text"))).Exit);
        Assert.NotEqual(0, (await RunAsync("openssl", Verify("other"))).Exit);
    }

    [Fact]
    public void The_font_of_the_assembly_has_what_gb_2312_and_chinese_divisions_need()
    {
        var own = new FontShelf([]).Own;
        Assert.Empty(FontReduction.Characters().Where(c => c is >= 0x4e00 and < 0x9fa6 && !own.Characters.ContainsKey(c)).Select(char.ConvertFromUtf32));
        Assert.Equal("Zhuangjin Kai", own.Name(1));
        Assert.Contains("LXGW", own.Name(0)!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subset_keeps_outlines_and_widths()
    {
        var own = new FontShelf([]).Own;
        const string Text = "壮锦Zj1，é";
        var subset = new FontSubset(own, Text.EnumerateRunes().Select(r => r.Value));
        var read = new TrueTypeFont(subset.Write(new Dictionary<int, string> { [1] = "Test" }));
        foreach (var character in Text.EnumerateRunes().Select(r => r.Value))
        {
            Assert.Equal(own.Metric(own.Characters[character]), read.Metric(read.Characters[character]));
            Assert.Equal(own.Glyph(own.Characters[character]).Span.IndexOfAnyExcept((byte)0) < 0, read.Glyph(read.Characters[character]).Span.IndexOfAnyExcept((byte)0) < 0);
        }
        Assert.Equal(subset.GlyphCount, read.GlyphCount);
    }

    [Theory]
    [InlineData("桂({yyyy})第{seq:7}号", "桂(2022)第0000042号")]
    [InlineData("{division}-{yyyy}-{seq:3}", "451000-2022-042")]
    public void Numbers_follow_their_pattern(string pattern, string number) => Assert.Equal(number, NumberPattern.Parse(pattern).Write(2022, "451000", 42));

    [Theory]
    [InlineData("第{seq:7}号")]
    [InlineData("{yyyy}")]
    [InlineData("{yyyy}{seq:7}{seq:7}")]
    [InlineData("{yyyy}{seq:0}")]
    [InlineData("{yyyy}{seq:7")]
    public void A_pattern_that_cannot_number_is_refused(string pattern) => Assert.Throws<FormatException>(() => NumberPattern.Parse(pattern));

    private static async Task<string> PopplerAsync(string program, byte[] pdf, params string[] options)
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.File("c.pdf"), pdf);
        var (exit, output) = await RunAsync(program, [.. options, folder.File("c.pdf"), "-"]);
        Assert.Equal(0, exit);
        return output;
    }

    private static async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await error;
        return (process.ExitCode, output);
    }
}
