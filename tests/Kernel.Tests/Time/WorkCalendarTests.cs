using System.Globalization;
using CsCheck;
using Xunit;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Kernel.Tests.Time;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Shipped;

    private static readonly Gen<DateOnly> Days = Gen.Int[0, (365 * 5) - 40].Select(n => new DateOnly(2022, 1, 1).AddDays(n));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2022-09-28", "5wd", "2022-10-10")]
    [InlineData("2022-09-29", "5wd", "2022-10-11")]
    [InlineData("2022-09-28", "20wd", "2022-10-31")]
    [InlineData("2024-02-03", "1wd", "2024-02-04")] // a Sunday worked
    [InlineData("2022-08-16", "4d", "2022-08-20")] // certificate at acceptance, calendar days
    [InlineData("2022-08-16", "4wd", "2022-08-22")] // the same in working days
    [InlineData("2022-08-16", "20d", "2022-09-05")] // public notice of a simple deregistration
    public void The_due_dates_of_the_law(string start, string limit, string due) =>
        Assert.Equal(new DueDate(Date(due), Provisional: false), Calendar.Due(Date(start), Limit.Parse(limit)));

    [Theory]
    [InlineData(2022, 249)]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void Working_days_of_each_announced_year(int year, int days) => Assert.Equal(days, Calendar.WorkingDaysIn(year));

    [Fact]
    public void A_due_date_that_crosses_into_a_year_without_notice_is_provisional()
    {
        Assert.False(Calendar.Due(Date("2026-12-28"), Limit.Parse("3wd")).Provisional);
        Assert.True(Calendar.Due(Date("2026-12-28"), Limit.Parse("4wd")).Provisional);
        Assert.False(Calendar.Due(Date("2026-12-28"), Limit.Parse("30d")).Provisional);
    }

    /// <summary>The naive model: list the days after the start that are neither paused nor free, and take the last of them.</summary>
    [Fact]
    public void Due_dates_agree_with_counting_on_a_list() =>
        Gen.Select(Days, Gen.Int[1, 25], Gen.Bool, Gen.Int[0, 10], Gen.Int[0, 6]).Sample((start, length, working, pauseAfter, pauseLength) =>
        {
            bool Paused(DateOnly day) => day > start.AddDays(pauseAfter) && day <= start.AddDays(pauseAfter + pauseLength);
            var limit = new Limit(length, working ? TimeBasis.WorkingDay : TimeBasis.CalendarDay);
            var expected = Enumerable.Range(1, 400).Select(n => start.AddDays(n))
                .Where(d => !Paused(d) && (!working || Calendar.IsWorkingDay(d)))
                .ElementAt(length - 1);
            Assert.Equal(expected, Calendar.Due(start, limit, Paused).Date);
        });

    [Fact]
    public void A_limit_of_working_days_ends_on_a_working_day_that_many_working_days_later() =>
        Gen.Select(Days, Gen.Int[1, 25]).Sample((start, length) =>
        {
            var due = Calendar.Due(start, new(length, TimeBasis.WorkingDay)).Date;
            Assert.True(Calendar.IsWorkingDay(due));
            Assert.Equal(length, Calendar.WorkingDaysBetween(start, due));
            Assert.Equal(-length, Calendar.WorkingDaysBetween(due, start));
        });

    [Fact]
    public void A_later_start_or_a_longer_limit_is_never_due_earlier() =>
        Gen.Select(Days, Gen.Int[1, 25]).Sample((start, length) =>
        {
            var due = Calendar.Due(start, new(length, TimeBasis.WorkingDay)).Date;
            Assert.True(Calendar.Due(start.AddDays(1), new(length, TimeBasis.WorkingDay)).Date >= due);
            Assert.True(Calendar.Due(start, new(length + 1, TimeBasis.WorkingDay)).Date > due);
        });

    [Theory]
    [InlineData("5wd")]
    [InlineData("4d")]
    [InlineData("48h")]
    public void Limits_read_what_they_write(string text) => Assert.Equal(text, Limit.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("0d")]
    [InlineData("-1wd")]
    [InlineData("wd")]
    [InlineData("5 wd")]
    public void What_is_no_limit_is_refused(string text) => Assert.Throws<FormatException>(() => Limit.Parse(text));

    [Fact]
    public void Hours_end_at_an_instant_and_not_on_a_day() => Assert.Throws<ArgumentException>(() => Calendar.Due(Date("2022-08-16"), Limit.Parse("48h")));
}
