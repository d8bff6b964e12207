using System.Globalization;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements that move dues when the calendar has changed, many cases at a time.</summary>
internal static class MoveTable
{
    private static readonly string[] HistoryColumns = ["case_id", "clock", "at", "old_due", "new_due", "old_calendar", "new_calendar"];

    private static readonly string[] ClockColumns = ["case_id", "clock", "due", "expires_at", "provisional", "calendar"];

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

    public static ValueTask<List<(string Id, long Version, string Snapshot)>> CasesAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select id, version, snapshot from cases_case where id in ({Places(1, ids.Count)})", r => (r.GetString(0), r.GetInt64(1), r.GetString(2)), [.. ids]);

    /// <summary>The versions at which cases stand, held until the transaction ends.</summary>
    public static async ValueTask<Dictionary<string, long>> VersionsAsync(ISession session, IReadOnlyList<string> ids) => (await session.QueryAsync(
        $"select id, version from cases_case where id in ({Places(1, ids.Count)}){(session.Dialect == Dialect.Postgres ? " order by id for update" : "")}",
        r => KeyValuePair.Create(r.GetString(0), r.GetInt64(1)), [.. ids])).ToDictionary(StringComparer.Ordinal);

    public static ValueTask<List<ClockRow>> ClocksAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select case_id, clock, due, expires_at, provisional, calendar from cases_clock where case_id in ({Places(1, ids.Count)})",
        r => new ClockRow(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetInt64(3), r.GetInt32(4) != 0, r.GetString(5)), [.. ids]);

    public static ValueTask<List<ItemTimes>> ItemsAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select case_id, item, due, expires_at, amber_at, provisional from cases_item where case_id in ({Places(1, ids.Count)}) and open = 1 and due is not null",
        r => new ItemTimes(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetInt32(5) != 0), [.. ids]);

    public static async ValueTask WriteAsync(ISession session, IReadOnlyList<(ClockRow Before, ClockRow After)> clocks, IReadOnlyList<ItemTimes> items, long at)
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
        foreach (var item in items)
        {
            await session.DeferAsync(
                "update cases_item set due = $3, expires_at = $4, amber_at = $5, provisional = $6 where case_id = $1 and item = $2",
                [item.CaseId, item.Item, item.Due, item.ExpiresAt, item.AmberAt, item.Provisional ? 1L : 0L]);
        }
    }

    /// <summary>Notes that the clocks of some cases stand as a calendar derives them.</summary>
    public static async ValueTask RenameAsync(ISession session, IReadOnlyList<string> ids, string calendar)
    {
        if (ids.Count > 0)
        {
            await session.DeferAsync($"update cases_clock set calendar = $1 where calendar <> $1 and case_id in ({Places(2, ids.Count)})", [calendar, .. ids]);
        }
    }

    private static string Places(int from, int count) => string.Join(", ", Enumerable.Range(from, count).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));
}
