using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements on the versions of matters and who published them.</summary>
internal static class PublicationTable
{
    private const string Columns = "matter, sequence, version, hash, base_hash, origin, at, person, reason, tables";

    public static ValueTask<List<PublishedVersion>> LatestAsync(ISession session) => session.QueryAsync(
        $"select {Columns} from cases_publication p where sequence = (select max(sequence) from cases_publication l where l.matter = p.matter)", Read);

    public static ValueTask<List<PublishedVersion>> OfMatterAsync(ISession session, string matter) =>
        session.QueryAsync($"select {Columns} from cases_publication where matter = $1 order by sequence desc", Read, matter);

    /// <summary>Numbers of all publications together: it grows with each.</summary>
    public static async ValueTask<long> CountAsync(ISession session) =>
        (await session.FirstAsync("select count(*) from cases_publication", r => new Counted(r.GetInt64(0))))!.Value;

    /// <summary>False when another node or person took this number.</summary>
    public static async ValueTask<bool> InsertAsync(ISession session, PublishedVersion v) => await session.ExecuteAsync(
        $"insert into cases_publication ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (matter, sequence) do nothing",
        v.Matter, v.Sequence, v.Version, v.Hash, v.BaseHash, v.Origin, v.At.ToMicros(), v.Person, v.Reason, v.Tables) == 1;

    public static ValueTask<int> KeepBodyAsync(ISession session, string matter, string version, string hash, DateTimeOffset at, string body) => session.ExecuteAsync(
        "insert into cases_matter (key, version, hash, published_at, body) values ($1, $2, $3, $4, $5) on conflict (key, version, hash) do nothing", matter, version, hash, at.ToMicros(), body);

    /// <summary>By version: how many cases still run under it, and how many there were in all.</summary>
    public static ValueTask<List<VersionUse>> UseAsync(ISession session, string matter) => session.QueryAsync(
        "select matter_version, count(*), sum(case when ended_at is null and decided_at is null then 1 else 0 end) from cases_case where matter = $1 group by matter_version",
        r => new VersionUse(r.GetString(0), r.GetInt64(1), Convert.ToInt64(r.GetValue(2), System.Globalization.CultureInfo.InvariantCulture)), matter);

    /// <summary>Snapshots of cases decided since, the newest first.</summary>
    public static ValueTask<List<string>> DecidedAsync(ISession session, string matter, DateTimeOffset since, int most) => session.QueryAsync(
        "select snapshot from cases_case where matter = $1 and decided_at is not null and decided_at >= $2 order by decided_at desc, id limit $3", r => r.GetString(0), matter, since.ToMicros(), most);

    /// <summary>Undecided cases of other versions than this, the oldest first.</summary>
    public static ValueTask<List<string>> RunningElsewhereAsync(ISession session, string matter, string version, int most) => session.QueryAsync(
        "select snapshot from cases_case where matter = $1 and ended_at is null and decided_at is null and matter_version <> $2 order by submitted_at, id limit $3", r => r.GetString(0), matter, version, most);

    private static PublishedVersion Read(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), ChinaTime.FromMicros(r.GetInt64(6)), r.GetString(7), r.GetString(8), r.GetString(9));

    private sealed record Counted(long Value);
}
