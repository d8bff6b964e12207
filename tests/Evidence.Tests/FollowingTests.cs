using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Following;

namespace Zhuangjin.Evidence.Tests;

public sealed class FollowingTests
{
    private sealed class Listener : ILogFollower
    {
        public List<long> Heard { get; } = [];

        /// <summary>Fails before this event is taken, so many times.</summary>
        public (long Index, int Times) Trouble { get; set; } = (-1, 0);

        public string Name => "test.listener";

        public bool Wants(string type) => type == "cases.item-agreed";

        public Task HandleAsync(SealedEvent happened, CancellationToken cancel)
        {
            if (happened.Index == Trouble.Index && Trouble.Times > 0)
            {
                Trouble = (happened.Index, Trouble.Times - 1);
                throw new IOException("the archive is closed");
            }
            Heard.Add(happened.Index);
            return Task.CompletedTask;
        }
    }

    /// <summary>Takes many at once, and nothing of a batch in which one fails.</summary>
    private sealed class BulkListener : IBulkLogFollower
    {
        public List<int> Batches { get; } = [];

        public List<long> Heard { get; } = [];

        public long Refused { get; set; } = -1;

        public string Name => "test.bulk";

        public bool Wants(string type) => type == "cases.item-agreed";

        public Task HandleAsync(SealedEvent happened, CancellationToken cancel) => HandleAsync([happened], cancel);

        public Task HandleAsync(IReadOnlyList<SealedEvent> happened, CancellationToken cancel)
        {
            if (happened.Any(h => h.Index == Refused))
            {
                throw new IOException("the archive is closed");
            }
            Batches.Add(happened.Count);
            Heard.AddRange(happened.Select(h => h.Index));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_follower_in_bulk_gets_many_at_once_and_one_by_one_after_a_failure()
    {
        await using var log = await TestLog.OpenAsync();
        for (var i = 1; i <= 600; i++)
        {
            await log.RecordAsync($"case/{i}", 1);
        }
        await log.SealAllAsync();
        var listener = new BulkListener { Refused = 100 };
        var run = new FollowerRun(listener, log.Database, TimeProvider.System, NullLogger.Instance);
        Assert.True(await run.StepAsync(default));
        Assert.Empty(listener.Heard);
        Assert.True(await run.StepAsync(default));
        Assert.Equal(100, listener.Heard.Count); // only what fails holds back what follows
        listener.Refused = -1;
        while (await run.StepAsync(default))
        {
        }
        await run.StepAsync(default);
        Assert.Equal(Enumerable.Range(0, 600).Select(i => (long)i), listener.Heard);
        Assert.True(listener.Batches.Max() > 200, "Never more than one at once.");
    }

    [Fact]
    public async Task Every_event_comes_in_order_and_the_place_is_kept()
    {
        await using var log = await TestLog.OpenAsync();
        var listener = new Listener();
        var run = new FollowerRun(listener, log.Database, TimeProvider.System, NullLogger.Instance);
        Assert.False(await run.StepAsync(default));
        for (var i = 1; i <= 600; i++)
        {
            await log.RecordAsync($"case/{i}", 1);
        }
        Assert.False(await run.StepAsync(default)); // recorded is not sealed
        await log.SealAllAsync();
        while (await run.StepAsync(default))
        {
        }
        Assert.Equal(Enumerable.Range(0, 600).Select(i => (long)i), listener.Heard);
        Assert.False(await new FollowerRun(listener, log.Database, TimeProvider.System, NullLogger.Instance).StepAsync(default));
        Assert.Equal(600, listener.Heard.Count);
    }

    [Fact]
    public async Task A_failure_holds_back_what_follows_is_shown_and_then_overcome()
    {
        await using var log = await TestLog.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            await log.RecordAsync("case/a", i);
        }
        await log.SealAllAsync();
        var listener = new Listener { Trouble = (3, 2) };
        var health = new StoredHealth(log.Database, log.Folder, log.National, [listener], new AnchorStanding(new AnchorSettings([], [])));
        var run = new FollowerRun(listener, log.Database, TimeProvider.System, NullLogger.Instance);

        Assert.True(await run.StepAsync(default));
        Assert.Equal([0, 1, 2], listener.Heard);
        Assert.Equal(new FollowerHealth("test.listener", 2, 1, "the archive is closed"), Assert.Single((await health.HealthAsync()).Followers));

        Assert.True(await run.StepAsync(default));
        Assert.Equal(2, Assert.Single((await health.HealthAsync()).Followers).Failures);

        Assert.False(await run.StepAsync(default));
        Assert.Equal([0, 1, 2, 3, 4], listener.Heard);
        Assert.Equal(new FollowerHealth("test.listener", 0, 0, null), Assert.Single((await health.HealthAsync()).Followers));
    }

    [Fact]
    public async Task After_a_crash_events_may_come_again_but_none_is_left_out()
    {
        await using var log = await TestLog.OpenAsync();
        for (var i = 1; i <= 10; i++)
        {
            await log.RecordAsync("case/a", i);
        }
        await log.SealAllAsync();
        var listener = new Listener();
        using var dying = new CancellationTokenSource();
        var interrupted = new Interrupting(listener, dying, at: 6);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FollowerRun(interrupted, log.Database, TimeProvider.System, NullLogger.Instance).StepAsync(dying.Token));
        Assert.Equal(6, listener.Heard.Count);

        await new FollowerRun(listener, log.Database, TimeProvider.System, NullLogger.Instance).StepAsync(default);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), listener.Heard.Distinct());
    }

    private sealed class Interrupting(Listener inner, CancellationTokenSource dying, long at) : ILogFollower
    {
        public string Name => inner.Name;

        public bool Wants(string type) => true;

        public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
        {
            if (happened.Index == at)
            {
                await dying.CancelAsync();
                cancel.ThrowIfCancellationRequested();
            }
            await inner.HandleAsync(happened, cancel);
        }
    }

    [Fact]
    public void Pauses_grow_and_have_an_end()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(100), FollowerRun.Pause(1));
        Assert.Equal(TimeSpan.FromMilliseconds(800), FollowerRun.Pause(4));
        Assert.Equal(TimeSpan.FromMinutes(1), FollowerRun.Pause(1000));
    }
}
