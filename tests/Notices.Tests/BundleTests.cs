using Xunit;
using Zhuangjin.Testing;

namespace Zhuangjin.Notices.Tests;

/// <summary>A head gives a clerk a whole list: the clerk finds one notice that counts, not two hundred.</summary>
public sealed class BundleTests(PostTests.Postgres postgres) : IClassFixture<PostTests.Postgres>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_comes_together_is_one_until_it_is_read_or_time_has_passed(bool onPostgres)
    {
        await using var mails = await MailServer.StartAsync();
        await using var office = await Office.OpenAsync(onPostgres ? await postgres.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db", mails);
        await office.ConfirmAsync("clerk", "clerk@example.org", mails);
        await office.HappensAsync("clerk", bundle: "assigned/head");
        Assert.Equal("第 0 件", Assert.Single(await office.InboxAsync("clerk")).Title.In("zh"));
        for (var i = 0; i < 3; i++)
        {
            var happened = await office.HappensAsync("clerk", bundle: "assigned/head");
            await office.HappensAsync("clerk", again: happened);
        }
        await office.HappensAsync("clerk", bundle: "assigned/other");
        var inbox = await office.InboxAsync("clerk");
        Assert.Equal(2, inbox.Count);
        var together = inbox.Single(m => m.Href == "/work");
        Assert.Equal(("4 项新任务", "4 new tasks"), (together.Title.In("zh"), together.Title.In("en")));

        // The mail of the day was planned for the first, and says how many they are when it leaves.
        office.At("2022-08-16 17:01");
        await office.DeliverAsync();
        Assert.Contains("4 项新任务", mails.Next().Text, StringComparison.Ordinal);

        await office.HappensAsync("clerk", bundle: "assigned/head");
        Assert.Equal(3, (await office.InboxAsync("clerk")).Count);
    }
}
