using System.Text;
using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Offline;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Presenting;
using Zhuangjin.Certificates.Seals;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Tests;

/// <summary>A holder shows his licence for one purpose and a short time, on line and off line.</summary>
public sealed class PresentingTests
{
    private static readonly Actor Holder = new("owner", "持证人甲", [], [new(World.Owner, null, null, [])]);
    private static readonly DateTimeOffset Morning = ChinaTime.At(World.IssueDay, new(10, 0));

    [Fact]
    public async Task The_checker_sees_the_chosen_fields_and_the_holder_sees_the_checker()
    {
        await using var world = await World.OpenAsync();
        var (presenter, certificate) = (world.Get<Presenter>(), await world.Certificates.IssueAsync(World.Order(), "case/a/7"));
        world.Time.ShiftTo(Morning);
        var id = await presenter.PresentAsync(Holder, certificate.Id, "办理水电过户", ["location", "nonsense"], 10, CancellationToken.None);
        var secret = await presenter.SecretAsync(id, CancellationToken.None);

        var look = await presenter.LookAsync(Actor.Visitor, id, secret, "示例供水公司窗口", CancellationToken.None);
        Assert.Equal((CertificateAnswer.Valid, "办理水电过户"), (look.Result.Answer, look.Shown.Purpose));
        Assert.Equal(["location"], look.Shown.Fields);
        var seen = Assert.Single(await world.Get<PresentationStore>().LooksAsync(id, CancellationToken.None));
        Assert.Equal("示例供水公司窗口", seen.Who);
        Assert.Equal(["certificates.presented", "certificates.presentation-seen"], (await world.Get<IProofs>().SealsAsync("presentation/" + id)).Select(s => s.Type));
    }

    [Fact]
    public async Task It_is_refused_after_its_time_after_its_end_with_another_secret_and_to_the_nameless()
    {
        await using var world = await World.OpenAsync();
        var (presenter, certificate) = (world.Get<Presenter>(), await world.Certificates.IssueAsync(World.Order(), "case/a/7"));
        world.Time.ShiftTo(Morning);
        var first = await presenter.PresentAsync(Holder, certificate.Id, "办理水电过户", ["location"], 5, CancellationToken.None);
        var second = await presenter.PresentAsync(Holder, certificate.Id, "银行开户", ["location"], 60, CancellationToken.None);
        var (ofFirst, ofSecond) = (await presenter.SecretAsync(first, CancellationToken.None), await presenter.SecretAsync(second, CancellationToken.None));

        await Assert.ThrowsAsync<InvalidInputException>(() => presenter.LookAsync(Actor.Visitor, first, ofFirst, " ", CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => presenter.LookAsync(Actor.Visitor, first, ofSecond, "示例银行", CancellationToken.None));
        world.Time.ShiftTo(Morning.AddMinutes(6));
        Assert.Equal("certificates.present.fault.expired", (await Assert.ThrowsAsync<ConflictException>(() => presenter.LookAsync(Actor.Visitor, first, ofFirst, "示例银行", CancellationToken.None))).Faults[0].Code);
        await presenter.LookAsync(Actor.Visitor, second, ofSecond, "示例银行", CancellationToken.None);
        await Assert.ThrowsAsync<DeniedException>(() => presenter.EndAsync(Actor.Visitor, second, CancellationToken.None));
        await presenter.EndAsync(Holder, second, CancellationToken.None);
        Assert.Equal("certificates.present.fault.ended", (await Assert.ThrowsAsync<ConflictException>(() => presenter.LookAsync(Actor.Visitor, second, ofSecond, "示例银行", CancellationToken.None))).Faults[0].Code);
        Assert.Empty(await world.Get<PresentationStore>().LooksAsync(first, CancellationToken.None));
    }

    [Fact]
    public async Task Only_the_holder_shows_a_valid_licence_and_says_what_and_why()
    {
        await using var world = await World.OpenAsync();
        var (presenter, certificate) = (world.Get<Presenter>(), await world.Certificates.IssueAsync(World.Order(), "case/a/7"));
        await Assert.ThrowsAsync<DeniedException>(() => presenter.PresentAsync(World.Registrar, certificate.Id, "办理水电过户", ["location"], 5, CancellationToken.None));
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => presenter.PresentAsync(Holder, certificate.Id, "", [], 7, CancellationToken.None));
        Assert.Equal(["purpose", "fields", "minutes"], refused.Faults.Select(f => f.Field));
        await world.Certificates.RevokeAsync(World.Registrar, certificate.Id, "以欺骗手段取得登记");
        await Assert.ThrowsAsync<ConflictException>(() => presenter.PresentAsync(Holder, certificate.Id, "办理水电过户", ["location"], 5, CancellationToken.None));
    }

    [Fact]
    public async Task A_renewed_licence_is_out_of_force_and_each_of_the_two_leads_to_the_other()
    {
        await using var world = await World.OpenAsync();
        var (store, token) = (world.Get<PresentationStore>(), CancellationToken.None);
        var old = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        Task<CertificateLink?> SuccessorAsync() => store.SuccessorAsync(old.Id, World.Owner.Id, old.Type, token);
        await world.Database.WriteAsync(s => s.ExecuteAsync("insert into certificates_trace (certificate_id, case_id, case_number, matter, material, at) values ($1, $2, 'n', 'm', 'x', 1)", old.Id, "renewal"));
        Assert.Null(await SuccessorAsync());

        await world.Get<Revoking.Revoker>().VoidAsync(old.Id, "许可已延续，原证由新证替代", token);
        await world.Get<Revoking.Revoker>().VoidAsync(old.Id, "许可已延续，原证由新证替代", token);
        var renewed = await world.Certificates.IssueAsync(World.Order() with { SourceCaseId = "renewal" }, "case/renewal/9");

        Assert.Equal(CertificateAnswer.Revoked, (await world.Certificates.CheckAsync(old.Id, null)).Answer);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(renewed.Id, null)).Answer);
        Assert.Equal(new CertificateLink(renewed.Id, renewed.Number), await SuccessorAsync());
        Assert.Equal(new CertificateLink(old.Id, old.Number), await store.PredecessorAsync("renewal", World.Owner.Id, old.Type, token));
        Assert.Null(await store.PredecessorAsync("renewal", World.Citizen.Id, old.Type, token));
        Assert.Single(await world.Get<IProofs>().SealsAsync("certificate/" + old.Id), s => s.Type == "certificates.revoked");
    }

    [Fact]
    public async Task Without_network_valid_revoked_expired_altered_and_a_stranger_s_key_are_told_apart()
    {
        await using var world = await World.OpenAsync();
        var presenter = world.Get<Presenter>();
        var certificate = await world.Certificates.IssueAsync(World.Order(validFor: "1y"), "case/a/7");
        var other = await world.Certificates.IssueAsync(World.Order(validFor: "1y"), "case/b/7");
        var pem = (await world.Get<IssuerKeys>().OfAsync(City.RegistryId, CancellationToken.None)).PublicKey.ToPem();
        using var kept = new MemoryStream();
        await using (var pdf = await world.Certificates.PdfAsync(certificate.Id))
        {
            await pdf!.CopyToAsync(kept);
        }
        var file = kept.ToArray();
        world.Time.ShiftTo(Morning);
        var before = await world.Get<StatusLists>().OfCertificatesAsync(City.RegistryId, CancellationToken.None);
        var id = await presenter.PresentAsync(Holder, certificate.Id, "银行开户", ["location"], 10, CancellationToken.None);
        var shown = await world.Get<PresentationFiles>().WriteAsync((await world.Get<PresentationStore>().FindAsync(id, CancellationToken.None))!, CancellationToken.None);
        await world.Certificates.RevokeAsync(World.Registrar, certificate.Id, "以欺骗手段取得登记");
        var after = await world.Get<StatusLists>().OfCertificatesAsync(City.RegistryId, CancellationToken.None);

        string Answer(byte[] bytes, byte[]? status, DateTimeOffset now, string? key = null) => Assert.Single(LicenceVerifier.Verify(bytes, key ?? pem, status, now)).Answer;
        Assert.Equal("valid", Answer(file, null, Morning));
        Assert.Equal("valid", Answer(file, before, Morning));
        Assert.Equal("revoked", Answer(file, after, Morning));
        Assert.Equal("expired", Answer(file, before, Morning.AddYears(2)));
        var changed = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file).Replace("451000-20220816-000123", "451000-20220816-000124", StringComparison.Ordinal));
        Assert.NotEqual(file, changed);
        Assert.Equal("altered", Answer(changed, before, Morning));
        Assert.Equal("other-key", Answer(file, before, Morning, Kernel.Cryptography.Sm2PrivateKey.Generate().PublicKey.ToPem()));

        var presented = Assert.Single(LicenceVerifier.Verify(shown, pem, before, Morning.AddMinutes(3)));
        Assert.Equal(("valid", true), (presented.Answer, presented.StatusFresh));
        Assert.Equal(["银行开户", "2022-08-18 10:10:00", "百色市右江区龙景街道迎龙大道88号澄碧湖畔花园一期"], presented.Fields.Select(f => f.Value));
        Assert.DoesNotContain(World.Owner.Name, Encoding.UTF8.GetString(shown), StringComparison.Ordinal);
        Assert.Equal("expired", Answer(shown, before, Morning.AddMinutes(11)));
        Assert.Equal("revoked", Answer(shown, after, Morning.AddMinutes(3)));
        Assert.False(Assert.Single(LicenceVerifier.Verify(shown, pem, before, Morning.AddDays(2))).StatusFresh);
        Assert.NotEqual(certificate.Id, other.Id);
    }

    [Fact]
    public async Task A_sealed_paper_is_checked_without_network_against_the_maker_and_the_times_when_the_seal_was_stopped()
    {
        await using var world = await World.OpenAsync();
        var seals = world.Get<ISeals>();
        var seal = await seals.MakeAsync(new(World.Owner, World.Owner.Name, "contract", City.RegistryId, "450721", 5, "case/seal/1"));
        world.Time.ShiftTo(Morning);
        var sealing = await seals.SealPdfAsync(Holder, seal.Id, new("contract", "示例合同〔2022〕1号"), Paper(), SealPlace.Usual);
        var maker = (await world.Get<SealKeys>().FindMakerAsync(City.RegistryId, CancellationToken.None))!.ToPem();
        world.Time.ShiftTo(Morning.AddHours(1));
        await seals.RevokeAsync(World.Registrar, seal.Id, "单位撤并，印章收回");
        var status = await world.Get<StatusLists>().OfSealsAsync(City.RegistryId, CancellationToken.None);

        var report = Assert.Single(LicenceVerifier.Verify(sealing.Pdf!, maker, status, Morning));
        Assert.Equal(("valid", World.Owner.Name), (report.Answer, report.Title!.In("zh")));
        Assert.NotNull(report.StatusAt);
        var changed = (byte[])sealing.Pdf!.Clone();
        changed[Paper().Length / 2] ^= 1;
        Assert.Equal("altered", Assert.Single(LicenceVerifier.Verify(changed, maker, status, Morning)).Answer);
        var elsewhere = Kernel.Cryptography.Sm2PrivateKey.Generate().PublicKey.ToPem();
        Assert.Equal("other-key", Assert.Single(LicenceVerifier.Verify(sealing.Pdf, elsewhere, status, Morning)).Answer);
    }

    private static byte[] Paper()
    {
        var document = new PdfDocument(new FontShelf([]), "paper");
        document.AddPage().Text(60, 80, 14, "示例合同", new(0, 0, 0));
        return document.Write(new("合同", World.Owner.Name, "paper", Morning, new string('b', 32)));
    }
}
