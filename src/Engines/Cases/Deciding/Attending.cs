using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>A summoned office signs for the summons, appears (报到), promises with a date, and keeps what it promised.</summary>
internal static class Attending
{
    public static void Receive(Deliberation d, ReceiveSummons command)
    {
        if (Summoned(d, command.Meeting, command.OrganisationId) is { } summons
            && d.Demand(summons.ReceivedAt is null, "", "cases.fault.summons-received")
            && d.Demand(summons.AbsentAt is null, "", "cases.fault.meeting-over"))
        {
            d.Happen(new SummonsReceived(command.Meeting, command.OrganisationId));
        }
    }

    /// <summary>Who appears has had the summons: appearing signs for it too.</summary>
    public static void Report(Deliberation d, ReportToMeeting command)
    {
        if (Summoned(d, command.Meeting, command.OrganisationId) is not { } summons
            || !d.Demand(summons.AbsentAt is null, "", "cases.fault.meeting-over")
            || !d.Demand(summons.ReportedAt is null, "", "cases.fault.reported-already")
            || !d.Demand(d.State.Meetings[command.Meeting].HeldAt!.Value.ChinaDate() == d.Now.ChinaDate(), "", "cases.fault.not-the-day", Deliberation.Text(d.State.Meetings[command.Meeting].HeldAt!.Value)))
        {
            return;
        }
        if (summons.ReceivedAt is null)
        {
            d.Happen(new SummonsReceived(command.Meeting, command.OrganisationId));
        }
        d.Happen(new OfficeReported(command.Meeting, command.OrganisationId));
    }

    public static void Commit(Deliberation d, MakeCommitment command)
    {
        if (Summoned(d, command.Meeting, command.OrganisationId) is { } summons
            && d.Demand(summons.ReportedAt is not null, "", "cases.fault.not-reported")
            && d.Demand(summons.CommittedAt is null, "", "cases.fault.committed-already")
            && d.DemandText(command.What, "what")
            && d.Demand(command.Until > d.Now.ChinaDate() && command.Until <= d.Now.ChinaDate().AddDays(366), "until", "cases.fault.commitment-date"))
        {
            d.Happen(new CommitmentMade(command.Meeting, command.OrganisationId, command.What.Trim(), command.Until));
        }
    }

    /// <summary>A promise is kept also after the meeting was closed, and also too late; the clock says which.</summary>
    public static void Keep(Deliberation d, KeepCommitment command)
    {
        var summons = d.State.Meetings.GetValueOrDefault(command.Meeting)?.Summonses.GetValueOrDefault(command.OrganisationId);
        if (d.Demand(summons is { CommittedAt: not null, KeptAt: null }, "", "cases.fault.no-commitment") && d.DemandText(command.How, "how"))
        {
            d.Happen(new CommitmentKept(command.Meeting, command.OrganisationId, command.How.Trim()));
        }
    }

    private static SummonsState? Summoned(Deliberation d, string meeting, string office)
    {
        if (Convening.Open(d, meeting) is not { } open || !d.Demand(open.ConvenedAt is not null, "", "cases.fault.not-convened"))
        {
            return null;
        }
        if (open.Summonses.GetValueOrDefault(office) is { } summons)
        {
            return summons;
        }
        d.Refuse("", "cases.fault.not-summoned");
        return null;
    }
}
