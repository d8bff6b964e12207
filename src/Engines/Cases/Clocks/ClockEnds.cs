using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Clocks;

/// <summary>Where the clocks of one case end by one state of the calendar.</summary>
internal sealed class ClockEnds(Matter matter, IEnumerable<ClockState> clocks, WorkCalendar calendar)
{
    private readonly Dictionary<string, ClockEnd> _ends = clocks.ToDictionary(c => c.Key, c => ClockEnd.Of(c, matter, calendar), StringComparer.Ordinal);

    /// <summary>True when a limit of the whole case was or is run over.</summary>
    public bool IsLate => _ends.Values.Any(e => e.IsOfCase && (e.Clock.Expired || (e.Clock.StoppedAt is { } stopped && stopped.ToMicros() > e.ExpiresAt)));

    /// <summary>The clock that limits an item: that of its present round (a summoned tier has a clock of its own, which is not the office's), else, while it is open,
    /// the nearest of the whole case; null when nothing limits it.</summary>
    public ClockEnd? Of(ItemState item) =>
        ClockKeys.Of(matter.Item(item.Key), item) is { } key && _ends.TryGetValue(key, out var own) ? own
        : item.Status == ItemStatus.Open ? _ends.Values.Where(e => e.IsOfCase && e.Clock.IsRunning).MinBy(e => e.ExpiresAt)
        : null;

    /// <summary>By how many microseconds the office ran over, over all rounds of an item that it has ended.</summary>
    public long Lost(string item) => _ends.Values
        .Where(e => e.Clock.Subject == item && e.Clock.StoppedAt is not null && !ClockKeys.IsTier(e.Clock.Key))
        .Sum(e => Math.Max(0, e.Clock.StoppedAt!.Value.ToMicros() - e.ExpiresAt));

    /// <summary>What the sweep must know: the clocks that run, and none once the case has ended.</summary>
    public IEnumerable<ClockRow> Rows(string caseId, DateTimeOffset? ended) => _ends.Values
        .Where(e => ended is null && e.Clock is { IsRunning: true, IsPaused: false, Expired: false })
        .Select(e => new ClockRow(caseId, e.Clock.Key, e.Due, e.ExpiresAt, e.Provisional, calendar.Version));
}

/// <summary>Where a clock ends and from when its light is amber. Nothing of it stands while the clock does; a stopped clock is asked where it would have ended, which
/// tells how late it was.</summary>
internal sealed record ClockEnd(ClockState Clock, ClockRule Rule, string? Due, long ExpiresAt, long AmberAt, bool Provisional)
{
    /// <summary>True for a limit of the whole case, other than a target.</summary>
    public bool IsOfCase => Clock.Subject is null && Rule.Kind is ClockKind.Statutory or ClockKind.Promised;

    public static ClockEnd Of(ClockState clock, Matter matter, WorkCalendar calendar)
    {
        var rule = CaseClocks.RuleOf(matter, clock);
        var running = clock.StoppedAt is null ? clock : clock with { StoppedAt = null };
        return Clockwork.Due(running, calendar) is { } due && Clockwork.ExpiresAt(running, calendar) is { } expires
            ? new(clock, rule, Clockwork.Text(due.Date), expires.ToMicros(), (Clockwork.AmberAt(running, rule, calendar) ?? expires).ToMicros(), due.Provisional)
            : new(clock, rule, null, ItemRow.Never, ItemRow.Never, false);
    }
}
