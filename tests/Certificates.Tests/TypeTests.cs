using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Inspecting;
using Zhuangjin.Certificates.Types;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Tests;

/// <summary>An office defines a type of licence, issues by it singly and in a batch, and checks its licences yearly.</summary>
public sealed class TypeTests
{
    private const string Code = "11451000MB0TEST1XQ001";

    private static LicenceType Stall => LicenceType.Read("market-stall", Code, "临时摊点备案证", City.RegistryId, "示摊〔{yyyy}〕{seq:5}号", "1y", "place 摊位\ngoods 经营品种?");

    [Fact]
    public async Task A_published_type_is_issued_by_and_its_next_version_counts()
    {
        await using var world = await World.OpenAsync();
        var catalogue = Open(world);
        await Assert.ThrowsAsync<DeniedException>(() => catalogue.PublishAsync(Actor.Visitor, Stall, CancellationToken.None));
        await catalogue.PublishAsync(World.Registrar, Stall, CancellationToken.None);
        await catalogue.PublishAsync(World.Registrar, Stall with { Title = "临时摊点证" }, CancellationToken.None);

        var type = await catalogue.FindAsync("market-stall", CancellationToken.None);
        Assert.Equal(("临时摊点证", 2L), (type.Title, Assert.Single(await catalogue.AllAsync(CancellationToken.None)).Version));
        var issued = await catalogue.IssueAsync(World.Registrar, type, Row(World.Citizen.Code, "一号摊位"), "type/1", CancellationToken.None);
        Assert.Equal("示摊〔2022〕00001号", issued.Number);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(issued.Id, null)).Answer);
        Assert.Equal(2, (await world.Get<IProofs>().SealsAsync("certificate-type/market-stall")).Count);
    }

    [Fact]
    public async Task A_batch_is_issued_whole_or_not_at_all_and_only_once()
    {
        await using var world = await World.OpenAsync();
        var catalogue = Open(world);
        await catalogue.PublishAsync(World.Registrar, Stall, CancellationToken.None);
        var head = "holder_code,place,goods\n";
        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() =>
            catalogue.IssueBatchAsync(World.Registrar, Stall, head + $"{World.Citizen.Code},一号摊位,蔬菜\n999,二号摊位,\n{World.Owner.Code},,水果", CancellationToken.None));
        Assert.Equal(["certificates.type.fault.holder", "certificates.type.fault.required"], wrong.Faults.Select(f => f.Code));
        Assert.All(wrong.Faults, f => Assert.Matches("^[34]: ", f.Args[0]));
        Assert.Empty(await world.Certificates.HeldAsync(World.Citizen.Id));

        var rows = head + $"{World.Citizen.Code},一号摊位,蔬菜\n{World.Owner.Code},二号摊位,";
        var first = await catalogue.IssueBatchAsync(World.Registrar, Stall, rows, CancellationToken.None);
        var again = await catalogue.IssueBatchAsync(World.Registrar, Stall, rows, CancellationToken.None);
        Assert.Equal(["示摊〔2022〕00001号", "示摊〔2022〕00002号"], first.Select(c => c.Number));
        Assert.Equal(first.Select(c => c.Id), again.Select(c => c.Id));
    }

    [Theory]
    [InlineData("X", Code, "名称证", "{yyyy}{seq:3}", "", "a 甲", "key")]
    [InlineData("abc", "1", "名称证", "{yyyy}{seq:3}", "", "a 甲", "code")]
    [InlineData("abc", Code, "名", "{yyyy}{seq:3}", "", "a 甲", "name")]
    [InlineData("abc", Code, "名称证", "{seq}", "", "a 甲", "pattern")]
    [InlineData("abc", Code, "名称证", "{yyyy}{seq:3}", "3x", "a 甲", "valid")]
    [InlineData("abc", Code, "名称证", "{yyyy}{seq:3}", "", "a 甲\na 乙", "fields")]
    public void A_wrong_definition_is_told_at_its_field(string key, string code, string title, string pattern, string valid, string fields, string field) =>
        Assert.Equal(field, Assert.Single(Assert.Throws<InvalidInputException>(() => LicenceType.Read(key, code, title, City.RegistryId, pattern, valid, fields)).Faults).Field);

    [Fact]
    public async Task A_licence_is_checked_once_a_year_and_its_stream_tells()
    {
        await using var world = await World.OpenAsync();
        var (inspector, certificate) = (world.Get<Inspector>(), await world.Certificates.IssueAsync(World.Order(), "case/a/7"));
        await Assert.ThrowsAsync<DeniedException>(() => inspector.InspectAsync(Actor.Visitor, certificate.Id, true, "", CancellationToken.None));
        await Assert.ThrowsAsync<InvalidInputException>(() => inspector.InspectAsync(World.Registrar, certificate.Id, false, "", CancellationToken.None));
        await inspector.InspectAsync(World.Registrar, certificate.Id, true, "", CancellationToken.None);
        await Assert.ThrowsAsync<ConflictException>(() => inspector.InspectAsync(World.Registrar, certificate.Id, true, "", CancellationToken.None));

        Assert.Equal((2022, true), Assert.Single(await inspector.OfAsync(certificate.Id, CancellationToken.None)) is var check ? (check.Year, check.Passed) : default);
        Assert.Equal(["certificates.issued", "certificates.inspected"], (await world.Get<IProofs>().SealsAsync("certificate/" + certificate.Id)).Select(s => s.Type));
    }

    private static Dictionary<string, string> Row(string holder, string place) => new(StringComparer.Ordinal) { [TypeCatalogue.HolderColumn] = holder, ["place"] = place };

    private static TypeCatalogue Open(World world) =>
        new(world.Database, world.Certificates, world.Get<IOrganisations>(), world.Get<IAccess>(), new PlayedPeople(), world.Get<IEvidenceRecorder>(), world.Time);

    private sealed class PlayedPeople : IPeople
    {
        public Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> personIds, CancellationToken cancel = default) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal));

        public Task<Party?> PartyAsync(string partyId, CancellationToken cancel = default) => Task.FromResult<Party?>(null);

        public Task<Party?> PartyByCodeAsync(string code, CancellationToken cancel = default) => Task.FromResult(new[] { World.Owner, World.Citizen }.FirstOrDefault(p => p.Code == code));

        public Task<Actor?> ActorAsync(string personId, CancellationToken cancel = default) => Task.FromResult<Actor?>(null);

        public Task<Actor?> ActorByLoginAsync(string login, CancellationToken cancel = default) => Task.FromResult<Actor?>(null);

        public Task<IReadOnlyList<string>> SpeakersAsync(string partyId, string matterKey, DateOnly today, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task<IReadOnlyList<string>> AppointedAsync(string organisationId, IReadOnlyList<string> roles, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}
