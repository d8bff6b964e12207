using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Clocks;

/// <summary>Which days a clock stands still. A pause takes from the day it begins to the day it ends, both whole: the day on which a clock
/// starts to run again does not count, as the day of its first start does not (民法典 第二百零一条). A pause within one day takes nothing.</summary>
internal static class PausedDays
{
    public static Func<DateOnly, bool>? Of(ClockState clock)
    {
        var spans = clock.Pauses.Select(Span).OfType<(DateOnly From, DateOnly To)>().ToArray();
        return spans.Length == 0 ? null : day => spans.Any(s => day >= s.From && day <= s.To);
    }

    /// <summary>First and last whole day of the pause; null when it ended on the day it began or still lasts.</summary>
    public static (DateOnly From, DateOnly To)? Span(Pause pause)
    {
        if (pause.To is not { } to)
        {
            return null;
        }
        var (first, last) = (pause.From.ChinaDate(), to.ChinaDate());
        return last > first ? (first, last) : null;
    }
}
