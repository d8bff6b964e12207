using System.Text.Json;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Storage;

/// <summary>Rows of what was published, for the public's list. Derived from the case.</summary>
internal static class AnnouncementTable
{
    private const string Upsert = """
        insert into cases_announcement (id, case_id, matter, published_at, body) values ($1, $2, $3, $4, $5)
        on conflict (id) do update set body = excluded.body
        """;

    public static async ValueTask WriteAsync(ISession session, Announcement row, string body) =>
        await session.DeferAsync(Upsert, [row.Id, row.CaseId, row.Matter, row.At.ToMicros(), body]);

    public static ValueTask<List<Announcement>> ListAsync(ISession session, string? matter, int most) => matter is null
        ? session.QueryAsync("select body from cases_announcement order by published_at desc, id desc limit $1", r => Read(r.GetString(0)), (long)most)
        : session.QueryAsync("select body from cases_announcement where matter = $1 order by published_at desc, id desc limit $2", r => Read(r.GetString(0)), matter, (long)most);

    public static ValueTask<Announcement?> FindAsync(ISession session, string id) => session.FirstAsync("select body from cases_announcement where id = $1", r => Read(r.GetString(0)), id);

    /// <summary>What a step has published or changed, ready to be written.</summary>
    public static (Announcement Row, string Body)[] Changes(KnownCase? before, KnownCase after, WorkCalendar calendar)
    {
        if (after.State.Announcements.IsEmpty)
        {
            return [];
        }
        var known = before is null ? [] : Of(before.State, calendar).ToDictionary(a => a.Id, Write, StringComparer.Ordinal);
        return [.. Of(after.State, calendar).Select(a => (Row: a, Body: Write(a))).Where(a => known.GetValueOrDefault(a.Row.Id) != a.Body)];
    }

    private static IEnumerable<Announcement> Of(CaseState state, WorkCalendar calendar) => state.Announcements.Values.Select(a => new Announcement(
        $"{state.Number}-{a.Key}",
        state.Id,
        state.MatterKey,
        state.Number,
        a.Title,
        a.Text,
        state.Applicant.Kind == Security.Contracts.PartyKind.Person ? "" : state.Applicant.Name,
        a.Lines,
        a.At,
        a.Item is { } item && Announcing.Clock(state, item) is { } clock && Clockwork.Due(clock with { StoppedAt = null }, calendar) is { } due ? due.Date : null,
        a.Item is { } open && state.EndedAt is null && state.Items[open].Status == ItemStatus.Open && Announcing.Clock(state, open) is { Expired: false },
        a.Item is { } of && Announcing.IsObjected(state, of)));

    private static string Write(Announcement row) => JsonSerializer.Serialize(row, CaseJson.Compact.Announcement);

    private static Announcement Read(string body) => JsonSerializer.Deserialize(body, CaseJson.Compact.Announcement)!;
}
