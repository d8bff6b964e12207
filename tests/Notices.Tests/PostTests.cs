using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Notices.Delivering;
using Zhuangjin.Notices.Telling;
using Zhuangjin.Testing;

namespace Zhuangjin.Notices.Tests;

/// <summary>A bureau's system subscribes to events, is away for a while, and misses nothing.</summary>
public sealed class PostTests(PostTests.Postgres postgres) : IClassFixture<PostTests.Postgres>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_come_signed_once_and_in_order_though_the_receiver_was_down(bool onPostgres)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var office = await Office.OpenAsync(onPostgres ? await postgres.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        var (_, secret) = await office.Subscriptions.OpenAsync("office/data", "督查系统", receiver.Address, "cases.", TestContext.Current.CancellationToken);

        receiver.Answer = 503;
        var first = await office.HappensAsync("owner");
        var second = await office.HappensAsync("owner");
        await office.HappensAsync("owner", type: "security.signed-in");
        await office.DeliverAsync();
        // The second waits behind the first, or it would overtake it.
        Assert.Equal([first.EntryId], receiver.Posts.Select(p => p.Id));

        receiver.Answer = 200;
        office.At("2022-08-16 10:01");
        while (await office.DeliverAsync() > 0)
        {
        }
        Assert.Equal([first.EntryId, second.EntryId], receiver.Posts.Where(p => p.Answered == 200).Select(p => p.Id));
        foreach (var post in receiver.Posts)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{post.Id}.{post.Timestamp}.{post.Body}"))), post.Signature);
        }
        var told = JsonDocument.Parse(receiver.Posts.Last().Body).RootElement;
        Assert.Equal(("cases.granted", "case/one", 1), (told.GetProperty("type").GetString(), told.GetProperty("data").GetProperty("stream").GetString(), told.GetProperty("data").GetProperty("index").GetInt64()));

        // The log hands an event over again after a crash.
        await office.HappensAsync("owner", again: second);
        Assert.Equal(0, await office.DeliverAsync());
        Assert.Equal(2, (await office.InboxAsync("owner")).Count);
        Assert.Equal(2, await office.Database.ReadAsync(s => MessageTable.UnreadAsync(s, "owner"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_never_taken_waits_for_a_person_who_tries_it_again()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var office = await Office.OpenAsync();
        await office.Subscriptions.OpenAsync("office/data", "督查系统", receiver.Address, "cases.", TestContext.Current.CancellationToken);
        receiver.Answer = 500;
        var happened = await office.HappensAsync("owner");
        for (var i = 0; i < DeliveryPlan.Pauses.Count + 1; i++)
        {
            Assert.Equal(1, await office.DeliverAsync());
            Assert.Equal(0, await office.DeliverAsync());
            office.Get<Kernel.Time.MovableTime>().ShiftBy(office.Get<Kernel.Time.MovableTime>().Shift + DeliveryPlan.Pauses[Math.Min(i, DeliveryPlan.Pauses.Count - 1)] + TimeSpan.FromSeconds(1));
        }
        var dead = Assert.Single(await office.DeadAsync());
        Assert.Equal((DeliveryPlan.Pauses.Count + 1L, "500 Internal Server Error"), (dead.Attempts, dead.Error));

        receiver.Answer = 200;
        await office.Database.WriteAsync(s => DeliveryTable.DecideAsync(s, dead.Id, again: true, office.Now), TestContext.Current.CancellationToken);
        await office.DeliverAsync();
        Assert.Equal((happened.EntryId, 200), (receiver.Posts.Last().Id, receiver.Posts.Last().Answered));
        Assert.Empty(await office.DeadAsync());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_or_closed_is_left_alone()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var office = await Office.OpenAsync();
        var (subscription, _) = await office.Subscriptions.OpenAsync("office/data", "督查系统", receiver.Address, "cases.", TestContext.Current.CancellationToken);
        receiver.Answer = 410;
        await office.HappensAsync("owner");
        await office.DeliverAsync();
        Assert.StartsWith("410", Assert.Single(await office.DeadAsync()).Error);

        await office.HappensAsync("owner");
        await office.Subscriptions.CloseAsync("office/data", subscription.Id, TestContext.Current.CancellationToken);
        await office.DeliverAsync();
        Assert.Single(receiver.Posts);
    }

    [Fact]
    public async Task A_slow_receiver_holds_up_no_other()
    {
        await using var away = await Receiver.StartAsync();
        await using var here = await Receiver.StartAsync();
        await using var office = await Office.OpenAsync();
        await office.Subscriptions.OpenAsync("office/data", "甲系统", away.Address, "cases.", TestContext.Current.CancellationToken);
        await office.Subscriptions.OpenAsync("office/data", "乙系统", here.Address, "cases.granted", TestContext.Current.CancellationToken);
        away.Answer = 503;
        for (var i = 0; i < 20; i++)
        {
            await office.HappensAsync("owner");
        }
        while (await office.DeliverAsync() > 0)
        {
        }
        Assert.Equal((1, 20), (away.Posts.Count, here.Posts.Count));
    }

    [Fact]
    public async Task Urgent_things_go_to_the_gateway_as_short_messages()
    {
        await using var gateway = await Receiver.StartAsync();
        await using var office = await Office.OpenAsync(gateway: gateway);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal("notices.fault.mobile", (await Assert.ThrowsAsync<InvalidInputException>(() => office.Preferences.SaveAsync("owner", "zh", default, "123", cancel))).Faults.Single().Code);
        await office.Preferences.SaveAsync("owner", "zh", default, "13900000000", cancel);
        await office.HappensAsync("owner");
        await office.HappensAsync("owner", urgent: true);
        await office.DeliverAsync();
        var sent = JsonDocument.Parse(Assert.Single(gateway.Posts).Body).RootElement;
        Assert.Equal(("13900000000", "第 1 件"), (sent.GetProperty("to").GetString(), sent.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_wrong_subscription_is_told_at_its_fields()
    {
        await using var office = await Office.OpenAsync();
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => office.Subscriptions.OpenAsync("office/data", " ", "ftp://here", "notices.", TestContext.Current.CancellationToken));
        Assert.Equal(["name", "address", "types"], refused.Faults.Select(f => f.Field));
    }

    public sealed class Postgres : IAsyncLifetime
    {
        public PostgresCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

        public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
    }
}
