using System.Collections.Concurrent;
using Xunit;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Notices.Tests;

/// <summary>A bank's system is told of a licence and answers with an account, over HTTP; it may be down for hours.</summary>
public sealed class PartnerTests(PostTests.Postgres postgres) : IClassFixture<PostTests.Postgres>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bank_that_was_down_gets_each_post_once_and_its_answer_comes_home(bool onPostgres)
    {
        var bank = new Bank();
        await using var office = await Office.OpenAsync(onPostgres ? await postgres.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db", partner: bank);
        var posts = office.Get<IPosts>();
        await posts.PutAsync("bank", "case-1", "{\"licence\":\"1\"}", Cancel);
        await posts.PutAsync("bank", "case-1", "{\"licence\":\"1\"}", Cancel);
        var port = 0;
        await using (var first = await Receiver.StartAsync())
        {
            bank.Address = new(first.Address);
            port = bank.Address.Port;
        }

        // Nobody listens there now: a refused connection, not only a bad answer.
        await office.DeliverAsync();
        var tried = await posts.FindAsync("bank", "case-1", Cancel);
        Assert.Equal((PostOutcome.Waiting, 1L), (tried!.Outcome, tried.Attempts));
        Assert.NotNull(tried.Error);
        Assert.True(tried.NextAt > office.Now);
        Assert.Equal(0, await office.DeliverAsync());
        office.Get<MovableTime>().ShiftBy(office.Get<MovableTime>().Shift + TimeSpan.FromMinutes(1));
        await office.DeliverAsync();
        var again = await posts.FindAsync("bank", "case-1", Cancel);
        Assert.Equal(2, again!.Attempts);
        Assert.True(again.NextAt - office.Now > TimeSpan.FromSeconds(20), "The pauses grow.");

        await using var up = await Receiver.StartAsync(port);
        up.Says = "{\"account\":\"990011\"}";
        Assert.True(await posts.TryAgainAsync("bank", "case-1", Cancel));
        await office.DeliverAsync();
        Assert.Equal(PostOutcome.Delivered, (await posts.FindAsync("bank", "case-1", Cancel))!.Outcome);
        Assert.Equal(("case-1", up.Says), Assert.Single(bank.Answers));
        Assert.Equal("case-1", Assert.Single(up.Posts).Id);

        await posts.PutAsync("bank", "case-1", "{\"licence\":\"1\"}", Cancel);
        Assert.Equal(0, await office.DeliverAsync());
        Assert.False(await posts.TryAgainAsync("bank", "case-1", Cancel));
        Assert.Single(up.Posts);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_counts_as_not_taken()
    {
        await using var receiver = await Receiver.StartAsync();
        var bank = new Bank { Address = new(receiver.Address) };
        await using var office = await Office.OpenAsync(partner: bank);
        receiver.Says = "thanks";
        await office.Get<IPosts>().PutAsync("bank", "case-1", "{}", Cancel);
        await office.DeliverAsync();
        var state = await office.Get<IPosts>().FindAsync("bank", "case-1", Cancel);
        Assert.Equal(PostOutcome.Waiting, state!.Outcome);
        Assert.Contains("cannot be read", state.Error);

        receiver.Says = "{\"account\":\"990011\"}";
        await office.Get<IPosts>().TryAgainAsync("bank", "case-1", Cancel);
        await office.DeliverAsync();
        Assert.Equal(["case-1", "case-1"], receiver.Posts.Select(p => p.Id));
        Assert.Single(bank.Answers);
    }

    private sealed class Bank : IPostReceiver
    {
        public string Name => "bank";

        public Uri? Address { get; set; }

        public byte[] Secret { get; } = "a secret of the bank"u8.ToArray();

        public ConcurrentQueue<(string Key, string Answer)> Answers { get; } = new();

        public Task AnsweredAsync(string key, string answer, CancellationToken cancel = default)
        {
            if (!answer.StartsWith('{'))
            {
                throw new FormatException("no JSON");
            }
            Answers.Enqueue((key, answer));
            return Task.CompletedTask;
        }
    }
}
