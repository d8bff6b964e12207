using System.Collections.Immutable;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Supervision.Blame;

/// <summary>Tells the offices' time from the applicant's (docs/adr/0022). Pure: the same case, calendar and instant give the same answer to anybody.</summary>
/// <remarks>The order of the questions is the rule: an office beyond its limit bears the time even while the applicant mends something for another; then the applicant,
/// while a clock stands still for him; then what the law does not count; the rest is time in which everybody was in time.</remarks>
internal static class Blaming
{
    private static readonly HashSet<string> ApplicantsTurn = new(StringComparer.Ordinal) { "supplement", "correction", "promise" };

    public static BlameSplit Split(Matter matter, CaseState state, WorkCalendar calendar, DateTimeOffset now)
    {
        var to = state.EndedAt ?? (now > state.SubmittedAt ? now : state.SubmittedAt);
        var late = Overruns(matter, state, calendar, to).ToList();
        var pauses = state.Clocks.Values
            .SelectMany(c => c.Pauses.Select(p => new Span(p.From, p.To ?? c.StoppedAt ?? to, c.Key, [], p.Why)))
            .ToList();
        var cuts = late.Concat(pauses).SelectMany(s => (DateTimeOffset[])[s.From, s.To]).Where(t => t > state.SubmittedAt && t < to)
            .Append(state.SubmittedAt).Append(to).Distinct().Order().ToList();
        var intervals = new List<BlameInterval>();
        foreach (var (from, until) in cuts.Zip(cuts.Skip(1)))
        {
            var next = Judge(from, until, late.Where(s => s.Covers(from, until)).ToList(), pauses.Where(s => s.Covers(from, until)).ToList());
            if (intervals.Count > 0 && Same(intervals[^1], next))
            {
                intervals[^1] = intervals[^1] with { To = until };
            }
            else
            {
                intervals.Add(next);
            }
        }
        return new(state.Id, state.SubmittedAt, to, [.. intervals]);
    }

    private static BlameInterval Judge(DateTimeOffset from, DateTimeOffset to, List<Span> late, List<Span> pauses)
    {
        if (late.Count > 0)
        {
            return new(from, to, TimeBearer.Office, Sorted(late.SelectMany(l => l.Offices)), Sorted(late.Select(l => l.Clock)), null);
        }
        var waiting = pauses.Where(p => ApplicantsTurn.Contains(p.Why!)).ToList();
        if (waiting.Count > 0)
        {
            return new(from, to, TimeBearer.Applicant, [], Sorted(waiting.Select(p => p.Clock)), waiting[0].Why);
        }
        return pauses.Count > 0
            ? new(from, to, TimeBearer.Excluded, [], Sorted(pauses.Select(p => p.Clock)), pauses[0].Why)
            : new(from, to, TimeBearer.InTime, [], [], null);
    }

    private static bool Same(BlameInterval a, BlameInterval b) => a.Bearer == b.Bearer && a.Why == b.Why && a.Offices.SequenceEqual(b.Offices) && a.Clocks.SequenceEqual(b.Clocks);

    private static ImmutableArray<string> Sorted(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>From the end of each office's clock until it answered, less what the clock stood still meanwhile.</summary>
    private static IEnumerable<Span> Overruns(Matter matter, CaseState state, WorkCalendar calendar, DateTimeOffset to)
    {
        foreach (var clock in state.Clocks.Values)
        {
            var rule = CaseClocks.RuleOf(matter, clock);
            if (ClockKeys.IsTier(clock.Key) || !(rule.Kind is ClockKind.Item or ClockKind.Statutory or ClockKind.Promised) || EndOf(clock, calendar) is not { } end)
            {
                continue;
            }
            var stopped = Least(clock.StoppedAt ?? to, to);
            foreach (var (from, until) in Without(end, stopped, clock.Pauses, to))
            {
                foreach (var (a, b, offices) in OfficesOf(matter, state, clock, from, until))
                {
                    yield return new(a, b, clock.Key, offices, null);
                }
            }
        }
    }

    /// <summary>A clock that stands still now has no end yet; before it stood still it was either over or not, which its end without that pause tells.</summary>
    private static DateTimeOffset? EndOf(ClockState clock, WorkCalendar calendar)
    {
        var running = clock with { StoppedAt = null };
        if (!running.IsPaused)
        {
            return Clockwork.ExpiresAt(running, calendar);
        }
        var before = Clockwork.ExpiresAt(running with { Pauses = running.Pauses.RemoveAt(running.Pauses.Length - 1) }, calendar);
        return before <= running.Pauses[^1].From ? before : null;
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Without(DateTimeOffset from, DateTimeOffset to, ImmutableArray<Pause> pauses, DateTimeOffset now)
    {
        var at = from;
        foreach (var pause in pauses)
        {
            if (at < Least(pause.From, to))
            {
                yield return (at, Least(pause.From, to));
            }
            at = Most(at, pause.To ?? now);
        }
        if (at < to)
        {
            yield return (at, to);
        }
    }

    /// <summary>An item's clock is its office's. A clock of the whole case is borne by those whose open items nobody else's turn explains, by its home otherwise.</summary>
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To, ImmutableArray<string> Offices)> OfficesOf(Matter matter, CaseState state, ClockState clock, DateTimeOffset from, DateTimeOffset to)
    {
        if (clock.Subject is { } subject)
        {
            yield return (from, to, [state.Items.TryGetValue(subject, out var item) ? item.OrganisationId : state.HomeOrganisationId]);
            yield break;
        }
        // What only runs beside (the utilities after the decision) does not hold the case.
        var holding = state.Items.Values.Where(i => i.OrganisationId.Length > 0 && i.Status != ItemStatus.Skipped && matter.Item(i.Key).Holds).ToList();
        var cuts = holding.SelectMany(i => (DateTimeOffset[])[i.OpenedAt, i.EndedAt ?? to]).Where(t => t > from && t < to).Append(from).Append(to).Distinct().Order().ToList();
        foreach (var (a, b) in cuts.Zip(cuts.Skip(1)))
        {
            var open = Sorted(holding.Where(i => i.OpenedAt <= a && (i.EndedAt ?? to) >= b).Select(i => i.OrganisationId));
            yield return (a, b, open.Length > 0 ? open : [state.HomeOrganisationId]);
        }
    }

    private static DateTimeOffset Least(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Most(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private sealed record Span(DateTimeOffset From, DateTimeOffset To, string Clock, ImmutableArray<string> Offices, string? Why)
    {
        public bool Covers(DateTimeOffset from, DateTimeOffset to) => From <= from && To >= to;
    }
}
