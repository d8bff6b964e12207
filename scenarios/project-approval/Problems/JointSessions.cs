using System.Globalization;
using System.Text.RegularExpressions;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval.Problems;

/// <summary>The monthly joint session: collects what waits in the pool, summons the offices that are asked, and settles each problem when it is closed.
/// 缺席默认: an office that signed for the summons and stayed away has agreed and is liable; one that was never reached has said nothing; safety is never agreed by absence.</summary>
internal sealed partial class JointSessions(IDatabase database, IEvidenceRecorder evidence, IAccess access, TimeProvider time)
{
    public Task<List<JointSession>> ListAsync(Actor actor, CancellationToken cancel = default) =>
        access.Reach(actor, Permissions.CasesRead).Count == 0 ? Task.FromResult<List<JointSession>>([]) : database.ReadAsync(s => PoolTables.SessionsAsync(s, "1 = 1"), cancel);

    public async Task<JointSession?> FindAsync(Actor actor, string month, CancellationToken cancel = default) =>
        access.Reach(actor, Permissions.CasesRead).Count == 0 ? null : (await database.ReadAsync(s => PoolTables.SessionsAsync(s, "month = $1", month), cancel)).FirstOrDefault();

    /// <summary>Opens the session of a month for the city: everything open in the pool comes on its agenda, the offices asked are summoned.</summary>
    public async Task<JointSession> OpenAsync(Actor actor, Organisation city, string month, DateOnly heldOn, string place, CancellationToken cancel = default)
    {
        if (!access.May(actor, Permissions.CasesSupervise, city.Path) && !access.May(actor, Permissions.CasesConvene, city.Path))
        {
            throw new DeniedException("pool.fault.not-your-city");
        }
        var now = time.GetUtcNow();
        if (!Month().IsMatch(month) || heldOn.ToString("yyyy-MM", CultureInfo.InvariantCulture) != month || heldOn < now.ChinaDate())
        {
            throw new InvalidInputException("held-on", "pool.fault.held-on");
        }
        if (place.Trim().Length is 0 or > 200)
        {
            throw new InvalidInputException("place", "pool.fault.place");
        }
        var waiting = await database.ReadAsync(s => PoolTables.ProblemsAsync(s, "p.state = 0 and p.home_path >= $1 and p.home_path < $2", city.Path, city.Path[..^1] + "0"), cancel);
        if (waiting.Count == 0)
        {
            throw new ConflictException("pool.fault.nothing-waits");
        }
        var offices = waiting.SelectMany(p => p.Offices).DistinctBy(o => o.OrganisationId).Select(o => new Attendance(o.OrganisationId, o.Path, null, null, null, false)).ToList();
        var opened = new JointSession(month, 1, city.Path, heldOn, place.Trim(), now, null, null, offices);
        await database.WriteAsync(async session =>
        {
            await PoolTables.InsertAsync(session, opened, static () => new ConflictException("pool.fault.session-open"));
            foreach (var problem in waiting)
            {
                await PoolTables.UpdateAsync(session, problem with { Session = month, State = ProblemState.InSession }, Stale);
                await evidence.RecordAsync(session, ProblemPool.Event(problem, problem.Version + 1, "pool.problem-tabled", now, "office/" + city.Id, ProblemPool.Facts("session", month), ProblemPool.Facts()));
            }
            await RecordAsync(session, opened, 1, "pool.session-opened", now, "office/" + city.Id, "problems", waiting.Count.ToString(CultureInfo.InvariantCulture));
            return 0;
        }, cancel);
        return opened;
    }

    /// <summary>An office signs for its summons.</summary>
    public Task ReceiveAsync(Actor actor, string month, string organisationId, CancellationToken cancel = default) =>
        AttendAsync(actor, month, organisationId, "pool.summons-received", (office, _, now) => office.ReceivedAt is null ? office with { ReceivedAt = now } : throw new ConflictException("cases.fault.summons-received"), cancel);

    /// <summary>报到: on the day of the session.</summary>
    public Task ReportAsync(Actor actor, string month, string organisationId, CancellationToken cancel = default) =>
        AttendAsync(actor, month, organisationId, "pool.office-reported", (office, session, now) => office.ReportedAt is not null ? throw new ConflictException("cases.fault.reported-already")
            : session.HeldOn != now.ChinaDate() ? throw new ConflictException("pool.fault.not-the-day")
            : office with { ReceivedAt = office.ReceivedAt ?? now, ReportedAt = now }, cancel);

    /// <summary>Closes the session: absences are recorded, and each problem is settled by what its offices said.</summary>
    public async Task CloseAsync(Actor actor, string month, string summary, CancellationToken cancel = default)
    {
        var (session, problems) = await database.ReadAsync(async s => (
            (await PoolTables.SessionsAsync(s, "month = $1", month)).FirstOrDefault() ?? throw new NotFoundException("pool.fault.no-session"),
            await PoolTables.ProblemsAsync(s, "p.session = $1 and p.state = 1", month)), cancel);
        if (!access.May(actor, Permissions.CasesSupervise, session.Path) && !access.May(actor, Permissions.CasesConvene, session.Path))
        {
            throw new DeniedException("pool.fault.not-your-city");
        }
        var now = time.GetUtcNow();
        if (session.ClosedAt is not null || session.HeldOn > now.ChinaDate())
        {
            throw new ConflictException(session.ClosedAt is not null ? "pool.fault.session-closed" : "pool.fault.session-not-held");
        }
        if (summary.Trim().Length is 0 or > 2000)
        {
            throw new InvalidInputException("summary", "pool.fault.summary");
        }
        var attended = session.Offices.Select(o => o.ReportedAt is not null ? o : o with { AbsentAt = now, Liable = o.ReceivedAt is not null }).ToList();
        var settled = problems.Select(p => Settle(p, attended, now)).ToList();
        var closed = session with { Offices = attended, ClosedAt = now, Summary = summary.Trim() };
        await database.WriteAsync(async store =>
        {
            await PoolTables.UpdateAsync(store, closed, Stale);
            foreach (var problem in settled)
            {
                await PoolTables.UpdateAsync(store, problem, Stale);
                await evidence.RecordAsync(store, ProblemPool.Event(problem, problem.Version + 1, "pool.problem-settled", now, "office/" + Id(session.Path),
                    ProblemPool.Facts("outcome", problem.State.ToString(), "liable", string.Join(' ', problem.Offices.Where(o => o.Opinion == Opinion.Deemed).Select(o => o.OrganisationId))), ProblemPool.Facts()));
            }
            await RecordAsync(store, closed, session.Version + 1, "pool.session-closed", now, "office/" + Id(session.Path), "liable", string.Join(' ', attended.Where(o => o.Liable).Select(o => o.OrganisationId)));
            return 0;
        }, cancel);
    }

    /// <summary>What a problem becomes when its session is closed. Pure.</summary>
    public static Problem Settle(Problem problem, IReadOnlyList<Attendance> attended, DateTimeOffset now)
    {
        var offices = problem.Offices.Select(o => o.Opinion == Opinion.None && !problem.Safety && attended.Any(a => a.OrganisationId == o.OrganisationId && a.Liable)
            ? o with { Opinion = Opinion.Deemed, At = now }
            : o).ToList();
        var state = offices.All(o => o.Opinion is Opinion.Agreed or Opinion.Deemed) ? ProblemState.Resolved
            : offices.Any(o => o.Opinion == Opinion.Disagreed) || (problem.Safety && offices.Any(o => o.Opinion == Opinion.None)) ? ProblemState.Escalated
            : ProblemState.Open;
        // Who was never reached has said nothing: the problem waits for the next session.
        return state == ProblemState.Open
            ? problem with { Offices = offices, State = state, Session = null }
            : problem with { Offices = offices, State = state, SettledAt = now, Outcome = state == ProblemState.Resolved ? problem.Proposal : null };
    }

    private async Task AttendAsync(Actor actor, string month, string organisationId, string type, Func<Attendance, JointSession, DateTimeOffset, Attendance> change, CancellationToken cancel)
    {
        var session = (await database.ReadAsync(s => PoolTables.SessionsAsync(s, "month = $1", month), cancel)).FirstOrDefault() ?? throw new NotFoundException("pool.fault.no-session");
        var office = session.Offices.FirstOrDefault(o => o.OrganisationId == organisationId);
        if (office is null || !access.May(actor, Permissions.CasesHandle, office.Path))
        {
            throw new DeniedException("pool.fault.not-your-office");
        }
        if (session.ClosedAt is not null)
        {
            throw new ConflictException("pool.fault.session-closed");
        }
        var now = time.GetUtcNow();
        var changed = change(office, session, now);
        var after = session with { Offices = [.. session.Offices.Select(o => o.OrganisationId == organisationId ? changed : o)] };
        await database.WriteAsync(async store =>
        {
            await PoolTables.UpdateAsync(store, after, Stale);
            await RecordAsync(store, after, session.Version + 1, type, now, "office/" + organisationId, "office", organisationId);
            return 0;
        }, cancel);
    }

    private Task RecordAsync(ISession store, JointSession session, long sequence, string type, DateTimeOffset at, string actor, string fact, string value) =>
        evidence.RecordAsync(store, new(type, "joint-session/" + session.Month, sequence, at, actor, value.Length == 0 ? ProblemPool.Facts("month", session.Month) : ProblemPool.Facts("month", session.Month, fact, value), ProblemPool.Facts())).AsTask();

    private static string Id(string path) => path.TrimEnd('/').Split('/')[^1];

    private static ConflictException Stale() => new("pool.fault.stale");

    [GeneratedRegex(@"^\d{4}-(0[1-9]|1[0-2])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Month();
}
