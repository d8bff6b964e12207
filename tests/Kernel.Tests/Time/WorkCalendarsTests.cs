using System.Text;
using Xunit;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Testing;

namespace Zhuangjin.Kernel.Tests.Time;

public sealed class WorkCalendarsTests
{
    private static Stream Notice(string json) => new MemoryStream(Encoding.UTF8.GetBytes(json));

    [Fact]
    public async Task A_new_notice_makes_provisional_dues_firm_on_every_node_and_after_a_restart()
    {
        await using var store = await TestDatabase.OpenAsync();
        var here = new WorkCalendars(store.Database, TimeProvider.System);
        var there = new WorkCalendars(store.Database, TimeProvider.System);
        var start = new DateOnly(2026, 12, 31);
        Assert.Equal(new DueDate(new(2027, 1, 1), true), here.Current.Due(start, Limit.Parse("1wd")));

        await here.LoadNoticeAsync(Notice("""{ "years": { "2027": { "off": ["2027-01-01"], "work": ["2027-01-03"] } } }"""));
        Assert.Equal(new DueDate(new(2027, 1, 3), false), here.Current.Due(start, Limit.Parse("1wd")));
        Assert.NotEqual(WorkCalendar.Shipped.Version, here.Current.Version);

        await there.RefreshAsync(default);
        Assert.Equal(here.Current.Version, there.Current.Version);
        Assert.Equal(new DueDate(new(2027, 1, 3), false), there.Current.Due(start, Limit.Parse("1wd")));
        Assert.Equal(249, there.Current.WorkingDaysIn(2022));
        var same = there.Current;
        await there.RefreshAsync(default);
        Assert.Same(same, there.Current);
    }

    [Fact]
    public async Task A_corrected_notice_outweighs_the_shipped_one()
    {
        await using var store = await TestDatabase.OpenAsync();
        var calendars = new WorkCalendars(store.Database, TimeProvider.System);
        var corrected = await calendars.LoadNoticeAsync(Notice("""{ "years": { "2026": { "off": ["2026-06-15"], "work": [] } } }"""));
        Assert.False(corrected.IsWorkingDay(new(2026, 6, 15)));
        Assert.True(corrected.IsWorkingDay(new(2026, 10, 1)));
    }

    [Theory]
    [InlineData("""nothing""", "kernel.fault.calendar-json")]
    [InlineData("""{ "years": { } }""", "kernel.fault.calendar-shape")]
    [InlineData("""{ "year": { } }""", "kernel.fault.calendar-shape")]
    [InlineData("""{ "years": { "2027": { "off": [] } } }""", "kernel.fault.calendar-shape")]
    [InlineData("""{ "years": { "2027": { "off": ["2027-02-30"], "work": [] } } }""", "kernel.fault.calendar-date")]
    [InlineData("""{ "years": { "2027": { "off": ["2072-01-01"], "work": [] } } }""", "kernel.fault.calendar-date")]
    [InlineData("""{ "years": { "2027": { "off": [], "work": ["2027-01-04"] } } }""", "kernel.fault.calendar-work")]
    public async Task A_faulty_notice_changes_nothing(string json, string code)
    {
        await using var store = await TestDatabase.OpenAsync();
        var calendars = new WorkCalendars(store.Database, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => calendars.LoadNoticeAsync(Notice(json)));
        Assert.Equal(code, refused.Faults.Single().Code);
        await calendars.RefreshAsync(default);
        Assert.Same(WorkCalendar.Shipped, calendars.Current);
    }
}
