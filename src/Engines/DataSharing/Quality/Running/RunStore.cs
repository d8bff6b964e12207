using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Quality.Running;

/// <summary>Rule sets, runs and findings on record.</summary>
internal sealed class RunStore(IDatabase database)
{
    private const string RunColumns = "r.id, r.resource, r.version, r.version_hash, r.rule_set, r.today, r.at, r.took, r.row_count, r.applied, r.histogram, r.examples, s.document, r.targets";

    /// <summary>The newest rule set of each resource.</summary>
    public Task<List<(string Resource, int Number, string Document)>> RuleSetsAsync(CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        "select resource, number, document from sharing_rule_set a where number = (select max(number) from sharing_rule_set b where b.resource = a.resource) order by resource",
        r => (r.GetString(0), r.GetInt32(1), r.GetString(2))), cancel);

    /// <summary>Makes this text the newest rule set of its resource. The same text again changes nothing.</summary>
    public static async ValueTask<int> PublishAsync(ISession session, RuleSet set, string document, DateTimeOffset now)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
        var known = await session.FirstAsync("select number, hash from sharing_rule_set where resource = $1 order by number desc limit 1", r => (Number: r.GetInt32(0), Hash: r.GetString(1)), set.Resource);
        if (known.Hash == hash)
        {
            return known.Number;
        }
        await session.ExecuteAsync("insert into sharing_rule_set (resource, number, hash, at, document) values ($1, $2, $3, $4, $5)", set.Resource, known.Number + 1L, hash, now.ToMicros(), document);
        return known.Number + 1;
    }

    /// <summary>The day of the newest run of these rules over this version; null when there was none.</summary>
    public Task<DateOnly?> LastRunAsync(string resource, int version, int ruleSet, CancellationToken cancel) => database.ReadAsync(s => s.FirstAsync(
        "select today from sharing_check_run where resource = $1 and version = $2 and rule_set = $3 order by today desc limit 1", r => (DateOnly?)DateOnly.ParseExact(r.GetString(0), "yyyy-MM-dd", CultureInfo.InvariantCulture), resource, (long)version, (long)ruleSet), cancel);

    public static ValueTask<int> InsertAsync(ISession session, StoredRun run) => session.ExecuteAsync(
        "insert into sharing_check_run (id, resource, version, version_hash, rule_set, today, at, took, row_count, applied, histogram, examples, targets) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing",
        run.Id, run.Resource, (long)run.Version, run.VersionHash, (long)run.RuleSet, Text(run.Today), run.At.ToMicros(), (long)run.Took.TotalMicroseconds, run.Result.Rows,
        JsonSerializer.Serialize(run.Result.Applied), JsonSerializer.Serialize(run.Result.Histogram.OrderBy(h => h.Key).Select(h => new[] { h.Key.ToString(CultureInfo.InvariantCulture), h.Value.ToString(CultureInfo.InvariantCulture) })), JsonSerializer.Serialize(run.Examples), JsonSerializer.Serialize(run.Targets));

    /// <summary>The newest run of each resource.</summary>
    public Task<List<StoredRun>> NewestAsync(CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        $"select {RunColumns} from sharing_check_run r join sharing_rule_set s on s.resource = r.resource and s.number = r.rule_set where r.at = (select max(x.at) from sharing_check_run x where x.resource = r.resource) order by r.resource", Read), cancel);

    public Task<StoredRun?> FindAsync(string id, CancellationToken cancel) => database.ReadAsync(s => s.FirstAsync(
        $"select {RunColumns} from sharing_check_run r join sharing_rule_set s on s.resource = r.resource and s.number = r.rule_set where r.id = $1", r => (StoredRun?)Read(r), id), cancel);

    /// <summary>Of each resource the newest run that began before the instant.</summary>
    public Task<List<StoredRun>> BeforeAsync(DateTimeOffset until, CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        $"select {RunColumns} from sharing_check_run r join sharing_rule_set s on s.resource = r.resource and s.number = r.rule_set where r.at = (select max(x.at) from sharing_check_run x where x.resource = r.resource and x.at < $1) order by r.resource", Read, until.ToMicros()), cancel);

    /// <summary>A rule set by its number, with its digest.</summary>
    public Task<(string Document, string Hash)> RuleSetAsync(string resource, int number, CancellationToken cancel) => database.ReadAsync(s => s.FirstAsync(
        "select document, hash from sharing_rule_set where resource = $1 and number = $2", r => (r.GetString(0), r.GetString(1)), resource, (long)number), cancel);

    public async Task<StoredRun?> LastAsync(string resource, CancellationToken cancel) => (await OfAsync(resource, 1, cancel)).FirstOrDefault();

    /// <summary>The runs of a resource, newest first.</summary>
    public Task<List<StoredRun>> OfAsync(string resource, int most, CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        $"select {RunColumns} from sharing_check_run r join sharing_rule_set s on s.resource = r.resource and s.number = r.rule_set where r.resource = $1 order by r.at desc limit {most}", Read, resource), cancel);

    /// <summary>Findings that are open, and those of a resource that were closed, newest first.</summary>
    public Task<List<Finding>> FindingsAsync(string? resource, CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        $"select id, resource, rule, opened_at, due, failed, closed_at from sharing_finding where {(resource is null ? "closed_at is null" : "resource = $1")} order by opened_at desc, rule limit 500",
        r => new Finding(r.GetString(0), r.GetString(1), r.GetString(2), ChinaTime.FromMicros(r.GetInt64(3)), DateOnly.ParseExact(r.GetString(4), "yyyy-MM-dd", CultureInfo.InvariantCulture), r.GetInt64(5), r.IsDBNull(6) ? null : ChinaTime.FromMicros(r.GetInt64(6))),
        resource is null ? [] : [resource]), cancel);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static StoredRun Read(DbDataReader r)
    {
        var set = RuleReader.Read("stored", r.GetString(12));
        var histogram = JsonSerializer.Deserialize<string[][]>(r.GetString(10))!.ToDictionary(p => ulong.Parse(p[0], CultureInfo.InvariantCulture), p => long.Parse(p[1], CultureInfo.InvariantCulture));
        return new(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetString(3), r.GetInt32(4), DateOnly.ParseExact(r.GetString(5), "yyyy-MM-dd", CultureInfo.InvariantCulture), ChinaTime.FromMicros(r.GetInt64(6)),
            TimeSpan.FromMicroseconds(r.GetInt64(7)), new(set, r.GetInt64(8), JsonSerializer.Deserialize<ImmutableArray<long>>(r.GetString(9)), histogram), JsonSerializer.Deserialize<ImmutableArray<ImmutableArray<string>>>(r.GetString(11)))
        {
            Targets = JsonSerializer.Deserialize<ImmutableSortedDictionary<string, int>>(r.GetString(13))!,
        };
    }
}
