using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.BaseLibraries;

/// <summary>Fills the demo's three base libraries: 800,000 persons, 100,000 enterprises, 100,000 places unless the setting "Pool:DemoRows" says otherwise, and the demo's own people among them.</summary>
internal sealed class DemoLibraries(CatalogueStore catalogue, ShardStore shards, IOrganisations organisations, IPeople people, RulePublishing rules, IConfiguration configuration) : IDemoData
{
    private const long ShardRows = 100_000;

    public int Order => 20;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.Area("450200") is not { } city || await catalogue.FindAsync(SyntheticPersons.Code, cancel) is not null)
        {
            return;
        }
        var rows = configuration.GetValue("Pool:DemoRows", 1_000_000L);
        var (persons, enterprises, places) = (rows * 8 / 10, rows / 10, rows / 10);
        var known = await KnownPartiesAsync(cancel);
        await PublishAsync(new SyntheticEnterprises(persons), enterprises, "market-supervision", [.. known.Where(p => p.Kind == PartyKind.LegalEntity).Select(Enterprise)]);
        await PublishAsync(new SyntheticPersons(enterprises), persons, "public-security", [.. known.Where(p => p.Kind == PartyKind.Person).Select(Person)]);
        await PublishAsync(new SyntheticPlaces(), places, "natural-resources", []);

        async Task PublishAsync(Synthetic library, long count, string function, IReadOnlyList<string> first)
        {
            var provider = organisations.Resolve(function, city.Id) ?? throw new InvalidOperationException($"The demo's Liuzhou has no '{function}'.");
            Actor steward = new("clock", "时钟", [new Appointment(provider.Id, provider.Path, Roles.Steward)], []);
            var described = await catalogue.DescribeAsync(steward, library.Describe(provider.Id), cancel);
            var made = new Shard[(count + ShardRows - 1) / ShardRows];
            await Parallel.ForEachAsync(Enumerable.Range(0, made.Length), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, async (n, stop) =>
            {
                var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName() + ".parquet");
                var (from, to) = (n * ShardRows, Math.Min(count, (n + 1) * ShardRows));
                using (var session = DuckSession.Open(shards.Folder, threads: 1, memory: 256L << 20))
                {
                    library.Write(session, from, to, draft, first);
                }
                made[n] = await shards.KeepAsync(draft, to - from + (n == 0 ? first.Count : 0), stop);
            });
            await catalogue.PublishAsync(steward, described.Description.Code, described.Number, [.. made], cancel);
            await rules.PublishAsync(Actor.Clock, described.Description.Code, Rules(described.Description.Code), cancel);
        }
    }

    private static string Rules(string code)
    {
        using var reader = new StreamReader(typeof(DemoLibraries).Assembly.GetManifestResourceStream($"Zhuangjin.DataSharing.BaseLibraries.Rules.{code}.yaml")!);
        return reader.ReadToEnd();
    }

    /// <summary>The parties in whose names the demo's accounts apply.</summary>
    private async Task<IReadOnlyList<Party>> KnownPartiesAsync(CancellationToken cancel)
    {
        var known = new Dictionary<string, Party>(StringComparer.Ordinal);
        foreach (var account in DemoAccounts.All)
        {
            foreach (var party in (await people.ActorByLoginAsync(account.Login, cancel))?.Parties ?? [])
            {
                known[party.Party.Id] = party.Party;
            }
        }
        return [.. known.Values.OrderBy(p => p.Code, StringComparer.Ordinal)];
    }

    private static string Person(Party person)
    {
        var born = CitizenId.BirthDate(person.Code).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var phone = "138" + person.Code[6..14];
        return $"({Sql.Literal(person.Code)}, {Sql.Literal(person.Name)}, {Sql.Literal((person.Code[16] - '0') % 2 == 1 ? "1" : "2")}, DATE '{born}', '08', {Sql.Literal(person.Code[..6])}, '示例路1号', {Sql.Literal(phone)}, NULL, DATE '2022-08-01')";
    }

    private static string Enterprise(Party enterprise) =>
        $"({Sql.Literal(enterprise.Code)}, {Sql.Literal(enterprise.Name)}, '1', NULL, 500.00, 'E4700', {Sql.Literal(enterprise.Code[2..8])}, '示例大道1号', '0772{enterprise.Code[10..17].Aggregate(0, (sum, c) => ((sum * 31) + c) % 10_000_000):D7}', DATE '2015-06-01', '1', NULL, DATE '2022-08-01')";
}
