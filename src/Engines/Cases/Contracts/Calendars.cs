using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Loads the State Council's notices of holidays, shows beforehand which dues they move, and what they moved.</summary>
public interface ICalendarNotices
{
    /// <summary>What a notice would change. Nothing is changed.</summary>
    /// <param name="text">JSON in the shape of cn-holidays.json, or CSV with the columns date (yyyy-MM-dd) and kind ("off", "work"; also 休, 班).</param>
    /// <exception cref="Kernel.Faults.InvalidInputException">The text has another shape, or a date in it is wrong; the fault says which.</exception>
    Task<NoticePreview> PreviewAsync(Actor actor, string text, CancellationToken cancel = default);

    /// <summary>Loads it on all nodes, for good; dues move with the next sweep.</summary>
    /// <param name="seen">Version of the calendar that the preview was made on; another one means that somebody else has loaded a notice since.</param>
    /// <param name="source">Where the notice was published: number and title.</param>
    Task<LoadedNotice> LoadAsync(Actor actor, string text, string seen, string source, CancellationToken cancel = default);

    Task<CalendarOverview> OverviewAsync(Actor actor, CancellationToken cancel = default);
}

/// <param name="Text">The notice in the shape of cn-holidays.json, as it will be loaded.</param>
/// <param name="Days">Days that are counted otherwise afterwards.</param>
/// <param name="Open">Running clocks in all; <paramref name="Looked"/> those that end on or after the first changed day and were derived both ways.</param>
/// <param name="Moves">The first hundred that move.</param>
public sealed record NoticePreview(string Text, string Seen, IReadOnlyList<int> Years, IReadOnlyList<DayChange> Days, long Open, long Looked, long Moved, long Confirmed, IReadOnlyList<DueMove> Moves);

/// <param name="Works">True when it becomes a working day.</param>
public sealed record DayChange(DateOnly Day, bool Works);

/// <param name="To">The new due; the same as <paramref name="From"/> when it is only no longer provisional.</param>
public sealed record DueMove(string CaseId, string Number, LocalText MatterTitle, string Clock, LocalText ClockTitle, DateOnly From, DateOnly To, DateTimeOffset? At = null);

/// <param name="Foreseen">Dues that were to move when it was loaded.</param>
public sealed record LoadedNotice(string Id, DateTimeOffset At, string Person, IReadOnlyList<int> Years, string OldVersion, string NewVersion, string Digest, string Source, long Foreseen);

/// <param name="Waiting">Running clocks that the present calendar has still to look at; zero once the sweep has been there.</param>
public sealed record CalendarOverview(string Version, IReadOnlyList<CalendarYear> Years, IReadOnlyList<LoadedNotice> Notices, IReadOnlyList<DueMove> Moved, long MovedCount, long Provisional, long Waiting);

/// <param name="Off">Weekdays off, and weekend days worked, of the year.</param>
public sealed record CalendarYear(int Year, int WorkingDays, IReadOnlyList<DateOnly> Off, IReadOnlyList<DateOnly> MakeUp);
