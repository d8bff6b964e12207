using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Clocks that have ended act as their rules say, each once, in the order in which they ended.</summary>
internal static class Expiring
{
    public static void Act(Deliberation d)
    {
        while (!d.HasEnded && !d.IsAsking && Next(d) is var (clock, end))
        {
            Expire(d, clock, end);
            // What has just opened, closed or begun may hold clocks of its own, some of them over already.
            Flow.Advance(d);
            ClockKeeping.Follow(d);
        }
    }

    private static (ClockState Clock, DateTimeOffset End)? Next(Deliberation d)
    {
        (ClockState Clock, DateTimeOffset End)? first = null;
        foreach (var clock in d.State.Clocks.Values.Where(c => !c.Expired))
        {
            if (Clockwork.ExpiresAt(clock, d.Context.Calendar) is { } end && end <= d.Now && (first is null || end < first.Value.End))
            {
                first = (clock, end);
            }
        }
        return first;
    }

    private static void Expire(Deliberation d, ClockState clock, DateTimeOffset end)
    {
        var rule = d.Matter.RuleOf(clock);
        var action = rule.Kind switch
        {
            ClockKind.Item => OfItem(d, clock),
            ClockKind.Notice when rule.From == "opened" => Announcing.IsObjected(d.State, clock.Subject!) ? OnExpiry.Red : OnExpiry.Pass,
            ClockKind.Term => OnExpiry.EndTerm,
            ClockKind.Meeting => OfMeeting(d, clock, rule),
            _ => rule.OnExpiry,
        };
        d.Happen(new ClockExpired(clock.Key, end, action));
        switch (action)
        {
            case OnExpiry.DeemAccepted:
                Acceptance.Deem(d);
                break;
            case OnExpiry.Withdraw:
                d.Happen(new Withdrawn(rule.Title.ToString(), true));
                break;
            case OnExpiry.Pass:
                d.Happen(new ItemPassed(clock.Subject!, Announcing.NoObjection));
                break;
            case OnExpiry.EndTerm:
                d.Happen(new TermEnded(clock.Key, false, rule.Title.ToString()));
                break;
            case OnExpiry.Consent:
                d.Happen(new ItemDeemed(clock.Subject!, d.State.Items[clock.Subject!].OrganisationId));
                break;
            case OnExpiry.Escalate when rule.Kind == ClockKind.Meeting:
                Convening.Raise(d, clock.Subject!);
                break;
            case OnExpiry.Red when rule.From == MeetingClocks.Convened:
                Convening.Absences(d, clock.Subject!);
                break;
            case OnExpiry.Red when rule.From == MeetingClocks.Committed:
                d.Happen(new CommitmentBroken(MeetingClocks.MeetingOf(clock.Subject!), MeetingClocks.OfficeOf(clock.Subject!)!));
                break;
            case OnExpiry.Escalate:
                Escalate(d, clock.Subject!);
                break;
            default:
                break;
        }
    }

    /// <summary>Silence is consent only where the matter says so, safety is not at stake, and the office had signed for the request.</summary>
    private static OnExpiry OfItem(Deliberation d, ClockState clock)
    {
        var item = d.Matter.FindItem(clock.Subject!)!;
        var state = d.State.Items[item.Key];
        if (item is { Silence: Silence.Consent, Safety: false } && state.ReceivedAt is not null && !ClockKeys.IsTier(clock.Key))
        {
            return OnExpiry.Consent;
        }
        // Where the next tier is not set up, there is nobody to summon: the light is red, and that is all.
        return state.Tier < item.Tiers.Length && d.Context.Office(item.Tiers[state.Tier]) is not null ? OnExpiry.Escalate : OnExpiry.Red;
    }

    /// <summary>A leader who does not convene is passed over, as long as there is a tier above.</summary>
    private static OnExpiry OfMeeting(Deliberation d, ClockState clock, ClockRule rule) =>
        rule is { From: MeetingClocks.Whistled, OnExpiry: OnExpiry.Escalate } && Convening.NextTier(d, d.State.Meetings[clock.Subject!].Tier) is not null ? OnExpiry.Escalate : OnExpiry.Red;

    private static void Escalate(Deliberation d, string key)
    {
        var item = d.Matter.FindItem(key)!;
        var tier = d.State.Items[key].Tier + 1;
        d.Happen(new ItemEscalated(key, tier, d.Context.Office(item.Tiers[tier - 1])!.Id));
    }
}
