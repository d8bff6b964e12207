using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What the state allows to be done with meetings: "BlowWhistle", "Convene:m1", "ReportToMeeting:m1/{organisation}".
/// Appearing is allowed on the day of the meeting only, which the state alone cannot tell.</summary>
internal static class MeetingActions
{
    public static IEnumerable<string> Possible(CompiledMatter matter, CaseState state)
    {
        if (matter.Matter.Coordination is null)
        {
            yield break;
        }
        yield return nameof(BlowWhistle);
        if (matter.Matter.Items.Any(i => i.Task == ItemTask.Review && state.Items.GetValueOrDefault(i.Key) is { Status: ItemStatus.Open }))
        {
            yield return nameof(CallJointReview);
        }
        foreach (var meeting in state.Meetings.Values)
        {
            if (meeting is { ClosedAt: null, ConvenedAt: null })
            {
                yield return $"{nameof(Convene)}:{meeting.Key}";
            }
            if (meeting is { ClosedAt: null, ConvenedAt: not null })
            {
                yield return $"{nameof(CloseMeeting)}:{meeting.Key}";
            }
            foreach (var action in meeting.Summonses.Values.SelectMany(s => OfOffice(meeting, s).Select(name => $"{name}:{meeting.Key}/{s.OrganisationId}")))
            {
                yield return action;
            }
        }
    }

    private static IEnumerable<string> OfOffice(MeetingState meeting, SummonsState summons)
    {
        if (meeting is { ConvenedAt: not null, ClosedAt: null } && summons.AbsentAt is null)
        {
            if (summons.ReceivedAt is null)
            {
                yield return nameof(ReceiveSummons);
            }
            if (summons.ReportedAt is null)
            {
                yield return nameof(ReportToMeeting);
            }
            else if (summons.CommittedAt is null)
            {
                yield return nameof(MakeCommitment);
            }
        }
        if (summons is { CommittedAt: not null, KeptAt: null })
        {
            yield return nameof(KeepCommitment);
        }
    }
}
