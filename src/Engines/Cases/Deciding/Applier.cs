using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>The only maker of case states. Needs no definition, calendar or clock, so a case can be replayed from its events alone for ever.</summary>
internal static class Applier
{
    /// <exception cref="InvalidOperationException">The event is not the next one of this case.</exception>
    public static CaseState Apply(CaseState? state, RecordedEvent happened)
    {
        if (state is null)
        {
            return happened.Event is Submitted first && happened.Sequence == 1
                ? Begin(first, happened)
                : throw new InvalidOperationException($"Case {happened.CaseId} begins with event {happened.Sequence} ({happened.Event.GetType().Name}) instead of its submission.");
        }
        if (happened.Sequence != state.Version + 1 || happened.CaseId != state.Id)
        {
            throw new InvalidOperationException($"Event {happened.Sequence} of case {happened.CaseId} does not follow version {state.Version} of case {state.Id}.");
        }
        return Next(state, happened) with { Version = happened.Sequence };
    }

    public static CaseState Replay(IEnumerable<RecordedEvent> events) =>
        events.Aggregate((CaseState?)null, Apply) ?? throw new ArgumentException("A case has at least its submission.", nameof(events));

    private static CaseState Begin(Submitted e, RecordedEvent happened) => new()
    {
        Id = e.CaseId,
        Number = e.Number,
        Version = happened.Sequence,
        MatterKey = e.MatterKey,
        MatterVersion = e.MatterVersion,
        MatterHash = e.MatterHash,
        Phase = CasePhase.Submitted,
        Applicant = e.Applicant,
        SubmittedBy = e.SubmittedBy,
        MandateId = e.MandateId,
        HomeOrganisationId = e.HomeOrganisationId,
        HomePath = e.HomePath,
        SubjectKey = e.SubjectKey,
        SubmittedAt = happened.At,
        Form = e.Form,
        Materials = e.Materials,
        Simulation = e.Materials.Values.Any(m => m.Status == MaterialStatus.Awaited) ? new(null, null) : null,
    };

    private static CaseState Next(CaseState state, RecordedEvent happened) => happened.Event switch
    {
        Accepted e => state with { Phase = CasePhase.Reviewing, AcceptedAt = e.BySilence ? state.Supplement?.ProvidedAt ?? state.SubmittedAt : happened.At },
        AcceptanceRefused e => End(state, CasePhase.Refused, happened.At) with { RefusalReason = e.Reason },
        SupplementRequested e => state with { Supplement = new(e.Gaps, happened.At, happened.ActorId, null) },
        SupplementProvided e => Bring(state, e.Form, e.Materials) with
        {
            Supplement = state.Supplement! with { ProvidedAt = happened.At },
            // What was checked before was another application; an acceptance that is open is checked anew.
            Checks = state.Checks.RemoveRange(state.Checks.Keys.Where(k => state.Items[k].Status == ItemStatus.Open)),
        },
        CorrectionProvided e => Bring(state, e.Form, e.Materials),
        ResultFilledIn e => Bring(state, e.Form, ImmutableSortedDictionary<string, MaterialState>.Empty),
        PromiseFulfilled e => state with { Materials = state.Materials.SetItem(e.Material, e.State) },
        ItemAssigned or ItemOpened or ItemSkipped or ItemReceived or ItemTaken or ItemReleased or ItemAgreed or ItemDisagreed or ItemDeemed or ItemReturned or ItemEscalated => ItemChanges.Apply(state, happened),
        ChecksAnswered e => state with { Checks = state.Checks.SetItem(e.Item, new(e.Item, e.Round, happened.At, e.Points)) },
        ItemPassed => ItemChanges.Apply(state, happened),
        ClockStarted or ClockPaused or ClockResumed or ClockStopped or ClockExtended or ClockExpired => ClockChanges.Apply(state, happened),
        ItemExempted or ItemShared or DraftOpinionGiven or DraftOpinionConfirmed => FlowChanges.Apply(state, happened),
        MeetingCalled or MeetingRaised or MeetingConvened or SummonsReceived or OfficeReported or OfficeAbsent or CommitmentMade or CommitmentKept or CommitmentBroken or MeetingClosed => MeetingChanges.Apply(state, happened),
        SimulatedResultGiven => state with { Simulation = state.Simulation! with { GivenAt = happened.At } },
        SimulationConverted => state with { Simulation = state.Simulation! with { ConvertedAt = happened.At } },
        CaseMigrated e => Bring(state, e.Form, ImmutableSortedDictionary<string, MaterialState>.Empty) with { MatterVersion = e.ToVersion, MatterHash = e.ToHash },
        Suspended e => state with { Suspended = e.Why },
        Resumed => state with { Suspended = null },
        Granted => state with { Phase = CasePhase.Granted, DecidedAt = happened.At },
        Refused e => End(state, CasePhase.Refused, happened.At) with { DecidedAt = happened.At, RefusalReason = e.Reason },
        IssueOrdered => state with { OrderedAt = happened.At },
        ResultReady => state with { Phase = CasePhase.Issued, IssuedAt = happened.At },
        CertificateAttached e => state with { Phase = CasePhase.Issued, IssuedAt = happened.At, CertificateId = e.CertificateId, CertificateNumber = e.CertificateNumber },
        Delivered e => state with { Phase = CasePhase.Delivered, DeliveredAt = happened.At, Tracking = e.Tracking },
        Announced or ObjectionRaised or HearingCalled or HearingHeld or TermEnded or VoidOrdered or ReviewFiled or ReviewDecided or CaseReopened or DecisionRevoked => LifeChanges.Apply(state, happened),
        Closed => End(state, CasePhase.Closed, happened.At),
        OldCaseKept e => End(state, e.Granted ? CasePhase.Closed : CasePhase.Refused, Kernel.Time.ChinaTime.At(e.DecidedOn, new(12, 0))) with
        {
            SubmittedAt = Kernel.Time.ChinaTime.At(e.SubmittedOn, new(12, 0)),
            AcceptedAt = Kernel.Time.ChinaTime.At(e.SubmittedOn, new(12, 0)),
            DecidedAt = Kernel.Time.ChinaTime.At(e.DecidedOn, new(12, 0)),
        },
        Withdrawn => End(state, CasePhase.Withdrawn, happened.At),
        _ => throw new InvalidOperationException($"{happened.Event.GetType().Name} cannot happen to a case that has begun."),
    };

    private static CaseState End(CaseState state, CasePhase phase, DateTimeOffset at) => state with
    {
        Phase = phase,
        EndedAt = at,
        Suspended = null,
        Items = state.Items.SetItems(state.Items.Where(i => i.Value.Correcting).Select(i => KeyValuePair.Create(i.Key, i.Value with { Correcting = false }))),
    };

    /// <summary>Lays what was brought over what was there; an empty text takes a value away.</summary>
    public static CaseState Bring(CaseState state, ImmutableSortedDictionary<string, string> form, ImmutableSortedDictionary<string, MaterialState> materials) => state with
    {
        Form = state.Form.SetItems(form.Where(f => f.Value.Length > 0)).RemoveRange(form.Where(f => f.Value.Length == 0).Select(f => f.Key)),
        Materials = state.Materials.SetItems(materials),
    };
}
