using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Running;

/// <summary>The work calendar as it stands now; a notice of holidays that comes later replaces it.</summary>
internal sealed class Calendars(WorkCalendar shipped)
{
    private volatile WorkCalendar _current = shipped;

    public WorkCalendar Current => _current;

    public void Replace(WorkCalendar calendar) => _current = calendar;
}
