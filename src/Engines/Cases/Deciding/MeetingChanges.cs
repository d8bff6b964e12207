using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What events change of a meeting.</summary>
internal static class MeetingChanges
{
    public static CaseState Apply(CaseState state, RecordedEvent happened)
    {
        var at = happened.At;
        return happened.Event switch
        {
            MeetingCalled e => Set(state, Call(e, happened)),
            MeetingRaised e => Change(state, e.Meeting, m => m with { Tier = e.Tier, CalledAt = at, ConvenerOrganisationId = e.ConvenerOrganisationId, ConvenerOrganisationPath = e.ConvenerOrganisationPath }),
            MeetingConvened e => Change(state, e.Meeting, m => m with { ConvenedAt = at, HeldAt = e.HeldAt, Place = e.Place }),
            SummonsReceived e => Office(state, e.Meeting, e.OrganisationId, s => s with { ReceivedAt = at }),
            OfficeReported e => Office(state, e.Meeting, e.OrganisationId, s => s with { ReportedAt = at, ReportedBy = happened.ActorId }),
            OfficeAbsent e => Office(state, e.Meeting, e.OrganisationId, s => s with { AbsentAt = at, Liable = e.Liable }),
            CommitmentMade e => Office(state, e.Meeting, e.OrganisationId, s => s with { Commitment = e.What, CommittedAt = at, CommittedUntil = e.Until }),
            CommitmentKept e => Office(state, e.Meeting, e.OrganisationId, s => s with { KeptAt = at, KeptHow = e.How }),
            CommitmentBroken e => Office(state, e.Meeting, e.OrganisationId, s => s with { BrokenAt = at }),
            MeetingClosed e => Change(state, e.Meeting, m => m with { ClosedAt = at, Outcome = e.Outcome, Resolved = e.Resolved }),
            _ => throw new InvalidOperationException($"{happened.Event.GetType().Name} does not concern a meeting."),
        };
    }

    private static MeetingState Call(MeetingCalled e, RecordedEvent happened) => new(
        e.Meeting, e.Kind, e.Tier, e.Problem, e.Item, happened.ActorId, happened.At, e.ConvenerOrganisationId, e.ConvenerOrganisationPath,
        e.Offices.ToImmutableSortedDictionary(o => o.OrganisationId, o => new SummonsState(o.OrganisationId, o.OrganisationPath, o.Function), StringComparer.Ordinal),
        e.RaisedFrom);

    private static CaseState Office(CaseState state, string meeting, string office, Func<SummonsState, SummonsState> change) =>
        Change(state, meeting, m => m with { Summonses = m.Summonses.SetItem(office, change(m.Summonses[office])) });

    private static CaseState Change(CaseState state, string meeting, Func<MeetingState, MeetingState> change) => Set(state, change(state.Meetings[meeting]));

    private static CaseState Set(CaseState state, MeetingState meeting) => state with { Meetings = state.Meetings.SetItem(meeting.Key, meeting) };
}
