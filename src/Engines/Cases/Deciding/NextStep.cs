using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What happens next, in one plain sentence for the applicant; his own duties come before what he can only wait for.</summary>
internal static class NextStep
{
    public static DueLine For(CompiledMatter matter, CaseState state, WorkCalendar calendar, DateTimeOffset now)
    {
        switch (state.Phase)
        {
            case CasePhase.Refused: return new("cases.next.refused");
            case CasePhase.Withdrawn: return new("cases.next.withdrawn");
            case CasePhase.Revoked: return new("cases.next.revoked");
            case CasePhase.Issued or CasePhase.Delivered when Consequences.Term(matter.Matter, state) is { } term: return WithDue("cases.next.term", Due(matter, state, calendar, c => c.Key == term.RuleKey));
            case CasePhase.Closed: return new("cases.next.closed");
            case CasePhase.Delivered: return new("cases.next.beside", Deliberation.Text(state.Items.Values.Count(i => i.Status == ItemStatus.Open)));
            case CasePhase.Issued: return new("cases.next.collect");
            default: break;
        }
        if (state.Supplement is { ProvidedAt: null } asked)
        {
            return WithDue("cases.next.supplement", Due(matter, state, calendar, c => c.Kind == ClockKind.Supplement && c.From == "supplement"), Deliberation.Text(asked.Gaps.Length));
        }
        if (state.Items.Values.Count(i => i.Correcting && matter.FindItem(i.Key)!.Holds) is > 0 and var disagreed)
        {
            return WithDue("cases.next.correct", Due(matter, state, calendar, c => c.From == "disagreed"), Deliberation.Text(disagreed));
        }
        if (state.Phase == CasePhase.Submitted)
        {
            return WithDue("cases.next.acceptance", Due(matter, state, calendar, c => c.To == "accepted"));
        }
        var open = state.Items.Values.Count(i => i.Status == ItemStatus.Open && matter.FindItem(i.Key)!.Holds);
        if (state.Materials.Values.Count(m => m.Status == MaterialStatus.Promised) is > 0 and var promised && (open == 0 || state.Phase == CasePhase.Granted))
        {
            return WithDue("cases.next.promise", Due(matter, state, calendar, c => c.Kind == ClockKind.Promise), Deliberation.Text(promised));
        }
        if (state.Phase == CasePhase.Granted)
        {
            return new("cases.next.issuing");
        }
        if (Simulating.Waits(state))
        {
            return Simulating.IsAwaiting(state) ? new("cases.next.awaiting", Deliberation.Text(state.Materials.Values.Count(m => m.Status == MaterialStatus.Awaited))) : new("cases.next.converting");
        }
        if (state.Items.Values.FirstOrDefault(i => i.Status == ItemStatus.Open && matter.FindItem(i.Key)!.Task == ItemTask.Notice) is { } notice)
        {
            return WithDue("cases.next.notice", Due(matter, state, calendar, c => c.Key == matter.FindItem(notice.Key)!.Clock));
        }
        if (state.Hearings.Values.FirstOrDefault(h => h.MinutesAt is null) is { } hearing)
        {
            return new("cases.next.hearing", Deliberation.Text(hearing.HeldAt), hearing.Place);
        }
        if (state.Suspended is { } why)
        {
            return new($"cases.next.suspended.{why}");
        }
        var over = Due(matter, state, calendar, c => c.Kind == ClockKind.Promised && c.To != "accepted") is { } due && due < now.ChinaDate();
        return WithDue(over ? "cases.next.reviewing-late" : "cases.next.reviewing", Due(matter, state, calendar, c => c.Kind == ClockKind.Promised && c.To != "accepted"), Deliberation.Text(open));
    }

    /// <summary>The earliest due of the running clocks of such a rule.</summary>
    private static DateOnly? Due(CompiledMatter matter, CaseState state, WorkCalendar calendar, Func<ClockRule, bool> rule) =>
        state.Clocks.Values.Where(c => c.IsRunning && rule(matter.RuleOf(c))).Min(c => Clockwork.Due(c, calendar)?.Date);

    private static DueLine WithDue(string code, DateOnly? due, params string[] args) =>
        due is { } date ? new(code, [.. args, Clockwork.Text(date)]) : new(code + "-open", args);
}
