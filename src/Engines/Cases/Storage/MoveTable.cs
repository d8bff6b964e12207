using System.Globalization;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements that move dues when the calendar has changed, many cases at a time.</summary>
internal static class MoveTable
{
    private static readonly string[] HistoryColumns = ["case_id", "clock", "at", "old_due", "new_due", "old_calendar", "new_calendar"];

    private static readonly string[] ClockColumns = ["case_id", "clock", "due", "expires_at", "provisional", "calendar"];

    // Without those that may be null in every row: an open item has no end.
    private static readonly string[] ItemColumns = ["case_id", "item", "open", "status", "matter", "organisation", "path", "number", "subject", "applicant_name", "submitted_at", "received", "due", "expires_at", "amber_at", "basis", "provisional", "paused", "tier", "lost"];

    /// <summary>The states of the calendar by which running clocks were derived, other than the present one; a look at each, however many clocks there are.</summary>
    public static async ValueTask<List<string>> OtherCalendarsAsync(ISession session, string current)
    {
        var found = new List<string>();
        for (var at = ""; await session.FirstAsync("select min(calendar) from cases_clock where calendar > $1", r => r.IsDBNull(0) ? null : r.GetString(0), at) is { } next; at = next)
        {
            if (next != current)
            {
                found.Add(next);
            }
        }
        return found;
    }

    /// <summary>Clocks that a state of the calendar derived and that end on or after a day, in order of due and case, behind a place.</summary>
    public static ValueTask<List<(string Due, string Case)>> ToMoveAsync(ISession session, string calendar, string from, (string Due, string Case) after, int most) => session.QueryAsync(
        "select due, case_id from cases_clock where calendar = $1 and due >= $2 and (due, case_id) > ($3, $4) order by due, case_id limit $5",
        r => (r.GetString(0), r.GetString(1)), calendar, from, after.Due, after.Case, (long)most);

    public static ValueTask<List<(string Id, long Version, string Snapshot)>> CasesAsync(ISession session, IReadOnlyList<string> ids, bool hold = false) => session.QueryAsync(
        $"select id, version, {(hold ? "''" : "snapshot")} from cases_case where id in ({Places(ids.Count)}){(hold && session.Dialect == Dialect.Postgres ? " order by id for update" : "")}",
        r => (r.GetString(0), r.GetInt64(1), r.GetString(2)), [.. ids]);

    public static ValueTask<List<ClockRow>> ClocksAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select case_id, clock, due, expires_at, provisional, calendar from cases_clock where case_id in ({Places(ids.Count)})",
        r => new ClockRow(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetInt64(3), r.GetInt32(4) != 0, r.GetString(5)), [.. ids]);

    public static async ValueTask WriteAsync(ISession session, IReadOnlyList<(ClockRow Before, ClockRow After)> clocks, IReadOnlyList<ItemRow> items, long at)
    {
        var moved = clocks.Where(c => c.Before.Due != c.After.Due).ToList();
        if (moved.Count > 0)
        {
            await session.InsertManyAsync("cases_due_history", HistoryColumns,
                [.. moved.Select(c => (object?[])[c.After.CaseId, c.After.Clock, at, c.Before.Due, c.After.Due, c.Before.Calendar, c.After.Calendar])], "on conflict (case_id, clock, at) do nothing", expectAll: false);
        }
        if (clocks.Count > 0)
        {
            await session.InsertManyAsync("cases_clock", ClockColumns,
                [.. clocks.Select(c => (object?[])[c.After.CaseId, c.After.Clock, c.After.Due, c.After.ExpiresAt, c.After.Provisional ? 1L : 0L, c.After.Calendar])],
                "on conflict (case_id, clock) do update set due = excluded.due, expires_at = excluded.expires_at, provisional = excluded.provisional, calendar = excluded.calendar", expectAll: false);
        }
        if (items.Count > 0)
        {
            await session.InsertManyAsync("cases_item", ItemColumns,
                [.. items.Select(i => (object?[])[i.CaseId, i.Item, 1L, (long)i.Status, i.Matter, i.Organisation, i.Path, i.Number, i.Subject, i.ApplicantName, i.SubmittedAt, i.Received ? 1L : 0L, i.Due, i.ExpiresAt, i.AmberAt, (long)i.Basis, i.Provisional ? 1L : 0L, i.Paused ? 1L : 0L, (long)i.Tier, i.Lost])],
                "on conflict (case_id, item) do update set due = excluded.due, expires_at = excluded.expires_at, amber_at = excluded.amber_at, provisional = excluded.provisional", expectAll: false);
        }
    }

    private static string Places(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));
}
