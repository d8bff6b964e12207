using CsCheck;
using Xunit;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Supervision.Blame;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Tests;

/// <summary>Whose time it was: whatever happens, every moment of a case is counted once, and only to somebody whose clock says so.</summary>
public class BlameTests
{
    [Fact]
    public void Every_moment_is_counted_once_and_the_parts_add_up_to_the_whole() =>
        Gen.Select(CaseInvariants.Moves.Array[1, 40], Gen.Int[0, 24 * 30]).Sample((moves, later) =>
        {
            var (state, now) = Walk(moves);
            var split = Blaming.Split(AcceptancePack.Main.Matter, state, WorkCalendar.Shipped, now = now.AddHours(later));
            var at = state.SubmittedAt;
            foreach (var interval in split.Intervals)
            {
                Assert.Equal(at, interval.From);
                Assert.True(interval.To > interval.From);
                at = interval.To;
            }
            Assert.Equal(state.EndedAt ?? now, at);
            Assert.Equal(split.Elapsed, Enum.GetValues<TimeBearer>().Aggregate(TimeSpan.Zero, (sum, bearer) => sum + split.Of(bearer)));
        }, iter: 400);

    [Fact]
    public void An_office_bears_only_what_an_overdue_clock_of_its_own_explains_and_the_applicant_only_what_a_pause_explains() =>
        CaseInvariants.Moves.Array[1, 40].Sample(moves =>
        {
            var (state, now) = Walk(moves);
            foreach (var interval in Blaming.Split(AcceptancePack.Main.Matter, state, WorkCalendar.Shipped, now).Intervals.Where(i => i.Bearer != TimeBearer.InTime))
            {
                Assert.NotEmpty(interval.Clocks);
                Assert.Equal(interval.Bearer == TimeBearer.Office, interval.Offices.Length > 0);
                foreach (var clock in interval.Clocks.Select(key => state.Clocks[key]))
                {
                    if (interval.Bearer == TimeBearer.Office)
                    {
                        var view = Clockwork.View(clock, CaseClocks.RuleOf(AcceptancePack.Main.Matter, clock), WorkCalendar.Shipped, interval.To);
                        Assert.True(clock.StoppedAt is null || clock.StoppedAt >= interval.To);
                        Assert.Contains(view.Light, (Light[])[Light.Red, Light.Missed, Light.Paused]);
                    }
                    else
                    {
                        Assert.Contains(clock.Pauses, p => p.From <= interval.From && (p.To ?? DateTimeOffset.MaxValue) >= interval.To);
                    }
                }
            }
        }, iter: 400);

    [Fact]
    public void What_was_counted_stays_counted_while_time_passes() =>
        Gen.Select(CaseInvariants.Moves.Array[1, 30], Gen.Int[1, 24 * 60]).Sample((moves, later) =>
        {
            var (state, now) = Walk(moves);
            var early = Blaming.Split(AcceptancePack.Main.Matter, state, WorkCalendar.Shipped, now);
            var late = Blaming.Split(AcceptancePack.Main.Matter, state, WorkCalendar.Shipped, now.AddHours(later));
            foreach (var bearer in Enum.GetValues<TimeBearer>())
            {
                Assert.True(late.Of(bearer) >= early.Of(bearer));
            }
        }, iter: 300);

    private static (CaseState State, DateTimeOffset Now) Walk(CaseInvariants.Move[] moves)
    {
        var now = AcceptancePack.China(2022, 8, 16);
        var events = new List<RecordedEvent>();
        var state = CaseInvariants.Send(null, AcceptancePack.Submission("tax_proof"), now, "owner", events);
        foreach (var move in moves)
        {
            state = CaseInvariants.Send(state, CaseInvariants.Command(state, move), now = now.AddHours(move.Hours), "li", events);
        }
        return (state, now);
    }
}
