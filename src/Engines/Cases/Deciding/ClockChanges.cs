using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What events change of a clock.</summary>
internal static class ClockChanges
{
    public static CaseState Apply(CaseState state, RecordedEvent happened) => happened.Event switch
    {
        ClockStarted e => Set(state, Start(state.Clocks.GetValueOrDefault(e.Clock), e)),
        ClockPaused e => Change(state, e.Clock, c => c with { Pauses = c.Pauses.Add(new(e.Why, happened.At, null)) }),
        ClockResumed e => Change(state, e.Clock, c => Resume(c, happened.At)),
        ClockStopped e => Change(state, e.Clock, c => (c.IsPaused ? Resume(c, happened.At) : c) with { StoppedAt = happened.At }),
        ClockExtended e => Change(state, e.Clock, c => c with { Extensions = c.Extensions.Add(new(e.By, e.Reason, happened.ActorId, happened.At)) }),
        ClockExpired e => Change(state, e.Clock, c => c with { Expired = true }),
        _ => throw new InvalidOperationException($"{happened.Event.GetType().Name} does not concern a clock."),
    };

    /// <summary>A clock that is started again (its anchor in the form was mended) keeps its pauses and extensions.</summary>
    private static ClockState Start(ClockState? before, ClockStarted e) => before is null
        ? new(e.Clock, e.RuleKey, e.Subject, e.Limit, e.From, [], [], null, false)
        : before with { StartedAt = e.From, Limit = e.Limit };

    private static ClockState Resume(ClockState clock, DateTimeOffset at) =>
        clock with { Pauses = clock.Pauses.SetItem(clock.Pauses.Length - 1, clock.Pauses[^1] with { To = at }) };

    private static CaseState Change(CaseState state, string clock, Func<ClockState, ClockState> change) => Set(state, change(state.Clocks[clock]));

    private static CaseState Set(CaseState state, ClockState clock) => state with { Clocks = state.Clocks.SetItem(clock.Key, clock) };
}
