using System.Globalization;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Starts, pauses, resumes and stops clocks so that they follow what the case has become. Wanted clocks are a function of the state;
/// the difference to the clocks there are is what happens.</summary>
internal static class ClockKeeping
{
    /// <summary>Reason for which the limits of the whole case stand still between a simulated result and its conversion.</summary>
    private const string Simulated = "simulation";

    public static void Follow(Deliberation d)
    {
        if (d.HasEnded)
        {
            foreach (var clock in d.State.Clocks.Values.Where(c => c.IsRunning))
            {
                d.Happen(new ClockStopped(clock.Key));
            }
            return;
        }
        foreach (var want in Wanted(d.Matter.Matter, d.State))
        {
            Settle(d, want);
        }
    }

    /// <param name="From">When it begins; null while its start has not come.</param>
    /// <param name="Over">True when what it waits for is there, or will not come any more.</param>
    private readonly record struct Want(string Key, ClockRule Rule, string? Subject, Limit Limit, DateTimeOffset? From, bool Over);

    private static void Settle(Deliberation d, Want want)
    {
        if (want.From is not { } from)
        {
            return;
        }
        var clock = d.State.Clocks.GetValueOrDefault(want.Key);
        if (clock is null && want.Over && d.State.Reopened is not null)
        {
            // What was reached before the case was opened again has no limit a second time.
            return;
        }
        if (clock is null || (clock.IsRunning && clock.StartedAt != from))
        {
            d.Happen(new ClockStarted(want.Key, want.Rule.Key, want.Subject, want.Limit, from));
            clock = d.State.Clocks[want.Key];
        }
        if (!clock.IsRunning)
        {
            return;
        }
        if (want.Over)
        {
            d.Happen(new ClockStopped(want.Key));
            return;
        }
        var why = PauseReasons(d.State, d.Matter.Matter).FirstOrDefault(w => want.Rule.PausedBy.Contains(w) || (w == Simulated && want.Subject is null));
        if (clock.IsPaused && clock.Pauses[^1].Why != why)
        {
            d.Happen(new ClockResumed(want.Key));
            clock = d.State.Clocks[want.Key];
        }
        if (why is not null && !clock.IsPaused)
        {
            d.Happen(new ClockPaused(want.Key, why));
        }
    }

    /// <summary>What now keeps clocks standing, the longest-standing first.</summary>
    private static IEnumerable<string> PauseReasons(CaseState state, Matter matter)
    {
        if (state.Supplement is { ProvidedAt: null })
        {
            yield return "supplement";
        }
        if (matter.Items.Any(i => i.Holds && state.Items.GetValueOrDefault(i.Key) is { Correcting: true }))
        {
            yield return "correction";
        }
        if (Simulating.Waits(state))
        {
            yield return Simulated;
        }
        if (state.Hearings.Values.Any(h => h.MinutesAt is null && state.Items.GetValueOrDefault(h.Item) is { Status: ItemStatus.Open }) && state.Suspended != "hearing")
        {
            yield return "hearing";
        }
        if (state.Suspended is { } suspended)
        {
            yield return suspended;
        }
    }

    private static List<Want> Wanted(Matter matter, CaseState state)
    {
        var wants = new List<Want>();
        // What is decided anew has its full limit again, from the day of the reopening (行政复议法实施条例 第四十九条); docs/adr/0030.
        Want Whole(ClockRule rule, Limit limit, DateTimeOffset? from, bool over) =>
            new(ClockKeys.Anew(rule.Key, state.Reopened), rule, null, limit, Later(from, state.Reopened?.At), over);
        foreach (var rule in matter.Clocks)
        {
            switch (rule.From)
            {
                case "opened":
                    wants.AddRange(matter.Items.Where(i => i.Clock == rule.Key && state.Items.ContainsKey(i.Key)).SelectMany(i => OfItem(rule, i, state.Items[i.Key], state)));
                    break;
                case "disagreed":
                    wants.AddRange(matter.Items.Where(i => i.Holds && state.Items.ContainsKey(i.Key)).SelectMany(i => OfCorrection(rule, state.Items[i.Key], state)));
                    break;
                case "promised":
                    wants.AddRange(matter.Materials.Where(m => m.DeferWithin is not null).SelectMany(m => OfPromise(rule, m, state)));
                    break;
                case MeetingClocks.Whistled or MeetingClocks.Convened or MeetingClocks.Committed:
                    wants.AddRange(state.Meetings.Values.SelectMany(m => OfMeeting(rule, m, state)));
                    break;
                case var _ when rule is { Kind: ClockKind.Term, Until: { } until }:
                    if (Start(rule, state) is { } begun && OfForm(state, until) is { } last)
                    {
                        var (since, length) = MeetingClocks.Until(begun, last.ChinaDate());
                        wants.Add(Whole(rule, length, since, state.TermEndedAt is not null));
                    }
                    break;
                default:
                    wants.Add(Whole(rule, rule.Limit, Start(rule, state), IsOver(rule, state)));
                    break;
            }
        }
        return wants;
    }

    private static IEnumerable<Want> OfItem(ClockRule rule, Item item, ItemState state, CaseState whole)
    {
        if (state.OrganisationId.Length == 0)
        {
            yield break;
        }
        var key = ClockKeys.Of(rule.Key, item.Key, state.Round);
        var answered = state.Status != ItemStatus.Open;
        yield return new(key, rule, item.Key, rule.Limit, state.OpenedAt, answered);
        for (var tier = 1; tier <= state.Tier; tier++)
        {
            var tierKey = ClockKeys.OfTier(key, tier);
            var known = whole.Clocks.GetValueOrDefault(tierKey);
            yield return new(tierKey, rule, item.Key, rule.Limit, known?.StartedAt ?? state.SummonedAt, answered);
        }
    }

    private static IEnumerable<Want> OfCorrection(ClockRule rule, ItemState state, CaseState whole)
    {
        if (state is { Correcting: true, EndedAt: { } disagreed })
        {
            yield return new(ClockKeys.Of(rule.Key, state.Key, state.Round), rule, state.Key, rule.Limit, disagreed, false);
        }
        foreach (var old in whole.Clocks.Values.Where(c => c.RuleKey == rule.Key && c.Subject == state.Key && c.IsRunning && (!state.Correcting || c.Key != ClockKeys.Of(rule.Key, state.Key, state.Round))))
        {
            yield return new(old.Key, rule, state.Key, old.Limit, old.StartedAt, true);
        }
    }

    private static IEnumerable<Want> OfPromise(ClockRule rule, Material material, CaseState state)
    {
        var key = ClockKeys.Anew(ClockKeys.Of(rule.Key, material.Key), state.Reopened);
        var promised = state.Materials.GetValueOrDefault(material.Key)?.Status == MaterialStatus.Promised;
        if (promised || state.Clocks.ContainsKey(key))
        {
            // The promise counts from the acceptance: before it nobody has agreed to wait.
            yield return new(key, rule, material.Key, material.DeferWithin!.Value, state.Clocks.GetValueOrDefault(key)?.StartedAt ?? Later(state.AcceptedAt, state.Reopened?.At), !promised);
        }
    }

    /// <summary>The later of the two; null while the first has not come.</summary>
    private static DateTimeOffset? Later(DateTimeOffset? at, DateTimeOffset? reopened) => at < reopened ? reopened : at;

    private static IEnumerable<Want> OfMeeting(ClockRule rule, MeetingState meeting, CaseState whole)
    {
        switch (rule.From)
        {
            case MeetingClocks.Whistled when meeting.Kind == MeetingKind.Whistle:
                // Each tier has a clock of its own, so that the time of the one below stays readable.
                var over = meeting.ConvenedAt is not null || meeting.ClosedAt is not null;
                var current = ClockKeys.OfTier(ClockKeys.Of(rule.Key, meeting.Key), meeting.Tier);
                foreach (var below in whole.Clocks.Values.Where(c => c.RuleKey == rule.Key && c.Subject == meeting.Key && c.Key != current && c.IsRunning))
                {
                    yield return new(below.Key, rule, meeting.Key, below.Limit, below.StartedAt, true);
                }
                yield return new(current, rule, meeting.Key, rule.Limit, meeting.CalledAt, over);
                break;
            case MeetingClocks.Convened when meeting is { ConvenedAt: { } convened, HeldAt: { } held }:
                var (from, limit) = MeetingClocks.Until(convened, held.ChinaDate());
                yield return new(ClockKeys.Of(rule.Key, meeting.Key), rule, meeting.Key, limit, from, meeting.ClosedAt is not null);
                break;
            case MeetingClocks.Committed:
                foreach (var summons in meeting.Summonses.Values)
                {
                    if (summons is { CommittedAt: { } committed, CommittedUntil: { } until })
                    {
                        var (start, length) = MeetingClocks.Until(committed, until);
                        var subject = $"{meeting.Key}/{summons.OrganisationId}";
                        yield return new(ClockKeys.Of(rule.Key, subject), rule, subject, length, start, summons.KeptAt is not null);
                    }
                }
                break;
            default:
                break;
        }
    }

    private static DateTimeOffset? Start(ClockRule rule, CaseState state) => rule.From switch
    {
        "submitted" => state.SubmittedAt,
        "accepted" => state.AcceptedAt,
        "decided" => state.DecidedAt,
        "issued" => state.IssuedAt,
        "supplement" => state.Supplement?.AskedAt,
        var from when from.StartsWith("form.", StringComparison.Ordinal) => OfForm(state, from[5..]),
        _ => null,
    };

    private static DateTimeOffset? OfForm(CaseState state, string field) =>
        state.Form.TryGetValue(field, out var text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? ChinaTime.At(date, TimeOnly.MinValue)
            : null;

    private static bool IsOver(ClockRule rule, CaseState state) => rule.To switch
    {
        "accepted" => state.Phase != CasePhase.Submitted,
        "decided" => state.DecidedAt is not null,
        "issued" => state.IssuedAt is not null,
        "delivered" => state.DeliveredAt is not null,
        "ended" => state.TermEndedAt is not null,
        "supplemented" => state.Supplement?.ProvidedAt is not null,
        _ => false,
    };
}
