using System.Globalization;
using System.Text.Json;
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

    /// <summary>True when a state of the calendar derived a clock that ends on or after a day; one look into the index.</summary>
    public static async ValueTask<bool> AnyAsync(ISession session, string calendar, string from) => await session.FirstAsync(
        "select 1 from cases_clock where calendar = $1 and due >= $2 limit 1", r => r.GetInt64(0), calendar, from) == 1;

    /// <summary>Cases with such clocks behind a place. They come in the order in which cases and clocks lie, so that each page of either is read and written once; the index
    /// by due would visit all pages once for each due.</summary>
    public static ValueTask<List<string>> ToMoveAsync(ISession session, string calendar, string from, string after, int most) => session.QueryAsync(
        "select distinct case_id from cases_clock where case_id > $1 and calendar || '' = $2 and due >= $3 order by case_id limit $4",
        r => r.GetString(0), after, calendar, from, (long)most);

    public static ValueTask<List<(string Id, long Version, string Snapshot)>> CasesAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select id, version, snapshot from cases_case where id {Among(session, 1)}", r => (r.GetString(0), r.GetInt64(1), r.GetString(2)), Listed(ids));

    /// <summary>The versions at which cases stand, held until the transaction ends.</summary>
    public static async ValueTask<Dictionary<string, long>> VersionsAsync(ISession session, IReadOnlyList<string> ids) => (await session.QueryAsync(
        $"select id, version from cases_case where id {Among(session, 1)}{(session.Dialect == Dialect.Postgres ? " order by id for update" : "")}",
        r => KeyValuePair.Create(r.GetString(0), r.GetInt64(1)), Listed(ids))).ToDictionary(StringComparer.Ordinal);

    public static ValueTask<List<ClockRow>> ClocksAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select case_id, clock, due, expires_at, provisional, calendar from cases_clock where case_id {Among(session, 1)}",
        r => new ClockRow(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetInt64(3), r.GetInt32(4) != 0, r.GetString(5)), Listed(ids));

    public static ValueTask<List<ItemTimes>> ItemsAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select case_id, item, due, expires_at, amber_at, provisional from cases_item where case_id {Among(session, 1)} and open = 1 and due is not null",
        r => new ItemTimes(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetInt32(5) != 0), Listed(ids));

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
            await session.DeferAsync($"update cases_clock set calendar = $1 where calendar <> $1 and case_id {Among(session, 2)}", [calendar, Listed(ids)]);
        }
    }

    // One argument for any number of cases: binding each of a thousand took longer than finding them.
    private static string Among(ISession session, int place) => session.Dialect == Dialect.Sqlite
        ? $"in (select value from json_each(${place.ToString(CultureInfo.InvariantCulture)}))"
        : $"= any(array(select json_array_elements_text(cast(${place.ToString(CultureInfo.InvariantCulture)} as json))))";

    private static string Listed(IReadOnlyList<string> ids) => "[" + string.Join(',', ids.Select(i => $"\"{JsonEncodedText.Encode(i)}\"")) + "]";
}
