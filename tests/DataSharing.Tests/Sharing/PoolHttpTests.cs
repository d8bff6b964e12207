using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Changes;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Notices.Tests;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Tests.Sharing;

/// <summary>What a department's system can find out over HTTP with a token of its own, and what not.</summary>
public sealed partial class PoolHttpTests(PoolSite site) : IClassFixture<PoolSite>
{
    private const string Persons = "SELECT 'K' || i AS id_no, '居民' || i AS name, CASE WHEN i % 2 = 0 THEN '451002' ELSE '451003' END AS division, 'S' || i AS secret FROM range(100) t(i)";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_tell_nothing_but_what_was_granted()
    {
        site.Resource = "test.a";
        await site.PublishAsync(Persons);
        var (mine, token) = await site.SystemAsync("pool-user-0");
        var (_, strange) = await site.SystemAsync("pool-stranger-0");
        var grant = await site.GrantAsync(mine);
        var records = $"/api/v1/pool/{site.Resource}/records?grant={grant}";

        // Columns outside the purpose are absent: neither their names nor their values leave.
        var found = await (await site.AskAsync(token, records + "&id_no=K2")).Content.ReadAsStringAsync(Cancel);
        using (var json = JsonDocument.Parse(found))
        {
            Assert.Equal(["id_no", "name"], json.RootElement.GetProperty("records")[0].EnumerateObject().Select(p => p.Name));
        }
        Assert.DoesNotMatch("division|451002|secret|S2", found);

        // A record outside the rows is answered like one that does not exist: status, headers, length and body but for the entry of the log.
        var (outside, nobody) = (await TellAsync(await site.AskAsync(token, records + "&id_no=K3")), await TellAsync(await site.AskAsync(token, records + "&id_no=K999")));
        Assert.StartsWith("200", outside, StringComparison.Ordinal);
        Assert.Equal(nobody, outside);

        // No way round by other items, sorting, filters, counts or two keys at once: all are refused, in the same words.
        var refusals = new List<string>();
        foreach (var query in (string[])["&secret=S2", "&division=451002", "&name=居**", "&shoe_size=40", "", "&id_no=K2&division=451003", "&id_no=K2&sort=division", "&id_no=K2&count=true", "&filter=division%3D451003", "&id_no=K2&id_no=K3", "&id_no=K2&select=secret"])
        {
            refusals.Add(await TellAsync(await site.AskAsync(token, records + query)));
        }
        Assert.StartsWith("422", refusals[0], StringComparison.Ordinal);
        Assert.All(refusals, r => Assert.Equal(refusals[0], r));

        // Another's grant, one that does not exist, and mine for another resource that exists or does not: one answer, for records, files and changes alike.
        foreach (var form in (string[])["/api/v1/pool/{1}/records?grant={0}&id_no=K2", "/api/v1/pool/{1}/file?grant={0}", "/api/v1/grants/{0}/changes"])
        {
            string Of(string id, string resource) => form.Replace("{0}", id, StringComparison.Ordinal).Replace("{1}", resource, StringComparison.Ordinal);
            string[] answers =
            [
                await TellAsync(await site.AskAsync(strange, Of(grant, site.Resource))),
                await TellAsync(await site.AskAsync(strange, Of("01h000000000000000000000000", site.Resource))),
                .. form.Contains("{1}", StringComparison.Ordinal) ? [await TellAsync(await site.AskAsync(token, Of(grant, "test.other"))), await TellAsync(await site.AskAsync(token, Of("none", "test.other")))] : (string[])[],
            ];
            Assert.StartsWith("403", Assert.Single(answers.Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Http.GetAsync(records + "&id_no=K2", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.AskAsync(token[..^5] + "AAAAA", records + "&id_no=K2")).StatusCode);
    }

    [Fact]
    public async Task A_file_tells_by_its_tag_and_length_only_what_is_in_it_and_quota_and_end_are_told_plainly()
    {
        site.Resource = "test.b";
        await site.PublishAsync(Persons);
        var (mine, token) = await site.SystemAsync("pool-user-1");
        var grant = await site.GrantAsync(mine, quota: 100);
        var address = $"/api/v1/pool/{site.Resource}/file?grant={grant}";
        var first = await site.AskAsync(token, address);
        var tag = first.Headers.ETag!;
        var bytes = await first.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(bytes.Length, first.Content.Headers.ContentLength);
        Assert.Equal(50, Encoding.UTF8.GetString(bytes).Count(c => c == '\n') - 1);
        var part = await site.AskAsync(token, address, more: r => { r.Headers.Range = new(10, 29); r.Headers.IfRange = new(tag); });
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[10..30], await part.Content.ReadAsByteArrayAsync(Cancel));

        // Outside the grant everything becomes different and twice as much: its file keeps tag and length.
        await site.PublishAsync(Persons + " UNION ALL SELECT 'N' || i, '新居民' || i, '451003', 'S' FROM range(1000) t(i)");
        HttpResponseMessage second;
        do
        {
            second = await site.AskAsync(token, address, HttpMethod.Head);
        }
        while (second.Headers.GetValues("X-Pool-Version").Single() == $"{site.Resource}@1");
        Assert.Equal(tag, second.Headers.ETag);
        Assert.Equal(bytes.Length, second.Content.Headers.ContentLength);
        Assert.Equal(HttpStatusCode.NotModified, (await site.AskAsync(token, address, more: r => r.Headers.IfNoneMatch.Add(tag))).StatusCode);

        // Two versions of 50 rows are the day's 100: the next record is refused whether it exists or not.
        var records = $"/api/v1/pool/{site.Resource}/records?grant={grant}&id_no=";
        var (spent, none) = (await site.AskAsync(token, records + "K2"), await site.AskAsync(token, records + "K3"));
        Assert.Equal(HttpStatusCode.TooManyRequests, spent.StatusCode);
        Assert.Equal(await TellAsync(spent), await TellAsync(none));

        // The last day is past: 403, and the attempt stands in the log.
        var shift = site.Node.Time.Shift;
        site.Node.Time.ShiftBy(shift + TimeSpan.FromDays(40));
        var (again, token2) = await site.SystemAsync("pool-user-later");
        Assert.NotNull(again);
        var actor = site.Of(mine, Security.Contracts.Roles.DataUser);
        await Assert.ThrowsAsync<Kernel.Faults.DeniedException>(() => site.Node.Get<IPoolRecords>().FindAsync(actor, site.Resource, grant, "id_no", "K2", Cancel));
        Assert.Contains((await site.Node.Get<IProofs>().SealsAsync(GrantStore.Stream(grant), Cancel)).Select(s => s.Type), t => t == "sharing.use-refused");
        Assert.Equal(HttpStatusCode.Forbidden, (await site.AskAsync(token2, records + "K2")).StatusCode);
        site.Node.Time.ShiftBy(shift);
    }

    [Fact]
    public async Task A_subscriber_that_was_down_is_told_that_there_are_changes_and_fetches_them()
    {
        site.Resource = "test.c";
        await site.PublishAsync(Persons);
        var (mine, token) = await site.SystemAsync("pool-user-2");
        var grant = await site.GrantAsync(mine);
        var file = await site.AskAsync(token, $"/api/v1/pool/{site.Resource}/file?grant={grant}");
        var cursor = file.Headers.GetValues("X-Pool-Cursor").Single();
        Uri receiver;
        int port;
        await using (var early = await Receiver.StartAsync())
        {
            receiver = new(early.Address);
            port = receiver.Port;
        }
        var hook = $"/api/v1/grants/{grant}/changes/webhook";
        var elsewhere = await site.AskAsync(token, hook, HttpMethod.Put, r => r.Content = JsonContent.Create(new { address = "http://169.254.169.254/x" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, elsewhere.StatusCode);
        using var set = JsonDocument.Parse(await (await site.AskAsync(token, hook, HttpMethod.Put, r => r.Content = JsonContent.Create(new { address = receiver }))).Content.ReadAsStringAsync(Cancel));
        var secret = set.RootElement.GetProperty("secret").GetString()!;

        // Nobody listens: the word waits. Two changes inside the grant, one outside.
        await site.PublishAsync("SELECT 'K' || i AS id_no, CASE WHEN i < 4 THEN '张' ELSE '居民' || i END AS name, CASE WHEN i % 2 = 0 THEN '451002' ELSE '451003' END AS division, 'S' || i AS secret FROM range(100) t(i)");
        var name = await WaitingAsync(site, grant);
        Assert.Equal(0L, name.Posts);
        await using var up = await Receiver.StartAsync(port);
        Assert.True(await site.Node.Get<IPosts>().TryAgainAsync(name.Receiver, name.Key, Cancel));
        while (up.Posts.IsEmpty)
        {
            await Task.Delay(20, Cancel);
        }
        Assert.True(up.Posts.TryPeek(out var post));
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{post!.Id}.{post.Timestamp}.{post.Body}"))), post.Signature);
        using var told = JsonDocument.Parse(post.Body);
        Assert.Equal(["type", "grant", "resource", "cursor", "changes"], told.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.DoesNotMatch("张|K0|K2|居民", post.Body);

        var text = await (await site.AskAsync(token, $"{told.RootElement.GetProperty("changes").GetString()}?cursor={cursor}")).Content.ReadAsStringAsync(Cancel);
        using var changes = JsonDocument.Parse(text);
        Assert.Equal(["K0", "K2"], changes.RootElement.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("key").GetProperty("id_no").GetString()));
        Assert.Equal("张**", changes.RootElement.GetProperty("changes")[0].GetProperty("records")[0].GetProperty("name").GetString());
        Assert.Equal(told.RootElement.GetProperty("cursor").GetString(), changes.RootElement.GetProperty("next").GetString());
        Assert.DoesNotMatch("division|secret|K1\\b", text);

        // The grant is taken back: neither word nor data come any more.
        await site.Node.Get<ISharingDesk>().RevokeAsync(site.Steward, grant, "不再需要这些数据", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.AskAsync(token, $"/api/v1/grants/{grant}/changes?cursor={cursor}")).StatusCode);
        Assert.Null(await site.Node.Get<IChangeReceivers>().FindAsync(name.Receiver, Cancel));
        Assert.Empty(await site.Node.Get<ChangeHooks>().OfAsync(site.Resource, Cancel));
        Assert.Single(up.Posts);
    }

    [Fact]
    public async Task A_part_of_a_file_names_its_recipient_to_one_who_oversees_and_to_nobody_else()
    {
        site.Resource = "test.d";
        await site.PublishAsync(Persons.Replace("range(100)", "range(1000)", StringComparison.Ordinal).Replace("'居民' || i", "chr((20000 + i)::INTEGER) || '民' || i", StringComparison.Ordinal));
        var (mine, token) = await site.SystemAsync("pool-user-3");
        var grant = await site.GrantAsync(mine, quota: 100_000);
        var lines = (await (await site.AskAsync(token, $"/api/v1/pool/{site.Resource}/file?grant={grant}")).Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        new Random(200).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines));
        var leaked = string.Join('\n', lines.Take(200).Select(l => l.Split(',')[1]));
        var (_, overseer) = await site.SystemAsync("pool-overseer", Security.Contracts.Roles.PoolOperator);
        async Task<HttpResponseMessage> TraceAsync(string who, string content) => await site.AskAsync(who, "/api/v1/pool/leaks", HttpMethod.Post, r => r.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)));
        // Two hundred masked names without their codes, in any order.
        using var told = JsonDocument.Parse(await (await TraceAsync(overseer, leaked)).Content.ReadAsStringAsync(Cancel));
        var named = Assert.Single(told.RootElement.GetProperty("grants").EnumerateArray());
        Assert.Equal((grant, mine.Id), (named.GetProperty("grant").GetString(), named.GetProperty("recipientId").GetString()));
        // Too little, or evened out: nobody is named.
        using var none = JsonDocument.Parse(await (await TraceAsync(overseer, leaked.Replace('＊', '*'))).Content.ReadAsStringAsync(Cancel));
        Assert.Equal(0, none.RootElement.GetProperty("grants").GetArrayLength());
        Assert.Equal(HttpStatusCode.Forbidden, (await TraceAsync(token, leaked)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TraceAsync(overseer, "")).StatusCode);
    }

    private static async Task<(string Receiver, string Key, long Posts)> WaitingAsync(PoolSite site, string grant)
    {
        var hook = await site.Node.Get<IDatabase>().ReadAsync(s => s.FirstAsync("select id from sharing_change_hook where grant_id = $1", r => r.GetString(0), grant), Cancel);
        var receiver = ChangeHooks.ReceiverOf(hook!);
        while (await site.Node.Get<IPosts>().FindAsync(receiver, $"{hook}-2", Cancel) is not { Attempts: > 0, Outcome: PostOutcome.Waiting })
        {
            await Task.Delay(20, Cancel);
        }
        return (receiver, $"{hook}-2", 0);
    }

    /// <summary>All of an answer that the caller can see, but for the time and the names of this one answer.</summary>
    private static async Task<string> TellAsync(HttpResponseMessage answer)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "traceparent")).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        return $"{(int)answer.StatusCode}\n{Nonce().Replace(string.Join('\n', headers), "")}\n{OneAnswer().Replace(await answer.Content.ReadAsStringAsync(Cancel), "\"\"")}";
    }

    [GeneratedRegex("nonce-[^']*")]
    private static partial Regex Nonce();

    [GeneratedRegex("(?<=\"(use|trace)\":)\"[^\"]*\"")]
    private static partial Regex OneAnswer();
}
