using Zhuangjin.Cases.Contracts;
using Zhuangjin.Ui.Components;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Wording;

/// <summary>Where a meeting stands, and each office called to it, in a word and a colour.</summary>
internal static class MeetingWords
{
    private static readonly string[] Elsewhere =
    [
        nameof(BlowWhistle), nameof(CallJointReview), nameof(Convene), nameof(CloseMeeting), nameof(ReceiveSummons), nameof(ReportToMeeting), nameof(MakeCommitment), nameof(KeepCommitment), nameof(ConvertSimulation),
    ];

    /// <summary>True when there is something to do with the case itself; what belongs to its meetings and to a simulated result is offered beside those.</summary>
    public static bool HasOwnActions(this CaseView view) => view.Actions.Any(a => !Elsewhere.Contains(a.Split(':')[0]));

    /// <summary>Where the meeting stands.</summary>
    public static (Tone Tone, string Word) Of(Phrases t, MeetingState meeting) => meeting switch
    {
        { Resolved: true } => (Tone.Good, t["cases.page.meeting.resolved"]),
        { Resolved: false } => (Tone.Warn, t["cases.page.meeting.unresolved"]),
        { ConvenedAt: not null } => (Tone.Info, t["cases.page.meeting.convened"]),
        _ => (Tone.Warn, t["cases.page.meeting.waiting"]),
    };

    /// <summary>Where an office stands in it.</summary>
    public static (Tone Tone, string Word) Of(Phrases t, SummonsState summons, bool convened) => summons switch
    {
        { KeptAt: not null, BrokenAt: null } => (Tone.Good, t["cases.page.meeting.office.kept"]),
        { KeptAt: not null } => (Tone.Warn, t["cases.page.meeting.office.kept-late"]),
        { BrokenAt: not null } => (Tone.Bad, t["cases.page.meeting.office.broken"]),
        { CommittedAt: not null } => (Tone.Info, t["cases.page.meeting.office.promised"]),
        { Liable: true } => (Tone.Bad, t["cases.page.meeting.office.liable"]),
        { AbsentAt: not null } => (Tone.Warn, t["cases.page.meeting.office.absent"]),
        { ReportedAt: not null } => (Tone.Good, t["cases.page.meeting.office.reported"]),
        { ReceivedAt: not null } => (Tone.Info, t["cases.page.meeting.office.received"]),
        _ => (Tone.Neutral, t[convened ? "cases.page.meeting.office.summoned" : "cases.page.meeting.office.named"]),
    };
}
