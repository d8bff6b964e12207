using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Supervision.Bulletins;

/// <summary>Statements on bulletins and on the cases of a month.</summary>
internal static class BulletinTable
{
    private const string Columns = "id, organisation, month, version, number, issued_at, issued_by, digest";

    /// <summary>Cases that were under way at some time between the two instants, each as it stood before <paramref name="until"/>.</summary>
    public static async ValueTask<List<CaseState>> CasesAsync(ISession session, string path, DateTimeOffset from, DateTimeOffset until, string after, int most, Func<IEnumerable<RecordedEvent>, CaseState> replay)
    {
        var rows = await session.QueryAsync("""
            select id, snapshot, (select e.at from cases_event e where e.case_id = c.id order by e.sequence desc limit 1) from cases_case c
            where id > $1 and home_path >= $2 and home_path < $3 and submitted_at < $4 and (ended_at is null or ended_at >= $5) order by id limit $6
            """,
            r => (Id: r.GetString(0), Snapshot: r.GetString(1), Last: r.GetInt64(2)), after, path, path + "\U0010FFFF", until.ToMicros(), from.ToMicros(), (long)most);
        var states = new List<CaseState>();
        foreach (var (id, snapshot, last) in rows)
        {
            states.Add(last < until.ToMicros() ? CaseJson.ReadState(snapshot) : replay((await CaseTable.EventsAsync(session, id)).Where(e => e.At < until)));
        }
        return states;
    }

    public static ValueTask InsertAsync(ISession session, BulletinHead head, string path, string data, Func<Exception> taken) => session.DeferAsync(
        "insert into cases_bulletin (id, organisation, path, month, version, number, issued_at, issued_by, digest, data) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (organisation, month, version) do nothing",
        [head.Id, head.OrganisationId, path, MonthText(head.Month), head.Version, head.Number, head.IssuedAt.ToMicros(), head.IssuedBy, head.Digest, data], 1, taken);

    public static ValueTask<List<BulletinHead>> VersionsAsync(ISession session, string organisation, DateOnly month) => session.QueryAsync(
        $"select {Columns} from cases_bulletin where organisation = $1 and month = $2 order by version desc", Head, organisation, MonthText(month));

    public static async ValueTask<List<(BulletinHead Head, string Path)>> AllAsync(ISession session) => await session.QueryAsync(
        $"select {Columns}, path from cases_bulletin order by month desc, path, version desc limit 500", r => (Head(r), r.GetString(8)));

    public static async ValueTask<(BulletinHead Head, string Path, string Data)?> FindAsync(ISession session, string id) => await session.FirstAsync<(BulletinHead, string, string)?>(
        $"select {Columns}, path, data from cases_bulletin where id = $1", r => (Head(r), r.GetString(8), r.GetString(9)), id);

    public static string MonthText(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static BulletinHead Head(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.GetString(1), DateOnly.ParseExact(r.GetString(2) + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture), r.GetInt32(3), r.GetString(4), ChinaTime.FromMicros(r.GetInt64(5)), r.GetString(6), r.GetString(7));
}
