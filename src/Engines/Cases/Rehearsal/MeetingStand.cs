using System.Globalization;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Rehearsal;

/// <summary>Where a meeting stands, or an office in it, in one word.</summary>
internal static class MeetingStand
{
    public static string Of(CaseState state, string subject)
    {
        if (state.Meetings.GetValueOrDefault(MeetingClocks.MeetingOf(subject)) is not { } meeting)
        {
            return "none";
        }
        if (MeetingClocks.OfficeOf(subject) is { } office)
        {
            return Of(meeting.Summonses.GetValueOrDefault(office));
        }
        return meeting switch
        {
            { Resolved: { } resolved } => resolved ? "resolved" : "unresolved",
            { ConvenedAt: not null } => "convened",
            _ => "called " + meeting.Tier.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string Of(SummonsState? summons) => summons switch
    {
        null => "none",
        { KeptAt: not null } => "kept",
        { BrokenAt: not null } => "broken",
        { CommittedAt: not null } => "promised",
        { Liable: true } => "liable",
        { AbsentAt: not null } => "absent",
        { ReportedAt: not null } => "reported",
        { ReceivedAt: not null } => "received",
        _ => "summoned",
    };
}
