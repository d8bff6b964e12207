using System.Collections.Immutable;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Running;

/// <summary>The rows that stand beside a snapshot so that lists, the board and the sweep need not open it. Derived; anybody can make them again.</summary>
internal sealed record Projection(CaseRow Case, ImmutableArray<ItemRow> Items, ImmutableArray<ClockRow> Clocks)
{
    /// <summary>Reasons of a pause that make it the applicant's turn.</summary>
    private static readonly HashSet<string> ApplicantsTurn = new(StringComparer.Ordinal) { "supplement", "correction", "promise" };

    public static Projection Of(Matter matter, CaseState state, WorkCalendar calendar)
    {
        var ends = state.Clocks.Values.ToDictionary(c => c.Key, c => End.Of(c, matter, calendar), StringComparer.Ordinal);
        var subject = matter.SubjectField is { } field && state.Form.TryGetValue(field, out var named) ? named : matter.Title.ToString();
        var whole = ends.Values.Where(e => e.Clock is { Subject: null, IsRunning: true } && e.Rule.Kind is ClockKind.Statutory or ClockKind.Promised).MinBy(e => e.ExpiresAt);
        var items = state.Items.Values
            .Where(i => i.OrganisationId.Length > 0)
            .Select(i => OfItem(state, i, subject, OwnClock(matter, ends, i) ?? (i.Status == ItemStatus.Open ? whole : null), Lost(ends.Values, i.Key)))
            .Concat(state.Early.Values.Where(e => !state.Items.ContainsKey(e.Item)).Select(e => OfEarly(state, e, subject)))
            .ToImmutableArray();
        var clocks = ends.Values
            .Where(e => e.Clock is { IsRunning: true, IsPaused: false, Expired: false } && state.EndedAt is null)
            .Select(e => new ClockRow(state.Id, e.Clock.Key, e.Due, e.ExpiresAt, e.Provisional, calendar.Version))
            .ToImmutableArray();
        return new(OfCase(state, subject, ends.Values), items, clocks);
    }

    /// <summary>The clock of the item's present round; a summoned tier has a clock of its own, which is not the office's.</summary>
    private static End? OwnClock(Matter matter, Dictionary<string, End> ends, ItemState item) =>
        ClockKeys.Of(matter.Item(item.Key), item) is { } key ? ends.GetValueOrDefault(key) : null;

    /// <summary>By how much the office ran over, over all rounds that it has ended.</summary>
    private static long Lost(IEnumerable<End> ends, string item) => ends
        .Where(e => e.Clock.Subject == item && e.Clock.StoppedAt is not null && !ClockKeys.IsTier(e.Clock.Key))
        .Sum(e => Math.Max(0, e.Clock.StoppedAt!.Value.ToMicros() - e.ExpiresAt));

    private static ItemRow OfItem(CaseState state, ItemState item, string subject, End? end, long lost) => new(
        state.Id,
        item.Key,
        item.Status == ItemStatus.Open && state.EndedAt is null,
        (int)item.Status,
        state.MatterKey,
        item.OrganisationId,
        item.OrganisationPath,
        state.Number,
        subject,
        state.Applicant.Name,
        state.SubmittedAt.ToMicros(),
        item.ReceivedAt is not null,
        item.HolderId,
        item.EndedAt?.ToMicros(),
        end?.Due,
        end is null || end.Clock.IsPaused ? ItemRow.Never : end.ExpiresAt,
        end is null || end.Clock.IsPaused ? ItemRow.Never : end.AmberAt,
        (int)(end?.Clock.Limit.Basis ?? TimeBasis.CalendarDay),
        end?.Provisional ?? false,
        end?.Clock.IsPaused ?? false,
        item.Tier,
        lost);

    /// <summary>Work that may be looked at before its turn: it stands in the office's list until its draft is given, without a limit.</summary>
    private static ItemRow OfEarly(CaseState state, EarlyState early, string subject) => OfEarly(state, early, subject, early.Favourable is null && state is { Phase: CasePhase.Reviewing, EndedAt: null });

    private static ItemRow OfEarly(CaseState state, EarlyState early, string subject, bool waits) => new(
        state.Id, early.Item, waits, (int)(waits ? ItemStatus.Open : ItemStatus.Skipped), state.MatterKey, early.OrganisationId, early.OrganisationPath,
        state.Number, subject, state.Applicant.Name, state.SubmittedAt.ToMicros(), false, null, null, null, ItemRow.Never, ItemRow.Never, (int)TimeBasis.CalendarDay, false, true, 0, 0);

    private static CaseRow OfCase(CaseState state, string subject, IEnumerable<End> ends)
    {
        var (lost, since) = ApplicantsTime(state);
        var late = ends.Any(e => e.Clock.Subject is null
            && e.Rule.Kind is ClockKind.Statutory or ClockKind.Promised
            && (e.Clock.Expired || (e.Clock.StoppedAt is { } stopped && stopped.ToMicros() > e.ExpiresAt)));
        return new(
            state.Id,
            state.Number,
            state.Version,
            state.MatterKey,
            state.MatterVersion,
            (int)state.Phase,
            state.Applicant.Id,
            state.Applicant.Name,
            state.HomeOrganisationId,
            state.HomePath,
            state.SubjectKey,
            subject,
            state.SubmittedAt.ToMicros(),
            state.DecidedAt?.ToMicros(),
            state.EndedAt?.ToMicros(),
            late,
            lost,
            since);
    }

    /// <summary>How long the applicant's side had the case: the union of the pauses in which all waited for him, each counted once however many clocks stood still.</summary>
    private static (long Lost, long? Since) ApplicantsTime(CaseState state)
    {
        var pauses = state.Clocks.Values.SelectMany(c => c.Pauses).Where(p => ApplicantsTurn.Contains(p.Why)).OrderBy(p => p.From).ToList();
        long lost = 0;
        long? since = null;
        var counted = long.MinValue;
        foreach (var pause in pauses)
        {
            var from = Math.Max(counted, pause.From.ToMicros());
            if ((pause.To ?? state.EndedAt) is not { } to)
            {
                return (lost, from);
            }
            lost += Math.Max(0, to.ToMicros() - from);
            counted = Math.Max(counted, to.ToMicros());
        }
        return (lost, since);
    }

    /// <summary>Where a clock ends and from when its light is amber.</summary>
    private sealed record End(ClockState Clock, ClockRule Rule, string? Due, long ExpiresAt, long AmberAt, bool Provisional)
    {
        public static End Of(ClockState clock, Matter matter, WorkCalendar calendar)
        {
            var rule = CaseClocks.RuleOf(matter, clock);
            // A stopped clock is asked where it would have ended: that tells how late it was.
            var running = clock.StoppedAt is null ? clock : clock with { StoppedAt = null };
            return Clockwork.Due(running, calendar) is { } due && Clockwork.ExpiresAt(running, calendar) is { } expires
                ? new(clock, rule, Clockwork.Text(due.Date), expires.ToMicros(), (Clockwork.AmberAt(running, rule, calendar) ?? expires).ToMicros(), due.Provisional)
                : new(clock, rule, null, ItemRow.Never, ItemRow.Never, false);
        }
    }
}
