using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Clocks;

/// <summary>Says in lines how a due was computed, so that anybody with a wall calendar can follow it.</summary>
internal static class Derivation
{
    /// <param name="due">Null while the clock stands still.</param>
    public static IReadOnlyList<DueLine> Explain(ClockState clock, WorkCalendar calendar, DueDate? due)
    {
        var lines = new List<DueLine>();
        var start = clock.StartedAt.ChinaDate();
        lines.Add(clock.Limit.Basis == TimeBasis.Hour ? new("cases.due.start-hour", Instant(clock.StartedAt)) : new("cases.due.start", Clockwork.Text(start)));
        lines.Add(new("cases.due.limit." + Unit(clock.Limit.Basis), Number(clock.Limit.Length)));
        lines.AddRange(clock.Extensions.Select(e => new DueLine("cases.due.extended." + Unit(e.By.Basis), Number(e.By.Length), Clockwork.Text(e.At.ChinaDate()))));
        if (due is { } date && clock.Limit.Basis == TimeBasis.WorkingDay)
        {
            lines.AddRange(OffDays(start, date.Date, PausedDays.Of(clock), calendar));
        }
        lines.AddRange(clock.Pauses.Select(PauseLine));
        if (due is not { } last)
        {
            return lines;
        }
        if (last.Provisional)
        {
            var year = Enumerable.Range(start.Year, last.Date.Year - start.Year + 1).First(y => !calendar.IsAnnounced(y));
            lines.Add(new("cases.due.provisional", Number(year)));
        }
        lines.Add(new("cases.due.ends", Clockwork.Text(last.Date)));
        return lines;
    }

    private static DueLine PauseLine(Pause pause) => pause.To is not { } to
        ? new($"cases.due.pausing.{pause.Why}", Clockwork.Text(pause.From.ChinaDate()))
        : PausedDays.Span(pause) is { } span
            ? new($"cases.due.paused.{pause.Why}", Clockwork.Text(span.From), Clockwork.Text(span.To))
            : new($"cases.due.paused-within.{pause.Why}", Clockwork.Text(to.ChinaDate()));

    /// <summary>Runs of days off, each as one line, and the weekend days that are worked in exchange.</summary>
    private static IEnumerable<DueLine> OffDays(DateOnly start, DateOnly due, Func<DateOnly, bool>? paused, WorkCalendar calendar)
    {
        DateOnly? first = null;
        var holiday = false;
        for (var day = start.AddDays(1); day <= due.AddDays(1); day = day.AddDays(1))
        {
            var off = day <= due && paused?.Invoke(day) != true && !calendar.IsWorkingDay(day);
            if (off)
            {
                first ??= day;
                holiday |= !IsWeekend(day);
                continue;
            }
            if (first is { } from)
            {
                yield return new(holiday ? "cases.due.skip-holidays" : "cases.due.skip-weekend", Clockwork.Text(from), Clockwork.Text(day.AddDays(-1)));
                (first, holiday) = (null, false);
            }
            if (day <= due && IsWeekend(day) && paused?.Invoke(day) != true)
            {
                yield return new("cases.due.make-up-day", Clockwork.Text(day));
            }
        }
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string Unit(TimeBasis basis) => basis switch { TimeBasis.WorkingDay => "working-day", TimeBasis.CalendarDay => "calendar-day", TimeBasis.Year => "year", _ => "hour" };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
