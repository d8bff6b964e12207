using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Running;

/// <summary>What lists ask of clocks beyond one case.</summary>
internal static class CaseClocks
{
    /// <summary>Days of the basis from today to a due; negative when it is over.</summary>
    public static int DaysLeft(TimeBasis basis, DateOnly today, DateOnly due, WorkCalendar calendar) => basis == TimeBasis.WorkingDay
        ? Overdue(calendar.WorkingDaysBetween(today, due), today, due)
        : due.DayNumber - today.DayNumber;

    /// <summary>A due missed over a weekend is missed by no working day yet, and still missed.</summary>
    private static int Overdue(int days, DateOnly today, DateOnly due) => today > due ? Math.Min(days, -1) : days;

    public static ClockRule RuleOf(Matter matter, ClockState clock) => matter.Clocks.FirstOrDefault(r => r.Key == clock.RuleKey)
        ?? throw new InvalidOperationException($"Clock '{clock.Key}' follows the rule '{clock.RuleKey}', which {matter.Key} {matter.Version} does not have.");
}
