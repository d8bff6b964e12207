using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Cases.Supervision;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Calendars;

/// <inheritdoc/>
internal sealed class NoticeDesk(
    IDatabase database, IAccess access, IWorkCalendars calendars, CalendarShelf shelf, DueMover mover, MatterLibrary matters, IEvidenceRecorder evidence, TimeProvider time) : ICalendarNotices
{
    private const int MostShown = 100;

    public async Task<NoticePreview> PreviewAsync(Actor actor, string text, CancellationToken cancel = default)
    {
        Demand(actor);
        var json = NoticeText.ToJson(text);
        var (current, then) = (calendars.Current, calendars.With(new MemoryStream(Encoding.UTF8.GetBytes(json))));
        var first = CalendarShelf.FirstChange(current, then);
        var open = await database.ReadAsync(session => session.FirstAsync("select count(*) from cases_clock", r => r.GetInt64(0)), cancel);
        var (looked, confirmed) = (0L, 0L);
        var moves = new ConcurrentBag<DueMove>();
        if (first is { } day)
        {
            var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            foreach (var version in (await database.ReadAsync(session => MoveTable.OtherCalendarsAsync(session, current.Version), cancel)).Append(current.Version))
            {
                await Parallel.ForEachAsync(mover.BatchesAsync(version, day, cancel), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel }, async (ids, stop) =>
                {
                    foreach (var derived in await mover.DeriveAsync([.. ids.Where(i => seen.TryAdd(i, true))], then, stop))
                    {
                        Interlocked.Add(ref looked, derived.Stored.Count(c => string.CompareOrdinal(c.Due, Clockwork.Text(day)) >= 0));
                        foreach (var (before, after) in derived.Changed.Where(c => c.Before.Due is not null && c.After.Due is not null))
                        {
                            if (before.Due != after.Due)
                            {
                                moves.Add(Move(derived, before, after));
                            }
                            else if (before.Provisional && !after.Provisional)
                            {
                                Interlocked.Increment(ref confirmed);
                            }
                        }
                    }
                });
            }
        }
        return new(
            json, current.Version, [.. YearsOf(json)], Changes(current, then), open, looked, moves.Count, confirmed,
            [.. moves.OrderBy(m => m.From).ThenBy(m => m.Number, StringComparer.Ordinal).ThenBy(m => m.Clock, StringComparer.Ordinal).Take(MostShown)]);
    }

    public async Task<LoadedNotice> LoadAsync(Actor actor, string text, string seen, string source, CancellationToken cancel = default)
    {
        if (source.Trim().Length is < 4 or > 200)
        {
            throw new InvalidInputException("source", "cases.supervise.fault.text", "200");
        }
        var preview = await PreviewAsync(actor, text, cancel);
        if (preview.Seen != seen)
        {
            throw new ConflictException("cases.supervise.fault.calendar-moved-on");
        }
        await shelf.KeepAsync(calendars.Current, cancel);
        var now = time.GetUtcNow();
        var bytes = Encoding.UTF8.GetBytes(preview.Text);
        var notice = new LoadedNotice(Ids.New(time), now, actor.PersonId, preview.Years, seen, "", Convert.ToHexStringLower(SHA256.HashData(bytes)), source.Trim(), preview.Moved);
        await calendars.LoadNoticeAsync(new MemoryStream(bytes), async (session, version) =>
        {
            notice = notice with { NewVersion = version };
            await session.ExecuteAsync(
                "insert into cases_calendar_notice (id, at, person, years, old_version, new_version, digest, source, content, foreseen) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                notice.Id, now.ToMicros(), actor.PersonId, string.Join(' ', preview.Years), seen, version, notice.Digest, notice.Source, preview.Text, preview.Moved);
            await evidence.RecordAsync(session, new(
                "cases.calendar-loaded", "calendar/" + notice.Id, 1, now, "office/" + actor.Appointments[0].OrganisationId,
                SupervisionEvidence.Facts(("years", string.Join(' ', preview.Years)), ("from", seen), ("to", version), ("sha256", notice.Digest), ("foreseen", preview.Moved.ToString(CultureInfo.InvariantCulture))),
                SupervisionEvidence.Facts(("person", actor.PersonId), ("source", notice.Source))));
        }, cancel);
        await shelf.KeepAsync(calendars.Current, cancel);
        return notice;
    }

    public async Task<CalendarOverview> OverviewAsync(Actor actor, CancellationToken cancel = default)
    {
        Demand(actor);
        var calendar = calendars.Current;
        var (notices, history, count, provisional) = await database.ReadAsync(async session => (
            await session.QueryAsync("select id, at, person, years, old_version, new_version, digest, source, foreseen from cases_calendar_notice order by at desc limit 50",
                r => new LoadedNotice(r.GetString(0), ChinaTime.FromMicros(r.GetInt64(1)), r.GetString(2), [.. r.GetString(3).Split(' ').Select(y => int.Parse(y, CultureInfo.InvariantCulture))], r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetInt64(8))),
            await session.QueryAsync("select h.case_id, c.number, c.matter, h.clock, h.old_due, h.new_due, h.at from cases_due_history h join cases_case c on c.id = h.case_id where h.old_due is not null and h.new_due is not null order by h.at desc, c.number, h.clock limit $1",
                r => (Case: r.GetString(0), Number: r.GetString(1), Matter: r.GetString(2), Clock: r.GetString(3), From: r.GetString(4), To: r.GetString(5), At: r.GetInt64(6)), (long)MostShown),
            await session.FirstAsync("select count(*) from cases_due_history", r => r.GetInt64(0)),
            await session.FirstAsync("select count(*) from cases_clock where provisional = 1", r => r.GetInt64(0))), cancel);
        var waiting = 0L;
        foreach (var version in await database.ReadAsync(session => MoveTable.OtherCalendarsAsync(session, calendar.Version), cancel))
        {
            if (await shelf.FirstChangeSinceAsync(version, cancel) is { } first)
            {
                waiting += await database.ReadAsync(session => session.FirstAsync("select count(*) from cases_clock where calendar = $1 and due >= $2", r => r.GetInt64(0), version, Clockwork.Text(first)), cancel);
            }
        }
        var moved = history.Select(h =>
        {
            var matter = matters.Current(h.Matter);
            return new DueMove(h.Case, h.Number, matter?.Title ?? new(h.Matter), h.Clock, TitleOf(matter, h.Clock), Date(h.From), Date(h.To), ChinaTime.FromMicros(h.At));
        });
        return new(
            calendar.Version,
            [.. calendar.AnnouncedYears.OrderDescending().Take(4).Select(y => new CalendarYear(y, calendar.WorkingDaysIn(y), [.. calendar.OffDays.Where(d => d.Year == y && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Order()], [.. calendar.MakeUpDays.Where(d => d.Year == y).Order()]))],
            notices, [.. moved], count, provisional, waiting);
    }

    private static DueMove Move(Derived derived, ClockRow before, ClockRow after) => new(
        derived.Times.Id, derived.Times.Number, derived.Matter.Title, after.Clock, CaseClocks.RuleOf(derived.Matter, derived.Times.Clocks[after.Clock]).Title, Date(before.Due!), Date(after.Due!));

    private static Kernel.Text.LocalText TitleOf(Matter? matter, string clock) => matter?.Clocks.FirstOrDefault(r => r.Key == clock.Split(':', '!')[0])?.Title ?? new(clock);

    private static List<DayChange> Changes(WorkCalendar current, WorkCalendar then) =>
        [.. current.OffDays.Concat(current.MakeUpDays).Concat(then.OffDays).Concat(then.MakeUpDays).Distinct().Where(d => current.IsWorkingDay(d) != then.IsWorkingDay(d)).Order().Select(d => new DayChange(d, then.IsWorkingDay(d)))];

    private static IEnumerable<int> YearsOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("years").EnumerateObject().Select(y => int.Parse(y.Name, CultureInfo.InvariantCulture)).Order()];
    }

    private void Demand(Actor actor)
    {
        if (access.Reach(actor, Permissions.SecurityAdminister).Count == 0)
        {
            throw new DeniedException("cases.supervise.fault.not-administrator");
        }
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
