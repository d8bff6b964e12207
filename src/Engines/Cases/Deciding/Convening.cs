using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Calling, convening and closing meetings over a case; who stays away is recorded.</summary>
internal static class Convening
{
    public static void Whistle(Deliberation d, BlowWhistle command)
    {
        if (!d.Demand(d.Matter.Matter.Coordination is not null, "", "cases.fault.no-coordination") || !d.DemandText(command.Problem, "problem"))
        {
            return;
        }
        d.Demand(command.Item is null || d.Matter.FindItem(command.Item) is not null, "item", "cases.fault.no-such-item", command.Item ?? "");
        d.Demand(command.Offices.Length > 0, "offices", "cases.fault.no-offices-called");
        var offices = Called(d, command.Offices);
        if (Tier(d, command.Tier) is { } convener && !d.IsRefused)
        {
            d.Happen(new MeetingCalled(NextKey(d), MeetingKind.Whistle, command.Tier, command.Problem.Trim(), command.Item, convener.Id, convener.Path, offices, null));
        }
    }

    public static void JointReview(Deliberation d, CallJointReview command)
    {
        var reviewing = d.Matter.Matter.Items
            .Where(i => i.Task == ItemTask.Review && d.State.Items.GetValueOrDefault(i.Key) is { Status: ItemStatus.Open })
            .Select(i => (i.Office, At: d.State.Items[i.Key]))
            .DistinctBy(i => i.At.OrganisationId)
            .Select(i => new CalledOffice(i.At.OrganisationId, i.At.OrganisationPath, i.Office))
            .ToImmutableArray();
        d.Demand(d.Matter.Matter.Coordination is not null, "", "cases.fault.no-coordination");
        d.Demand(!reviewing.IsEmpty, "", "cases.fault.nobody-reviews");
        d.DemandText(command.Agenda, "problem");
        if (TimeAndPlace(d, command.HeldAt, command.Place) && d.Context.Office(d.Matter.Matter.Office) is var office && d.Demand(office is not null, "", "cases.fault.no-office", d.Matter.Matter.Title.ToString(), d.Matter.Matter.Office) && !d.IsRefused)
        {
            var key = NextKey(d);
            d.Happen(new MeetingCalled(key, MeetingKind.JointReview, 0, command.Agenda.Trim(), null, office!.Id, office.Path, reviewing, null));
            d.Happen(new MeetingConvened(key, command.HeldAt, command.Place.Trim()));
        }
    }

    public static void Convene(Deliberation d, Convene command)
    {
        if (Open(d, command.Meeting) is { } meeting && d.Demand(meeting.ConvenedAt is null, "", "cases.fault.convened-already") && TimeAndPlace(d, command.HeldAt, command.Place))
        {
            d.Happen(new MeetingConvened(meeting.Key, command.HeldAt, command.Place.Trim()));
        }
    }

    public static void Close(Deliberation d, CloseMeeting command)
    {
        if (Open(d, command.Meeting) is not { } meeting
            || !d.Demand(meeting.HeldAt <= d.Now, "", "cases.fault.meeting-not-held")
            || !d.DemandText(command.Outcome, "outcome"))
        {
            return;
        }
        Absences(d, meeting.Key);
        d.Happen(new MeetingClosed(meeting.Key, command.Outcome.Trim(), command.Resolved));
        if (!command.Resolved && meeting.Kind == MeetingKind.Whistle && NextTier(d, meeting.Tier) is { } next)
        {
            var offices = meeting.Summonses.Values.Select(s => new CalledOffice(s.OrganisationId, s.OrganisationPath, s.Function)).ToImmutableArray();
            d.Happen(new MeetingCalled(NextKey(d), MeetingKind.Whistle, meeting.Tier + 1, meeting.Problem, meeting.Item, next.Id, next.Path, offices, meeting.Key));
        }
    }

    /// <summary>The day of the meeting is over, or it was closed: who has not appeared was absent, and liable if he had signed for the summons.</summary>
    public static void Absences(Deliberation d, string key)
    {
        var meeting = d.State.Meetings[key];
        foreach (var absent in meeting.Summonses.Values.Where(s => s.ReportedAt is null && s.AbsentAt is null))
        {
            var liable = absent.ReceivedAt is not null;
            d.Happen(new OfficeAbsent(key, absent.OrganisationId, liable));
            if (liable && meeting.Kind == MeetingKind.JointReview)
            {
                Consent(d, absent.OrganisationId);
            }
        }
    }

    /// <summary>缺席默认: what the absent office had open in this case counts as agreed where silence may be consent; a matter of safety goes to the next tier instead.</summary>
    private static void Consent(Deliberation d, string office)
    {
        foreach (var item in d.Matter.Matter.Items.Where(i => i.Task == ItemTask.Review && d.State.Items.GetValueOrDefault(i.Key) is { Status: ItemStatus.Open } open && open.OrganisationId == office))
        {
            var tier = d.State.Items[item.Key].Tier;
            if (item is { Silence: Silence.Consent, Safety: false })
            {
                d.Happen(new ItemDeemed(item.Key, office));
            }
            else if (tier < item.Tiers.Length && d.Context.Office(item.Tiers[tier]) is { } summoned)
            {
                d.Happen(new ItemEscalated(item.Key, tier + 1, summoned.Id));
            }
        }
    }

    /// <summary>The leader of the tier let his time pass: the next tier is called.</summary>
    public static void Raise(Deliberation d, string key)
    {
        var meeting = d.State.Meetings[key];
        var next = NextTier(d, meeting.Tier)!;
        d.Happen(new MeetingRaised(key, meeting.Tier + 1, next.Id, next.Path));
    }

    /// <summary>The office of the tier above, or null when there is none.</summary>
    public static Organisation? NextTier(Deliberation d, int tier) =>
        d.Matter.Matter.Coordination is { } rule && tier >= 1 && tier < rule.Tiers.Length ? d.Context.Office(rule.Tiers[tier].Office) : null;

    /// <summary>The meeting while it is not closed, or null with the reason.</summary>
    public static MeetingState? Open(Deliberation d, string key)
    {
        if (d.State.Meetings.GetValueOrDefault(key) is not { } meeting)
        {
            d.Refuse("", "cases.fault.no-such-meeting");
            return null;
        }
        return d.Demand(meeting.ClosedAt is null, "", "cases.fault.meeting-closed") ? meeting : null;
    }

    private static bool TimeAndPlace(Deliberation d, DateTimeOffset heldAt, string place) =>
        d.Demand(heldAt > d.Now && heldAt < d.Now.AddDays(366), "day", "cases.fault.meeting-time")
        & d.Demand(!string.IsNullOrWhiteSpace(place) && place.Length <= 200, "place", "cases.fault.meeting-place");

    private static Organisation? Tier(Deliberation d, int tier)
    {
        var tiers = d.Matter.Matter.Coordination!.Tiers;
        if (!d.Demand(tier >= 1 && tier <= tiers.Length, "tier", "cases.fault.no-such-tier", Deliberation.Text(tiers.Length)))
        {
            return null;
        }
        var office = d.Context.Office(tiers[tier - 1].Office);
        d.Demand(office is not null, "tier", "cases.fault.no-office", tiers[tier - 1].Title.ToString(), tiers[tier - 1].Office);
        return office;
    }

    private static ImmutableArray<CalledOffice> Called(Deliberation d, ImmutableArray<string> functions)
    {
        var called = new List<CalledOffice>();
        foreach (var function in functions.Distinct())
        {
            if (d.Context.Office(function) is { } office)
            {
                called.Add(new(office.Id, office.Path, function));
            }
            else
            {
                d.Refuse("offices", "cases.fault.no-office", function, function);
            }
        }
        return [.. called.DistinctBy(c => c.OrganisationId)];
    }

    private static string NextKey(Deliberation d) => "m" + Deliberation.Text(d.State.Meetings.Count + 1);
}
