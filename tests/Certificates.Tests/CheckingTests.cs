using CsCheck;
using System.Text;
using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Tests;

public sealed class CheckingTests
{
    [Fact]
    public async Task Any_changed_byte_of_the_pdf_is_told_as_altered()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        var pdf = await PdfAsync(world, certificate);
        var changes = Gen.Select(Gen.Int[0, pdf.Length - 1], Gen.Int[1, 255]).Array[150].Single();
        foreach (var (at, by) in changes)
        {
            var forged = pdf.ToArray();
            forged[at] ^= (byte)by;
            Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckFileAsync(new MemoryStream(forged))).Answer);
        }
        Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckFileAsync(new MemoryStream([.. pdf, (byte)'\n']))).Answer);
        Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckFileAsync(new MemoryStream(pdf[..^1]))).Answer);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckFileAsync(new MemoryStream(pdf))).Answer);
    }

    [Fact]
    public async Task Any_changed_byte_of_what_is_stored_is_told_as_altered()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        var row = (await world.Get<CertificateStore>().FindAsync(certificate.Id, default))!;
        foreach (var (at, by) in Gen.Select(Gen.Int[0, row.Content.Length - 1], Gen.Int[1, 255]).Array[100].Single())
        {
            var forged = row.Content.ToArray();
            forged[at] ^= (byte)by;
            // The forger knows how digests are made; the key he has not.
            await SetAsync(world, "content = $1, digest = $2", forged, SignedContent.DigestOf(forged));
            Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckAsync(row.Id, null)).Answer);
        }
        await SetAsync(world, "content = $1, digest = $2", row.Content, row.Digest);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(row.Id, null)).Answer);

        await SetAsync(world, "holder_party_id = $1", World.Citizen.Id);
        Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckAsync(row.Id, null)).Answer);
    }

    [Fact]
    public async Task A_genuine_certificate_under_the_row_of_another_is_altered()
    {
        await using var world = await World.OpenAsync();
        var mine = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        var other = await world.Certificates.IssueAsync(World.Order(World.Citizen), "case/b/7");
        await world.Database.WriteAsync(s => s.ExecuteAsync(
            "update certificates_certificate set content = (select content from certificates_certificate where id = $1), digest = (select digest from certificates_certificate where id = $1), signature = (select signature from certificates_certificate where id = $1) where id = $2",
            other.Id, mine.Id));
        Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckAsync(mine.Number, null)).Answer);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(other.Number, null)).Answer);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000f")]
    [InlineData("")]
    [InlineData("short")]
    public async Task A_code_with_another_digest_is_altered(string digest)
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckAsync(certificate.Id, digest)).Answer);
        Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckAsync(certificate.Id, certificate.ContentDigest[..8])).Answer);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(certificate.Id, certificate.ContentDigest.ToUpperInvariant())).Answer);
    }

    [Fact]
    public async Task It_expires_when_its_last_day_is_over_in_china()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(validFor: "90d"), "case/a/7");
        var lastDay = new DateOnly(2022, 11, 15);
        Assert.Equal(lastDay, certificate.ValidUntil);

        world.Time.ShiftTo(ChinaTime.At(lastDay, new(23, 59)));
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(certificate.Id, null)).Answer);
        world.Time.ShiftTo(ChinaTime.EndOf(lastDay));
        Assert.Equal(CertificateAnswer.Expired, (await world.Certificates.CheckAsync(certificate.Id, null)).Answer);
        await world.Certificates.RevokeAsync(World.Registrar, certificate.Id, "申请人申请注销");
        Assert.Equal(CertificateAnswer.Revoked, (await world.Certificates.CheckAsync(certificate.Id, null)).Answer);
    }

    [Fact]
    public async Task What_we_never_issued_is_unknown()
    {
        await using var world = await World.OpenAsync();
        await using var elsewhere = await World.OpenAsync();
        var foreign = await elsewhere.Certificates.IssueAsync(World.Order(), "case/a/7");
        await world.Certificates.IssueAsync(World.Order(World.Citizen), "case/b/7");

        Assert.Equal(CertificateAnswer.Unknown, (await world.Certificates.CheckAsync("桂(2022)百色市不动产权第9999999号", null)).Answer);
        Assert.Equal(CertificateAnswer.Unknown, (await world.Certificates.CheckAsync(foreign.Id, foreign.ContentDigest)).Answer);
        Assert.Equal(CertificateAnswer.Unknown, (await world.Certificates.CheckFileAsync(new MemoryStream(await PdfAsync(elsewhere, foreign)))).Answer);
        Assert.Equal(CertificateAnswer.Unknown, (await world.Certificates.CheckFileAsync(new MemoryStream("%PDF-1.7 something else"u8.ToArray()))).Answer);
    }

    [Fact]
    public async Task The_signed_content_alone_can_be_shown_and_a_changed_one_is_altered()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        var row = (await world.Get<CertificateStore>().FindAsync(certificate.Id, default))!;
        var file = new SignedFile(row.Content, row.Signature).ToBytes(row.Id);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckFileAsync(new MemoryStream(file))).Answer);

        var forged = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file).Replace("68,012.35", "98,012.35", StringComparison.Ordinal));
        Assert.Equal(CertificateAnswer.Altered, (await world.Certificates.CheckFileAsync(new MemoryStream(forged))).Answer);
    }

    [Theory]
    [InlineData("韦秀兰", "韦**")]
    [InlineData("张三", "张*")]
    public void Strangers_see_a_surname(string name, string shown)
    {
        var holder = World.Citizen with { Name = name };
        Assert.Equal(shown, Masking.Name(holder.Kind, name));
        Assert.Equal($"与{shown}共有，452601***********8，138****5678", Masking.Value(holder, $"与{name}共有，452601198803150028，13812345678"));
        Assert.Equal(World.Owner.Name, Masking.Name(World.Owner.Kind, World.Owner.Name));
    }

    private static Task<int> SetAsync(World world, string what, params object?[] values) =>
        world.Database.WriteAsync(s => s.ExecuteAsync("update certificates_certificate set " + what, values));

    internal static async Task<byte[]> PdfAsync(World world, Certificate certificate)
    {
        await using var pdf = await world.Certificates.PdfAsync(certificate.Id);
        using var bytes = new MemoryStream();
        await pdf!.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
