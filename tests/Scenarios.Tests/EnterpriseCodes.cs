using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;
using Zhuangjin.Testing;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>What stands under an enterprise's code, on each store.</summary>
public abstract class EnterpriseCodes
{
    private static readonly DateTimeOffset Now = ChinaTime.At(new(2022, 8, 16), new(9, 0));
    private static readonly Enterprise Hotel = new("f1", "party1", "百色示例酒店有限公司", "451002", "百色市右江区示例路8号", null, null, Now);

    private protected abstract Task<string> AddressAsync(TestFolder folder);

    [Fact]
    public async Task A_permit_in_series_waits_for_the_licence_and_becomes_its_case_once()
    {
        await using var town = await OpenAsync();
        var register = town.Register;
        await register.KeepAsync(Hotel);
        await register.KeepAsync(Hotel with { Name = "改名" });
        await register.WaitAsync(Hotel, "drug_retail", "person1", "有执业药师");
        var waiting = Assert.Single(await register.PermitsAsync("f1"));
        Assert.Equal(PermitState.Waiting, CodeReader.StateOf(waiting, null));
        await register.HoldAsync(waiting.Id, "registration.code.held.refused");
        Assert.Equal(PermitState.Held, CodeReader.StateOf(Assert.Single(await register.PermitsAsync("f1")), null));

        await register.LicenseAsync("f1", "licence1", "桂照1");
        Assert.Equal(("f1", "百色示例酒店有限公司"), ((await register.ByLicenceAsync("桂照1"))!.FoundingCase, (await register.ByLicenceAsync("licence1"))!.Name));
        for (var told = 0; told < 2; told++)
        {
            await register.BeginAsync(Begun("case1", "drug_retail", "region/city/market/"));
        }

        var begun = Assert.Single(await register.PermitsAsync("f1"));
        Assert.Equal((waiting.Id, "case1", PermitState.Deciding), (begun.Id, begun.CaseId, CodeReader.StateOf(begun, null)));
        await register.HoldAsync(waiting.Id, "registration.code.held.refused");
        Assert.Null((await register.PermitAsync(waiting.Id))!.HeldBecause);
    }

    [Fact]
    public async Task Each_department_sees_its_own_and_what_was_refused_can_be_applied_for_again()
    {
        await using var town = await OpenAsync();
        var register = town.Register;
        await register.BeginAsync(Begun("case1", "public_hygiene", "region/city/health/"));
        await register.BeginAsync(Begun("case2", "food_retail", "region/city/market/"));
        await register.EndAsync("case1", "refused");
        await register.BeginAsync(Begun("case3", "public_hygiene", "region/city/health/"));
        await register.CertifyAsync("case3", "certificate3");

        Assert.Equal(["case3", "case1"], (await register.OfOfficesAsync(["region/city/health/"])).Select(p => p.CaseId));
        Assert.Equal(3, (await register.OfOfficesAsync(["region/"])).Count);
        Assert.Empty(await register.OfOfficesAsync(["region/other/"]));
        Assert.Empty(await register.OfOfficesAsync([]));
        var (ended, granted) = ((await register.PermitAsync("case1"))!, (await register.PermitAsync("case3"))!);
        Assert.Equal((PermitState.Ended, "certificate3"), (CodeReader.StateOf(ended, null), granted.CertificateId));
        Assert.Empty(await register.NewestAsync(9));
    }

    [Theory]
    [InlineData(CertificateAnswer.Valid, false, PermitState.Valid, true)]
    [InlineData(CertificateAnswer.Valid, true, PermitState.Suspended, true)]
    [InlineData(CertificateAnswer.Expired, true, PermitState.Expired, false)]
    [InlineData(CertificateAnswer.Revoked, true, PermitState.Revoked, false)]
    [InlineData(CertificateAnswer.Altered, false, PermitState.Altered, false)]
    [InlineData(CertificateAnswer.Unknown, false, PermitState.Altered, false)]
    public void The_certificate_has_the_last_word(CertificateAnswer answer, bool suspended, PermitState state, bool running)
    {
        var permit = Begun("case1", "food_retail", "p/") with { CertificateId = "c", SuspendedAt = suspended ? Now : null };
        var shown = new CodePermit(permit, null, CodeReader.StateOf(permit, answer), null);
        Assert.Equal((state, running, true), (shown.State, shown.IsRunning, shown.IsPublic));
    }

    private static Permit Begun(string caseId, string permit, string path) => new(caseId, "f1", permit, "party1", "person1", "office", path, caseId, null, null, null, null, null, "", Now);

    private async Task<Store> OpenAsync()
    {
        var folder = new TestFolder();
        var database = Databases.Open(await AddressAsync(folder), folder.Path);
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of([new BusinessRegistrationModule()], database.Dialect), TimeProvider.System);
        return new(folder, database);
    }

    private sealed class Store(TestFolder folder, IDatabase database) : IAsyncDisposable
    {
        public CodeRegister Register { get; } = new(database, TimeProvider.System);

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            folder.Dispose();
        }
    }
}

public sealed class EnterpriseCodesOnSqlite : EnterpriseCodes
{
    private protected override Task<string> AddressAsync(TestFolder folder) => Task.FromResult(Databases.DefaultAddress);
}

public sealed class EnterpriseCodesOnPostgres(EnterpriseCodesOnPostgres.Cluster cluster) : EnterpriseCodes, IClassFixture<EnterpriseCodesOnPostgres.Cluster>
{
    private protected override Task<string> AddressAsync(TestFolder folder) => cluster.Running.CreateDatabaseAsync();

    public sealed class Cluster : IAsyncLifetime
    {
        public PostgresCluster Running { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Running = await PostgresCluster.StartAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
