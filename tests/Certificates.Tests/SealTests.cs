using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Structure;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Certificates.Tests;

/// <summary>The life of a seal: made, used, stopped, checked. What holds on each store.</summary>
public abstract class SealTests
{
    private static readonly Party Unit = new("01party00000000000000000bu", PartyKind.LegalEntity, "灵山示例行政审批局", "11450721MB0TEST1XQ");
    private static readonly Actor Keeper = new("keeper", "印章保管甲", [], [new(Unit, null, null, [])]);
    private static readonly SealPurpose Reply = new("approval", "关于示例项目的批复 灵审批〔2022〕15号");

    internal abstract Task<World> OpenAsync();

    [Fact]
    public async Task A_pdf_is_sealed_and_the_checker_is_told_by_whom_and_when()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        Assert.Equal("4507210000001", seal.Number);
        world.Time.ShiftTo(ChinaTime.At(World.IssueDay, new(10, 0)));

        var sealing = await seals.SealPdfAsync(Keeper, seal.Number, Reply, Paper(), SealPlace.Usual);
        var check = Assert.Single(await seals.CheckPdfAsync(sealing.Pdf!));

        Assert.Equal((SealAnswer.Valid, seal.Number, Reply), (check.Answer, check.Seal!.Number, check.Purpose));
        Assert.Equal(ChinaTime.At(World.IssueDay, new(10, 0)), check.At!.Value, TimeSpan.FromSeconds(5));
        Assert.Equal(1, (await seals.FindAsync(seal.Id))!.Uses);
        var happened = Assert.Single(await world.Get<IProofs>().SealsAsync("seal-use/" + sealing.UseId));
        Assert.Equal("certificates.seal-used", happened.Type);
        Assert.True(sealing.Pdf.AsSpan().StartsWith(Paper()), "What was there before the seal must stay as it was.");
    }

    [Fact]
    public async Task One_changed_byte_and_anything_added_later_is_altered()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        var pdf = (await seals.SealPdfAsync(Keeper, seal.Id, Reply, Paper(), SealPlace.Usual)).Pdf!;

        var changed = (byte[])pdf.Clone();
        changed[Paper().Length / 2] ^= 1;
        Assert.All(await seals.CheckPdfAsync(changed), c => Assert.Equal(SealAnswer.Altered, c.Answer));
        Assert.All(await seals.CheckPdfAsync([.. pdf, .. "\n% more\n"u8]), c => Assert.Equal(SealAnswer.Altered, c.Answer));
        Assert.Equal(SealAnswer.Unknown, Assert.Single(await seals.CheckPdfAsync(Paper())).Answer);
        Assert.Equal(SealAnswer.Unknown, Assert.Single(await seals.CheckPdfAsync("no pdf at all"u8.ToArray())).Answer);
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => seals.SealPdfAsync(Keeper, seal.Id, Reply, [.. pdf, .. "\n% more\n"u8], SealPlace.Usual));
        Assert.Equal("certificates.seal.fault.changed-after-seal", refused.Faults[0].Code);
    }

    [Fact]
    public async Task Two_units_seal_one_paper_and_both_hold()
    {
        await using var world = await OpenAsync();
        var (seals, first) = await MadeAsync(world);
        var second = await seals.MakeAsync(Order("second") with { Kind = "contract" });
        var once = await seals.SealPdfAsync(Keeper, first.Id, Reply, Paper(), SealPlace.Usual);
        var twice = await seals.SealPdfAsync(Keeper, second.Id, Reply, once.Pdf!, new(1, 0.3, 0.78));

        var checks = await seals.CheckPdfAsync(twice.Pdf!);
        Assert.Equal([(SealAnswer.Valid, first.Number), (SealAnswer.Valid, second.Number)], checks.Select(c => (c.Answer, c.Seal!.Number)));
    }

    [Fact]
    public async Task While_suspended_nothing_is_sealed_and_what_was_sealed_before_stays_valid()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        var before = await seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("before"));
        world.Time.ShiftTo(ChinaTime.At(World.IssueDay, new(11, 0)));
        await seals.SuspendAsync(Keeper, seal.Id, "保管人手机遗失，先行停用");

        var refused = await Assert.ThrowsAsync<ConflictException>(() => seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("during")));
        Assert.Equal("certificates.seal.fault.suspended", refused.Faults[0].Code);
        await Assert.ThrowsAsync<DeniedException>(() => seals.ResumeAsync(Keeper, seal.Id, "找回了，请恢复"));
        await seals.ResumeAsync(World.Registrar, seal.Id, "核实无误，予以恢复");
        world.Time.ShiftTo(ChinaTime.At(World.IssueDay, new(12, 0)));
        var after = await seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("after"));
        await seals.RevokeAsync(World.Registrar, seal.Id, "单位撤并，印章收回");

        Assert.Equal("certificates.seal.fault.revoked", (await Assert.ThrowsAsync<ConflictException>(() => seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("late")))).Faults[0].Code);
        await Assert.ThrowsAsync<ConflictException>(() => seals.ResumeAsync(World.Registrar, seal.Id, "撤销了还想恢复"));
        foreach (var (name, sealing) in new[] { ("before", before), ("after", after) })
        {
            var check = await seals.CheckDigestAsync(Digest(name), sealing.Signature);
            Assert.Equal((SealAnswer.Valid, SealState.Active, SealState.Revoked), (check.Answer, check.Then, check.Seal!.Status));
        }
        Assert.Equal(SealAnswer.Altered, (await seals.CheckDigestAsync(Digest("another"), before.Signature)).Answer);
        Assert.Equal(2, (await seals.FindAsync(seal.Id))!.Uses);
        Assert.Equal(
            ["certificates.seal-made", "certificates.seal-suspended", "certificates.seal-resumed", "certificates.seal-revoked"],
            (await world.Get<IProofs>().SealsAsync("seal/" + seal.Id)).Select(s => s.Type));
    }

    [Fact]
    public async Task A_use_that_races_with_a_suspension_is_wholly_before_or_refused()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        var uses = Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            try
            {
                return await seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("race" + i));
            }
            catch (ConflictException)
            {
                return null;
            }
        })).ToList();
        await seals.SuspendAsync(Keeper, seal.Id, "发现异常，立即停用");
        var made = (await Task.WhenAll(uses)).OfType<Sealing>().ToList();

        Assert.Equal(made.Count, (await seals.FindAsync(seal.Id))!.Uses);
        await Assert.ThrowsAsync<ConflictException>(() => seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("later")));
    }

    [Fact]
    public async Task A_seal_out_of_date_is_refused_until_it_is_renewed_and_old_papers_hold()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        var old = await seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("old"));
        world.Time.ShiftTo(ChinaTime.At(World.IssueDay.AddYears(5), new(9, 0)));
        Assert.Equal("certificates.seal.fault.expired", (await Assert.ThrowsAsync<ConflictException>(() => seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("new")))).Faults[0].Code);

        var renewed = await seals.RenewAsync(World.Registrar, seal.Id, 3, "五年期满，准予续期");
        var sealing = await seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("new"));
        Assert.Equal((2L, seal.Number), (renewed.Version, renewed.Number));
        Assert.Equal(SealAnswer.Valid, (await seals.CheckDigestAsync(Digest("old"), old.Signature)).Answer);
        Assert.Equal(SealAnswer.Valid, (await seals.CheckDigestAsync(Digest("new"), sealing.Signature)).Answer);
        Assert.NotEqual(SealSignature.Read(old.Signature).Seal.Signer.PublicKey.ToPem(), SealSignature.Read(sealing.Signature).Seal.Signer.PublicKey.ToPem());
    }

    [Fact]
    public async Task Who_does_not_keep_the_seal_and_who_says_no_purpose_is_refused()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        await Assert.ThrowsAsync<DeniedException>(() => seals.SealDigestAsync(World.Registrar with { Appointments = [] }, seal.Id, Reply, Digest("a")));
        await Assert.ThrowsAsync<DeniedException>(() => seals.SuspendAsync(World.Registrar with { Appointments = [] }, seal.Id, "不相干的人想停用"));
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => seals.SealDigestAsync(Keeper, seal.Id, new("fun", " "), Digest("a")));
        Assert.Equal(["purpose", "subject"], refused.Faults.Select(f => f.Field));
        await Assert.ThrowsAsync<NotFoundException>(() => seals.SealDigestAsync(Keeper, "4507219999999", Reply, Digest("a")));
        Assert.Equal(0, (await seals.FindAsync(seal.Id))!.Uses);
    }

    [Fact]
    public async Task A_stranger_s_seal_of_the_same_name_is_unknown()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        var sealing = SealSignature.Read((await seals.SealDigestAsync(Keeper, seal.Id, Reply, Digest("a"))).Signature);
        var (forger, own) = (Sm2PrivateKey.Generate(), Sm2PrivateKey.Generate());
        var (from, until) = (sealing.Seal.ValidFrom, sealing.Seal.ValidUntil);
        var maker = Sm2Certificate.Issue("伪造", "伪造", forger.PublicKey, "伪造", "伪造", forger, from, until, authority: true);
        var signer = Sm2Certificate.Issue("伪造", "伪造", own.PublicKey, "伪造", "伪造", forger, from, until, authority: false);
        var copied = SealRecord.Make(sealing.Seal with { Maker = maker, Signer = signer }, forger);
        var forged = new SealSignature(copied, sealing.At, Convert.FromHexString(Digest("b")), SealSignature.OfDigest).Sign(own);

        Assert.Equal(seal.Number, SealSignature.Read(forged).Seal.Number);
        Assert.Equal(SealAnswer.Unknown, (await seals.CheckDigestAsync(Digest("b"), forged)).Answer);
    }

    [Fact]
    public async Task OpenSsl_and_qpdf_read_what_we_write()
    {
        await using var world = await OpenAsync();
        var (seals, seal) = await MadeAsync(world);
        using var folder = new TestFolder();
        var plain = folder.File("paper.pdf");
        await File.WriteAllBytesAsync(plain, Paper());
        // The same paper with its objects packed into streams, as most programs write it.
        await RunAsync("qpdf", "--object-streams=generate", plain, folder.File("packed.pdf"));
        foreach (var name in new[] { "paper.pdf", "packed.pdf" })
        {
            var sealing = await seals.SealPdfAsync(Keeper, seal.Id, Reply, await File.ReadAllBytesAsync(folder.File(name)), SealPlace.Usual);
            await File.WriteAllBytesAsync(folder.File("sealed.pdf"), sealing.Pdf!);
            await RunAsync("qpdf", "--check", folder.File("sealed.pdf"));
            Assert.Equal(SealAnswer.Valid, Assert.Single(await seals.CheckPdfAsync(sealing.Pdf!)).Answer);
            var record = SealSignature.Read(sealing.Signature).Seal;
            await File.WriteAllTextAsync(folder.File("maker.pem"), record.Maker.ToPem());
            await File.WriteAllTextAsync(folder.File("signer.pem"), record.Signer.ToPem());
            Assert.Contains("OK", await RunAsync("openssl", "verify", "-no_check_time", "-vfyopt", "distid:" + Sm2UserId.Default, "-CAfile", folder.File("maker.pem"), folder.File("signer.pem")), StringComparison.Ordinal);
            await File.WriteAllBytesAsync(folder.File("sealing.der"), sealing.Signature);
            Assert.Contains("IA5STRING         :" + seal.Number, await RunAsync("openssl", "asn1parse", "-inform", "DER", "-in", folder.File("sealing.der")), StringComparison.Ordinal);
        }
    }

    private static async Task<(ISeals Seals, Seal Seal)> MadeAsync(World world)
    {
        var seals = world.Get<ISeals>();
        return (seals, await seals.MakeAsync(Order("case/seal/1")));
    }

    private static SealOrder Order(string source) => new(Unit, Unit.Name, "service", City.RegistryId, "450721", 5, source);

    private static byte[] Paper()
    {
        var document = new PdfDocument(new FontShelf([]), "paper");
        document.AddPage().Text(60, 80, 14, "关于示例项目的批复", new(0, 0, 0));
        return document.Write(new("批复", "灵山示例行政审批局", "paper", ChinaTime.At(World.IssueDay, TimeOnly.MinValue), new string('a', 32)));
    }

    private static string Digest(string text) => Convert.ToHexStringLower(Sm3.Hash(Encoding.UTF8.GetBytes(text)));

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true }) ?? throw new InvalidOperationException(program);
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await wrong} {await said}");
        return await said;
    }
}

public sealed class SqliteSealTests : SealTests
{
    internal override Task<World> OpenAsync() => World.OpenAsync();
}

public sealed class PostgresSealTests(PostgresFixture postgres) : SealTests, IClassFixture<PostgresFixture>
{
    internal override async Task<World> OpenAsync() => await World.OpenAsync(await postgres.Cluster.CreateDatabaseAsync());
}
