using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Testing;

namespace Zhuangjin.Certificates.Tests;

/// <summary>What holds on each store.</summary>
public abstract class IssuingTests
{
    internal abstract Task<World> OpenAsync();

    [Fact]
    public async Task A_certificate_is_numbered_signed_printed_and_valid()
    {
        await using var world = await OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");

        Assert.Equal("桂(2022)百色市不动产权第0000001号", certificate.Number);
        Assert.Equal(World.IssueDay, certificate.IssuedOn);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(certificate.Number, null)).Answer);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(certificate.Id, certificate.ContentDigest[..32])).Answer);
        await using var pdf = await world.Certificates.PdfAsync(certificate.Id);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckFileAsync(pdf!)).Answer);
        var seal = Assert.Single(await world.Get<IProofs>().SealsAsync("certificate/" + certificate.Id));
        Assert.Equal("certificates.issued", seal.Type);
        Assert.Equal(certificate.Id, Assert.Single(await world.Certificates.HeldAsync(World.Owner.Id, "real-estate-certificate")).Id);
        Assert.Empty(await world.Certificates.HeldAsync(World.Owner.Id, "survey-result"));
    }

    [Fact]
    public async Task Callers_who_race_with_one_order_get_one_certificate()
    {
        await using var world = await OpenAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.Certificates.IssueAsync(World.Order(), "case/a/7"))));

        Assert.Single(all.Select(c => (c.Id, c.Number, c.ContentDigest)).Distinct());
        Assert.Single(await world.Certificates.HeldAsync(World.Owner.Id));
        Assert.Single(await world.Get<IProofs>().SealsAsync("certificate/" + all[0].Id));
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(all[0].Id, all[0].ContentDigest)).Answer);
    }

    [Fact]
    public async Task Numbers_of_a_series_have_no_gaps_under_many_callers()
    {
        await using var world = await OpenAsync();
        var numbers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () => (await world.Certificates.IssueAsync(World.Order(), $"case/{i}/7")).Number)));

        Assert.Equal(Enumerable.Range(1, 32).Select(i => $"桂(2022)百色市不动产权第{i:0000000}号"), numbers.Order(StringComparer.Ordinal));
        var nextYear = await world.Certificates.IssueAsync(World.Order() with { IssueDate = new(2023, 1, 3) }, "case/next/7");
        Assert.Equal("桂(2023)百色市不动产权第0000001号", nextYear.Number);
    }

    [Fact]
    public async Task An_order_that_cannot_be_printed_takes_no_number()
    {
        await using var world = await OpenAsync();
        var endless = World.Order(fields: new CertificateField("note", new LocalText("附记"), new string('长', 20_000)));
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => world.Certificates.IssueAsync(endless, "case/a/7"));

        Assert.Equal("certificates.fault.too-much-text", refused.Faults[0].Code);
        Assert.EndsWith("第0000001号", (await world.Certificates.IssueAsync(World.Order(), "case/b/7")).Number);
    }

    [Fact]
    public async Task A_revocation_counts_at_once_and_only_once()
    {
        await using var world = await OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "case/a/7");
        await Assert.ThrowsAsync<DeniedException>(() => world.Certificates.RevokeAsync(World.Registrar with { Appointments = [] }, certificate.Id, "以欺骗手段取得登记"));
        await Assert.ThrowsAsync<InvalidInputException>(() => world.Certificates.RevokeAsync(World.Registrar, certificate.Id, "  "));
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(certificate.Id, null)).Answer);

        await world.Certificates.RevokeAsync(World.Registrar, certificate.Id, "以欺骗手段取得登记");
        var check = await world.Certificates.CheckAsync(certificate.Id, certificate.ContentDigest);
        Assert.Equal((CertificateAnswer.Revoked, "以欺骗手段取得登记"), (check.Answer, check.Certificate!.RevocationReason));
        await Assert.ThrowsAsync<ConflictException>(() => world.Certificates.RevokeAsync(World.Registrar, certificate.Id, "再来一次试试"));
        Assert.Equal(["certificates.issued", "certificates.revoked"], (await world.Get<IProofs>().SealsAsync("certificate/" + certificate.Id)).Select(s => s.Type));

        // Who sets the row back has not reckoned with the log.
        await world.Database.WriteAsync(s => s.ExecuteAsync("update certificates_certificate set revoked_at = null, revocation_reason = null"));
        Assert.Equal(CertificateAnswer.Revoked, (await world.Certificates.CheckAsync(certificate.Id, null)).Answer);
    }
}

public sealed class SqliteIssuingTests : IssuingTests
{
    internal override Task<World> OpenAsync() => World.OpenAsync();
}

public sealed class PostgresIssuingTests(PostgresFixture postgres) : IssuingTests, IClassFixture<PostgresFixture>
{
    internal override async Task<World> OpenAsync() => await World.OpenAsync(await postgres.Cluster.CreateDatabaseAsync());
}

public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
