using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Calendars;

/// <summary>States of the calendar by their names, kept so that what one of them derived can be derived again, and so that only what a change touches is derived anew.</summary>
internal sealed class CalendarShelf(IDatabase database, IWorkCalendars calendars, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WorkCalendar> _known = new(StringComparer.Ordinal);

    public WorkCalendar Current => calendars.Current;

    /// <summary>Keeps a state; a second time does nothing.</summary>
    public async Task KeepAsync(WorkCalendar calendar, CancellationToken cancel)
    {
        if (!_known.TryAdd(calendar.Version, calendar))
        {
            return;
        }
        var content = JsonSerializer.Serialize(new Days([.. calendar.AnnouncedYears.Order()], [.. calendar.OffDays.Order().Select(Text)], [.. calendar.MakeUpDays.Order().Select(Text)]));
        var now = time.GetUtcNow().ToMicros();
        await database.WriteAsync(session => session.ExecuteAsync("insert into cases_calendar (version, content, seen_at) values ($1, $2, $3) on conflict (version) do nothing", calendar.Version, content, now), cancel);
    }

    /// <summary>The state with this name; the present one when it was never kept.</summary>
    public async Task<WorkCalendar> FindAsync(string version, CancellationToken cancel) => await KeptAsync(version, cancel) ?? Current;

    /// <summary>The first day that the present calendar counts otherwise than the named state did: what was due before it stays due. Null when nothing differs, the
    /// earliest of all days when the state is unknown.</summary>
    public async Task<DateOnly?> FirstChangeSinceAsync(string version, CancellationToken cancel) =>
        await KeptAsync(version, cancel) is { } then ? FirstChange(then, Current) : DateOnly.MinValue;

    public static DateOnly? FirstChange(WorkCalendar then, WorkCalendar now)
    {
        var days = then.OffDays.Concat(then.MakeUpDays).Concat(now.OffDays).Concat(now.MakeUpDays).Where(d => then.IsWorkingDay(d) != now.IsWorkingDay(d));
        var years = then.AnnouncedYears.Except(now.AnnouncedYears).Concat(now.AnnouncedYears.Except(then.AnnouncedYears)).Select(y => new DateOnly(y, 1, 1));
        return days.Concat(years).Select(d => (DateOnly?)d).Min();
    }

    private async Task<WorkCalendar?> KeptAsync(string version, CancellationToken cancel)
    {
        if (version == Current.Version)
        {
            return Current;
        }
        if (_known.TryGetValue(version, out var known))
        {
            return known;
        }
        var content = await database.ReadAsync(session => session.FirstAsync("select content from cases_calendar where version = $1", r => r.GetString(0), version), cancel);
        if (content is null)
        {
            return null;
        }
        var days = JsonSerializer.Deserialize<Days>(content)!;
        return _known[version] = new WorkCalendar(version, days.Years, days.Off.Select(Date), days.Work.Select(Date));
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Days(int[] Years, string[] Off, string[] Work);
}
