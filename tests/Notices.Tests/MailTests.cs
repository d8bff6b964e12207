using Xunit;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Notices.Preferences;

namespace Zhuangjin.Notices.Tests;

/// <summary>An applicant wants e-mails: his address is confirmed, urgent things come at once, the rest once a day, and never a flood.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task Urgent_things_come_at_once_and_the_rest_in_one_digest()
    {
        await using var mails = await MailServer.StartAsync();
        await using var office = await Office.OpenAsync(mails: mails);
        await office.ConfirmAsync("owner", "owner@zhuangjin.example", mails);

        await office.HappensAsync("owner", urgent: true);
        await office.DeliverAsync();
        var urgent = mails.Next();
        Assert.Equal(("第 0 件", "owner@zhuangjin.example", "auto-generated"), (urgent.Subject, urgent.To.Single(), urgent.Auto));
        Assert.Contains("https://zhuangjin.example/inbox/", urgent.Text);

        for (var i = 0; i < 5; i++)
        {
            await office.HappensAsync("owner other");
        }
        Assert.Equal(0, await office.DeliverAsync());
        office.At("2022-08-16 16:59");
        Assert.Equal(0, await office.DeliverAsync());
        office.At("2022-08-16 17:00");
        await office.DeliverAsync();
        var digest = mails.Next();
        Assert.Equal("壮锦：5 条新消息", digest.Subject);
        Assert.All(Enumerable.Range(1, 5), n => Assert.Contains($"第 {n} 件", digest.Text));
        Assert.Equal(0, await office.DeliverAsync());
        Assert.Equal(0, mails.Waiting);
        Assert.Equal(6, (await office.InboxAsync("owner")).Count);
        Assert.Equal(5, (await office.InboxAsync("other")).Count);
    }

    [Fact]
    public async Task Even_urgent_things_are_gathered_when_they_come_thick()
    {
        await using var mails = await MailServer.StartAsync();
        await using var office = await Office.OpenAsync(mails: mails);
        await office.ConfirmAsync("owner", "owner@zhuangjin.example", mails);
        await office.HappensAsync("owner", urgent: true);
        await office.DeliverAsync();
        Assert.Equal("第 0 件", mails.Next().Subject);

        await office.HappensAsync("owner", urgent: true);
        await office.HappensAsync("owner");
        await office.HappensAsync("owner", urgent: true);
        Assert.Equal(0, await office.DeliverAsync());
        office.At("2022-08-16 10:16");
        await office.DeliverAsync();
        Assert.Equal("壮锦：3 条新消息", mails.Next().Subject);
    }

    [Fact]
    public async Task What_was_read_in_the_meantime_is_not_mailed()
    {
        await using var mails = await MailServer.StartAsync();
        await using var office = await Office.OpenAsync(mails: mails);
        await office.ConfirmAsync("owner", "owner@zhuangjin.example", mails);
        await office.HappensAsync("owner");
        await office.Database.WriteAsync(s => Telling.MessageTable.ReadAllAsync(s, "owner", office.Now), TestContext.Current.CancellationToken);
        await office.HappensAsync("owner");
        office.At("2022-08-16 17:00");
        await office.DeliverAsync();
        Assert.Equal("第 1 件", mails.Next().Subject);
    }

    [Fact]
    public async Task An_address_counts_only_once_its_owner_typed_the_code_in()
    {
        await using var mails = await MailServer.StartAsync();
        await using var office = await Office.OpenAsync(mails: mails);
        var cancel = TestContext.Current.CancellationToken;
        async Task<string> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<InvalidInputException>(act)).Faults.Single().Code;

        Assert.Equal("notices.fault.mail", await RefusedAsync(() => office.Preferences.AskAsync("owner", "zh", "not an address", cancel)));
        Assert.Equal("notices.fault.mail-not-taken", await RefusedAsync(() => office.Preferences.AskAsync("owner", "zh", "nobody@zhuangjin.example", cancel)));
        await office.Preferences.AskAsync("owner", "zh", "owner@zhuangjin.example", cancel);
        Assert.Equal("notices.fault.wait-a-minute", await RefusedAsync(() => office.Preferences.AskAsync("owner", "zh", "owner@zhuangjin.example", cancel)));
        await office.HappensAsync("owner", urgent: true);
        Assert.Equal(0, await office.DeliverAsync());

        var code = System.Text.RegularExpressions.Regex.Match(mails.Next().Text, @"\b\d{6}\b").Value;
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("notices.fault.code", await RefusedAsync(() => office.Preferences.ConfirmAsync("owner", wrong, cancel)));
        }
        // Guessed at too often, the right one is of no use either.
        Assert.Equal("notices.fault.code-old", await RefusedAsync(() => office.Preferences.ConfirmAsync("owner", code, cancel)));
        Assert.Null((await office.Preferences.OfAsync("owner", cancel)).Mail);
    }

    [Fact]
    public async Task A_full_mailbox_is_tried_again_and_an_unknown_one_is_left_to_a_person()
    {
        await using var mails = await MailServer.StartAsync();
        await using var office = await Office.OpenAsync(mails: mails);
        await office.ConfirmAsync("owner", "owner@zhuangjin.example", mails);
        await MoveAsync(office, "full@zhuangjin.example");
        await office.HappensAsync("owner", urgent: true);
        await office.DeliverAsync();
        Assert.Empty(await office.DeadAsync());
        await MoveAsync(office, "nobody@zhuangjin.example");
        office.At("2022-08-16 10:01");
        await office.DeliverAsync();
        Assert.StartsWith("550", Assert.Single(await office.DeadAsync()).Error);
    }

    /// <summary>The mailbox went elsewhere after it was confirmed.</summary>
    private static Task MoveAsync(Office office, string address) => office.Database.WriteAsync(
        s => s.ExecuteAsync("update notices_preference set mail = $1", office.Get<AddressBox>().Seal(address)), TestContext.Current.CancellationToken);
}
