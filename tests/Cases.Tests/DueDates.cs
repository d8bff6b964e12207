using CsCheck;
using Xunit;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Tests;

/// <summary>Dues are derived from what a clock recorded, and anybody can follow how.</summary>
public class DueDates
{
    private static readonly ClockRule Rule = new() { Key = "c", Title = new LocalText("c"), Kind = ClockKind.Promised, From = "accepted", To = "decided", Limit = new(5, TimeBasis.WorkingDay) };

    private static ClockState Clock(DateTimeOffset start, string limit, params Pause[] pauses) => new("c", "c", null, Limit.Parse(limit), start, [.. pauses], [], null, false);

    [Theory]
    [InlineData("2022-09-28", "5wd", "2022-10-10")]
    [InlineData("2022-09-29", "5wd", "2022-10-11")]
    [InlineData("2022-09-28", "20wd", "2022-10-31")]
    [InlineData("2024-02-03", "1wd", "2024-02-04")]
    [InlineData("2022-08-16", "20d", "2022-09-05")]
    public void The_start_day_does_not_count(string start, string limit, string due) =>
        Assert.Equal(due, Clockwork.Text(Clockwork.Due(Clock(ChinaTime.At(DateOnly.Parse(start), new TimeOnly(15, 0)), limit), WorkCalendar.Shipped)!.Value.Date));

    [Fact]
    public void A_pause_takes_its_days_whole_and_one_within_a_day_takes_none()
    {
        var start = AcceptancePack.China(2022, 8, 16);
        var through = new Pause("supplement", AcceptancePack.China(2022, 8, 17), AcceptancePack.China(2022, 8, 19));
        var within = new Pause("supplement", AcceptancePack.China(2022, 8, 17), AcceptancePack.China(2022, 8, 17, 15));

        Assert.Equal(new DateOnly(2022, 8, 23), Clockwork.Due(Clock(start, "4d", through), WorkCalendar.Shipped)!.Value.Date);
        Assert.Equal(new DateOnly(2022, 8, 20), Clockwork.Due(Clock(start, "4d", within), WorkCalendar.Shipped)!.Value.Date);
    }

    [Fact]
    public void Hours_end_at_an_instant_and_a_pause_moves_it()
    {
        var start = AcceptancePack.China(2022, 8, 16);
        var pause = new Pause("test", start.AddHours(1), start.AddHours(3));

        Assert.Equal(start.AddHours(50), Clockwork.ExpiresAt(Clock(start, "48h", pause), WorkCalendar.Shipped));
    }

    [Fact]
    public void A_make_up_day_and_a_holiday_are_named_in_the_derivation()
    {
        var view = Clockwork.View(Clock(AcceptancePack.China(2022, 9, 28), "8wd"), Rule, WorkCalendar.Shipped, AcceptancePack.China(2022, 9, 28));

        Assert.Equal(
            ["cases.due.start 2022-09-28", "cases.due.limit.working-day 8", "cases.due.skip-holidays 2022-10-01 2022-10-07", "cases.due.make-up-day 2022-10-08", "cases.due.make-up-day 2022-10-09", "cases.due.ends 2022-10-13"],
            view.Explanation.Select(l => string.Join(' ', [l.Code, .. l.Args])));
    }

    [Fact]
    public void A_pause_never_brings_a_due_nearer_and_the_light_agrees_with_the_due() =>
        Gen.Select(Gen.Int[0, 1400], Gen.Int[1, 40], Gen.Bool, Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 120]).Sample((day, length, working, after, lasting, seen) =>
        {
            var start = AcceptancePack.China(2022, 1, 4).AddDays(day);
            var limit = length + (working ? "wd" : "d");
            var plain = Clockwork.Due(Clock(start, limit), WorkCalendar.Shipped)!.Value.Date;
            var clock = Clock(start, limit, new Pause("test", start.AddDays(after), start.AddDays(after + lasting)));
            var due = Clockwork.Due(clock, WorkCalendar.Shipped)!.Value.Date;
            var now = start.AddDays(after + lasting + seen);
            var view = Clockwork.View(clock, Rule, WorkCalendar.Shipped, now);
            var amber = Clockwork.AmberAt(clock, Rule, WorkCalendar.Shipped)!.Value;

            return due >= plain
                && (view.Light == Light.Red) == (now.ChinaDate() > due)
                && (view.Light == Light.Green) == (now < amber)
                && Clockwork.ExpiresAt(clock, WorkCalendar.Shipped) == ChinaTime.EndOf(due);
        });
}
