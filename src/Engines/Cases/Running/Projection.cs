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
        var ends = new ClockEnds(matter, state.Clocks.Values, calendar);
        var subject = matter.SubjectField is { } field && state.Form.TryGetValue(field, out var named) ? named : matter.Title.ToString();
        var items = state.Items.Values
            .Where(i => i.OrganisationId.Length > 0)
            .Select(i => OfItem(state, i, subject, ends.Of(i), ends.Lost(i.Key)))
            .Concat(state.Early.Values.Where(e => !state.Items.ContainsKey(e.Item)).Select(e => OfEarly(state, e, subject)))
            .ToImmutableArray();
        return new(OfCase(state, subject, ends.IsLate), items, [.. ends.Rows(state.Id, state.EndedAt)]);
    }

    private static ItemRow OfItem(CaseState state, ItemState item, string subject, ClockEnd? end, long lost) => new(
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
        end?.ExpiresAt ?? ItemRow.Never,
        end?.AmberAt ?? ItemRow.Never,
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

    private static CaseRow OfCase(CaseState state, string subject, bool late)
    {
        var (lost, since) = ApplicantsTime(state);
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
}
