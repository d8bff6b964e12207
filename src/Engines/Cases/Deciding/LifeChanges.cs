using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What notices, hearings, terms, reviews and reopenings change of a case.</summary>
internal static class LifeChanges
{
    public static CaseState Apply(CaseState state, RecordedEvent happened) => happened.Event switch
    {
        Announced e => state with { Announcements = state.Announcements.SetItem(e.Key, new(e.Key, e.Title, e.Text, e.Lines, e.Item, happened.At)) },
        ObjectionRaised e => state with { Objections = state.Objections.SetItem(e.Key, new(e.Key, e.Item, happened.ActorId, e.Name, e.Text, happened.At)) },
        HearingCalled e => state with { Hearings = state.Hearings.SetItem(e.Item, new(e.Item, e.HeldAt, e.Place, happened.At, null, null)) },
        HearingHeld e => state with { Hearings = state.Hearings.SetItem(e.Item, state.Hearings[e.Item] with { MinutesAt = happened.At, Minutes = e.Minutes }) },
        TermEnded => state with { TermEndedAt = happened.At },
        VoidOrdered => state with { VoidOrderedAt = happened.At },
        ReviewFiled e => state with { Reviews = state.Reviews.SetItem(e.Key, new(e.Key, e.Kind, e.Ground, happened.At, null, null, null)) },
        ReviewDecided e => state with { Reviews = state.Reviews.SetItem(e.Key, state.Reviews[e.Key] with { Outcome = e.Outcome, Reason = e.Reason, DecidedAt = happened.At }) },
        CaseReopened => state with { Phase = state.AcceptedAt is null ? CasePhase.Submitted : CasePhase.Reviewing, EndedAt = null, DecidedAt = null, IssuedAt = null, DeliveredAt = null, RefusalReason = null, Reopened = new((state.Reopened?.Times ?? 0) + 1, happened.At) },
        DecisionRevoked e => state with { Phase = CasePhase.Revoked, EndedAt = happened.At, RefusalReason = e.Reason },
        _ => throw new InvalidOperationException($"{happened.Event.GetType().Name} does not belong to the life after."),
    };
}
