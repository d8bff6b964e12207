using Xunit;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Testing;

namespace Zhuangjin.Kernel.Tests.Time;

public sealed class DemoClockTests
{
    private static readonly DateTimeOffset Story = ChinaTime.At(new(2022, 8, 16), new(9, 0));

    [Fact]
    public async Task The_clock_begins_with_the_story_and_goes_on_from_there_after_a_restart()
    {
        await using var store = await TestDatabase.OpenAsync();
        var real = new StoppedTime(ChinaTime.At(new(2026, 11, 22), new(21, 0)));
        var time = new MovableTime(real);
        var clock = new DemoClock(store.Database, time);
        await clock.BeginAtAsync(Story);
        Assert.Equal(Story, time.GetUtcNow());
        await clock.MoveToAsync(Story.AddDays(1));
        Assert.Equal(Story.AddDays(1), time.GetUtcNow());
        real.Now += TimeSpan.FromHours(2);

        var restarted = new MovableTime(real);
        await new DemoClock(store.Database, restarted).BeginAtAsync(Story);
        Assert.Equal(Story.AddDays(1).AddHours(2), restarted.GetUtcNow());
    }

    [Fact]
    public async Task Another_node_follows_and_nobody_moves_it_back()
    {
        await using var store = await TestDatabase.OpenAsync();
        var real = new StoppedTime(Story);
        var (here, there) = (new MovableTime(real), new MovableTime(real));
        var (clock, other) = (new DemoClock(store.Database, here), new DemoClock(store.Database, there));
        await clock.MoveToAsync(Story.AddDays(3));
        await Assert.ThrowsAsync<InvalidInputException>(() => clock.MoveToAsync(Story.AddDays(2)));

        // The other node has not looked yet and moves less far: the farther one counts.
        await other.MoveToAsync(Story.AddDays(1));
        Assert.Equal(Story.AddDays(3), there.GetUtcNow());
        await clock.RefreshAsync(default);
        Assert.Equal(Story.AddDays(3), here.GetUtcNow());
    }

    private sealed class StoppedTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
