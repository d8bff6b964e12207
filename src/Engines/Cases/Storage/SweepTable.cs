using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements of the sweep: what has ended, and what an older calendar derived.</summary>
internal static class SweepTable
{
    public static ValueTask<List<string>> DueAsync(ISession session, long now, int most) => session.QueryAsync(
        "select case_id from (select case_id, min(expires_at) as first_end from cases_clock where expires_at <= $1 group by case_id) as due order by first_end, case_id limit $2",
        r => r.GetString(0), now, (long)most);

    /// <summary>Cases with clocks that another state of the calendar derived, from <paramref name="after"/> on.</summary>
    public static ValueTask<List<string>> OfOtherCalendarAsync(ISession session, string calendar, string after, int most) => session.QueryAsync(
        "select distinct case_id from cases_clock where (calendar < $1 or calendar > $1) and case_id > $2 order by case_id limit $3",
        r => r.GetString(0), calendar, after, (long)most);

    public static ValueTask<List<ClockRow>> ClocksAsync(ISession session, string caseId) => session.QueryAsync(
        "select clock, due, expires_at, provisional, calendar from cases_clock where case_id = $1",
        r => new ClockRow(caseId, r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetInt64(2), r.GetInt32(3) != 0, r.GetString(4)),
        caseId);

    public static ValueTask MovedAsync(ISession session, ClockRow before, ClockRow after, long at) => session.DeferAsync(
        "insert into cases_due_history (case_id, clock, at, old_due, new_due, old_calendar, new_calendar) values ($1, $2, $3, $4, $5, $6, $7) on conflict (case_id, clock, at) do nothing",
        [after.CaseId, after.Clock, at, before.Due, after.Due, before.Calendar, after.Calendar]);

    /// <summary>True while the case is still at this version, which then cannot change until the transaction ends.</summary>
    public static async ValueTask<bool> HoldAsync(ISession session, string caseId, long version) =>
        await session.ExecuteAsync("update cases_case set version = version where id = $1 and version = $2", caseId, version) == 1;
}
