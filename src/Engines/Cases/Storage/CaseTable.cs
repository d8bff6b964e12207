using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements on cases and their events.</summary>
internal static class CaseTable
{
    private const string InsertCase = """
        insert into cases_case (id, number, version, matter, matter_version, phase, applicant, applicant_name, home, home_path, subject_key, subject,
          submitted_at, decided_at, ended_at, late, applicant_lost, applicant_since, snapshot)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """;

    /// <summary>What stands still while a case is worked on: no list column changes, so no index does.</summary>
    private const string UpdateSnapshot = "update cases_case set version = $3, snapshot = $4 where id = $1 and version = $2";

    private const string UpdateCase = """
        update cases_case set version = $3, snapshot = $4, phase = $5, subject = $6, decided_at = $7, ended_at = $8, late = $9, applicant_lost = $10, applicant_since = $11, matter_version = $12
        where id = $1 and version = $2
        """;

    private const string InsertEvent = "insert into cases_event (case_id, sequence, at, actor, acting_for, body, in_place_of) values ($1, $2, $3, $4, $5, $6, $7)";

    public static ValueTask InsertAsync(ISession session, CaseRow row, string snapshot) => session.DeferAsync(InsertCase,
        [row.Id, row.Number, row.Version, row.Matter, row.MatterVersion, row.Phase, row.Applicant, row.ApplicantName, row.Home, row.HomePath, row.SubjectKey, row.Subject,
            row.SubmittedAt, row.DecidedAt, row.EndedAt, row.Late, row.ApplicantLost, row.ApplicantSince, snapshot]);

    /// <summary>Moves the case on from the version that was seen.</summary>
    public static ValueTask UpdateAsync(ISession session, CaseRow before, CaseRow after, string snapshot, Func<Exception> stale) =>
        before == after with { Version = before.Version }
            ? session.DeferAsync(UpdateSnapshot, [after.Id, before.Version, after.Version, snapshot], 1, stale)
            : session.DeferAsync(UpdateCase,
                [after.Id, before.Version, after.Version, snapshot, after.Phase, after.Subject, after.DecidedAt, after.EndedAt, after.Late, after.ApplicantLost, after.ApplicantSince, after.MatterVersion], 1, stale);

    public static ValueTask InsertEventAsync(ISession session, RecordedEvent happened, string body) =>
        session.DeferAsync(InsertEvent, [happened.CaseId, happened.Sequence, happened.At.ToMicros(), happened.ActorId, happened.ActingFor, body, happened.InPlaceOf]);

    public static async ValueTask<CaseState?> ReadAsync(ISession session, string id) =>
        await session.FirstAsync("select snapshot from cases_case where id = $1", r => r.GetString(0), id) is { } json ? CaseJson.ReadState(json) : null;

    public static ValueTask<List<RecordedEvent>> EventsAsync(ISession session, string id, long upTo = long.MaxValue) => session.QueryAsync(
        "select sequence, at, actor, acting_for, body, in_place_of from cases_event where case_id = $1 and sequence <= $2 order by sequence",
        r => new RecordedEvent(id, r.GetInt64(0), ChinaTime.FromMicros(r.GetInt64(1)), r.GetString(2), r.GetString(3), CaseJson.ReadEvent(r.GetString(4)), r.IsDBNull(5) ? null : r.GetString(5)),
        id, upTo);

    public static ValueTask<RecordedEvent?> EventAsync(ISession session, string id, long sequence) => session.FirstAsync(
        "select sequence, at, actor, acting_for, body from cases_event where case_id = $1 and sequence = $2",
        r => new RecordedEvent(id, r.GetInt64(0), ChinaTime.FromMicros(r.GetInt64(1)), r.GetString(2), r.GetString(3), CaseJson.ReadEvent(r.GetString(4))),
        id, sequence);

    public static ValueTask<LastAct?> LastAsync(ISession session, string id) => session.FirstAsync(
        "select sequence, at, actor from cases_event where case_id = $1 order by sequence desc limit 1",
        r => new LastAct(r.GetInt64(0), ChinaTime.FromMicros(r.GetInt64(1)), r.GetString(2)),
        id);

    public static ValueTask<string?> IdByNumberAsync(ISession session, string number) =>
        session.FirstAsync("select id from cases_case where number = $1", r => r.GetString(0), number);
}

/// <summary>Who touched a case last.</summary>
internal sealed record LastAct(long Version, DateTimeOffset At, string ActorId);
