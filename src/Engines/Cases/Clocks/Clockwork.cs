using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Clocks;

/// <summary>Derives dues and lights from what a clock has recorded. Pure: the same clock, calendar and instant give the same answer to anybody.</summary>
internal static class Clockwork
{
    /// <summary>The last day of the clock, for hours the day of its last instant; null while it stands still.</summary>
    public static DueDate? Due(ClockState clock, WorkCalendar calendar) => clock.IsPaused ? null : Reckon(clock, calendar);

    /// <summary>The first instant at which the clock is over; null while it stands still and once it has stopped.</summary>
    public static DateTimeOffset? ExpiresAt(ClockState clock, WorkCalendar calendar) => clock.IsRunning && !clock.IsPaused ? End(clock, calendar) : null;

    /// <summary>The clock with all that is derived from it.</summary>
    public static ClockView View(ClockState clock, ClockRule rule, WorkCalendar calendar, DateTimeOffset now)
    {
        if (clock.IsPaused)
        {
            return new(clock, rule, null, false, Light.Paused, null, Derivation.Explain(clock, calendar, null));
        }
        var due = Reckon(clock, calendar);
        var lines = Derivation.Explain(clock, calendar, due);
        var end = End(clock, calendar);
        DateTimeOffset? at = clock.Limit.Basis == TimeBasis.Hour ? end : null;
        if (clock.StoppedAt is { } stopped)
        {
            return new(clock, rule, due.Date, due.Provisional, stopped < end ? Light.Met : Light.Missed, null, lines) { DueAt = at };
        }
        var overdue = now >= end;
        var left = DaysLeft(clock, calendar, now, due.Date, end);
        var amber = at is { } instant ? instant.AddHours(-rule.AmberDays) <= now : left <= rule.AmberDays;
        return new(clock, rule, due.Date, due.Provisional, overdue ? Light.Red : amber ? Light.Amber : Light.Green, overdue ? Math.Min(left, -1) : left, lines) { DueAt = at };
    }

    /// <summary>The instant from which the clock's light is amber; null while it stands still and once it has stopped.</summary>
    public static DateTimeOffset? AmberAt(ClockState clock, ClockRule rule, WorkCalendar calendar)
    {
        if (ExpiresAt(clock, calendar) is not { } end)
        {
            return null;
        }
        if (clock.Limit.Basis == TimeBasis.Hour)
        {
            return end.AddHours(-rule.AmberDays);
        }
        var day = Reckon(clock, calendar).Date;
        for (var left = 0; ; )
        {
            var before = day.AddDays(-1);
            left += clock.Limit.Basis is TimeBasis.CalendarDay or TimeBasis.Year || calendar.IsWorkingDay(day) ? 1 : 0;
            if (left > rule.AmberDays || before < clock.StartedAt.ChinaDate())
            {
                return ChinaTime.At(day, TimeOnly.MinValue);
            }
            day = before;
        }
    }

    private static DueDate Reckon(ClockState clock, WorkCalendar calendar)
    {
        if (clock.Limit.Basis == TimeBasis.Hour)
        {
            return new(End(clock, calendar).AddTicks(-1).ChinaDate(), false);
        }
        var paused = PausedDays.Of(clock);
        var due = calendar.Due(clock.StartedAt.ChinaDate(), clock.Limit, paused);
        foreach (var extension in clock.Extensions)
        {
            var longer = calendar.Due(due.Date, extension.By, paused);
            due = new(longer.Date, due.Provisional || longer.Provisional);
        }
        return due;
    }

    private static DateTimeOffset End(ClockState clock, WorkCalendar calendar)
    {
        if (clock.Limit.Basis != TimeBasis.Hour)
        {
            return ChinaTime.EndOf(Reckon(clock, calendar).Date);
        }
        var stood = clock.Pauses.Where(p => p.To is not null).Sum(p => (p.To!.Value - p.From).Ticks);
        var hours = clock.Limit.Length + clock.Extensions.Sum(e => e.By.Length);
        return clock.StartedAt.AddHours(hours).AddTicks(stood);
    }

    private static int DaysLeft(ClockState clock, WorkCalendar calendar, DateTimeOffset now, DateOnly due, DateTimeOffset end) => clock.Limit.Basis switch
    {
        TimeBasis.WorkingDay => calendar.WorkingDaysBetween(now.ChinaDate(), due),
        TimeBasis.CalendarDay or TimeBasis.Year => due.DayNumber - now.ChinaDate().DayNumber,
        _ => (int)Math.Floor((end - now).TotalDays),
    };

    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
