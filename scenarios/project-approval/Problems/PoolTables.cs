using System.Data.Common;
using System.Globalization;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.ProjectApproval.Problems;

/// <summary>Statements on the pool's tables.</summary>
internal static class PoolTables
{
    private const string ProblemColumns = "id, version, division, home_path, project, case_id, what, proposal, safety, raised_at, session, state, outcome, settled_at";

    public static async ValueTask<List<Problem>> ProblemsAsync(ISession session, string where, params object?[] args)
    {
        var found = await session.QueryAsync($"select {ProblemColumns} from pool_problem p where {where}", ReadProblem, args);
        var opinions = await session.QueryAsync($"select o.problem, o.organisation, o.path, o.opinion, o.note, o.at from pool_problem_office o join pool_problem p on p.id = o.problem where {where.Split(" order by ")[0]} order by o.problem, o.organisation",
            r => (Problem: r.GetString(0), Office: new OfficeOpinion(r.GetString(1), r.GetString(2), (Opinion)r.GetInt64(3), Text(r, 4), At(r, 5))), args);
        var of = opinions.ToLookup(o => o.Problem, o => o.Office, StringComparer.Ordinal);
        return [.. found.Select(p => p with { Offices = [.. of[p.Id]] })];
    }

    public static async ValueTask InsertAsync(ISession session, Problem p)
    {
        await session.DeferAsync($"insert into pool_problem ({ProblemColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            [p.Id, p.Version, p.Division, p.HomePath, p.Project, p.CaseId, p.What, p.Proposal, p.Safety, p.RaisedAt.ToMicros(), p.Session, (int)p.State, p.Outcome, p.SettledAt?.ToMicros()]);
        foreach (var office in p.Offices)
        {
            await session.DeferAsync("insert into pool_problem_office (problem, organisation, path, opinion, note, at) values ($1, $2, $3, $4, $5, $6)",
                [p.Id, office.OrganisationId, office.Path, (int)office.Opinion, office.Note, office.At?.ToMicros()]);
        }
    }

    /// <summary>Moves a problem on; fails with <paramref name="stale"/> when somebody was faster.</summary>
    public static async ValueTask UpdateAsync(ISession session, Problem p, Func<Exception> stale)
    {
        await session.DeferAsync("update pool_problem set version = version + 1, session = $3, state = $4, outcome = $5, settled_at = $6 where id = $1 and version = $2",
            [p.Id, p.Version, p.Session, (int)p.State, p.Outcome, p.SettledAt?.ToMicros()], 1, stale);
        foreach (var office in p.Offices)
        {
            await session.DeferAsync("update pool_problem_office set opinion = $3, note = $4, at = $5 where problem = $1 and organisation = $2",
                [p.Id, office.OrganisationId, (int)office.Opinion, office.Note, office.At?.ToMicros()]);
        }
    }

    public static async ValueTask<List<JointSession>> SessionsAsync(ISession session, string where, params object?[] args)
    {
        var found = await session.QueryAsync($"select month, version, path, held_on, place, opened_at, closed_at, summary from pool_session where {where} order by month desc", r => new JointSession(
            r.GetString(0), r.GetInt64(1), r.GetString(2), DateOnly.ParseExact(r.GetString(3), "yyyy-MM-dd", CultureInfo.InvariantCulture), r.GetString(4), ChinaTime.FromMicros(r.GetInt64(5)), At(r, 6), Text(r, 7), []), args);
        var called = await session.QueryAsync("select month, organisation, path, received_at, reported_at, absent_at, liable from pool_attendance order by month, organisation",
            r => (Month: r.GetString(0), Office: new Attendance(r.GetString(1), r.GetString(2), At(r, 3), At(r, 4), At(r, 5), r.GetInt64(6) != 0)));
        var of = called.ToLookup(c => c.Month, c => c.Office, StringComparer.Ordinal);
        return [.. found.Select(s => s with { Offices = [.. of[s.Month]] })];
    }

    public static async ValueTask InsertAsync(ISession session, JointSession s, Func<Exception> taken)
    {
        await session.DeferAsync("insert into pool_session (month, version, path, held_on, place, opened_at, closed_at, summary) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (month) do nothing",
            [s.Month, s.Version, s.Path, s.HeldOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), s.Place, s.OpenedAt.ToMicros(), s.ClosedAt?.ToMicros(), s.Summary], 1, taken);
        foreach (var office in s.Offices)
        {
            await session.DeferAsync("insert into pool_attendance (month, organisation, path, received_at, reported_at, absent_at, liable) values ($1, $2, $3, $4, $5, $6, $7)",
                [s.Month, office.OrganisationId, office.Path, office.ReceivedAt?.ToMicros(), office.ReportedAt?.ToMicros(), office.AbsentAt?.ToMicros(), office.Liable]);
        }
    }

    public static async ValueTask UpdateAsync(ISession session, JointSession s, Func<Exception> stale)
    {
        await session.DeferAsync("update pool_session set version = version + 1, closed_at = $3, summary = $4 where month = $1 and version = $2",
            [s.Month, s.Version, s.ClosedAt?.ToMicros(), s.Summary], 1, stale);
        foreach (var office in s.Offices)
        {
            await session.DeferAsync("update pool_attendance set received_at = $3, reported_at = $4, absent_at = $5, liable = $6 where month = $1 and organisation = $2",
                [s.Month, office.OrganisationId, office.ReceivedAt?.ToMicros(), office.ReportedAt?.ToMicros(), office.AbsentAt?.ToMicros(), office.Liable]);
        }
    }

    private static Problem ReadProblem(DbDataReader r) => new(
        r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), Text(r, 5), r.GetString(6), r.GetString(7), r.GetInt64(8) != 0,
        ChinaTime.FromMicros(r.GetInt64(9)), Text(r, 10), (ProblemState)r.GetInt64(11), Text(r, 12), At(r, 13), []);

    private static string? Text(DbDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static DateTimeOffset? At(DbDataReader r, int column) => r.IsDBNull(column) ? null : ChinaTime.FromMicros(r.GetInt64(column));
}
