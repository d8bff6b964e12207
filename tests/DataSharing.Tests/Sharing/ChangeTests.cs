using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Changes;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Sharing;

/// <summary>The housing fund keeps its own copy of residents and asks only for what changed.</summary>
public sealed class ChangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_that_follows_the_changes_equals_the_file_whatever_changed()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents("i < 1000", "i % 4"));
        var user = pool.Of("housing-fund", Roles.DataUser);
        // Masked names, the year of birth, and only one division of the four.
        var grant = (await pool.Get<ISharingDesk>().AskAsync(user, GrantTests.Asked(pool, new Where("division", Contracts.Comparison.In, ["450201"])) with { DailyQuota = 100_000 }, Cancel)).GrantId!;
        var feed = pool.Get<ChangeFeed>();
        var copy = await FileAsync(pool, user, grant);
        var cursor = feed.After(grant, 1);
        Assert.Equal(250, copy.Count);
        Assert.Empty((await feed.ReadAsync(user, grant, cursor, Cancel)).Changes);

        // Half move to another division, some are gone, some are new, one has a new name behind the same mask.
        await pool.PublishAsync(pool.Person(), Residents("i >= 100 AND i < 1500", "CASE WHEN i % 2 = 0 THEN (i + 1) % 4 ELSE i % 4 END"));
        await pool.PublishAsync(pool.Person(), Residents("i >= 100 AND i < 1500", "CASE WHEN i % 3 = 0 THEN (i + 1) % 4 ELSE i % 4 END"));
        var pages = 0;
        ChangePage page;
        do
        {
            page = await feed.ReadAsync(user, grant, cursor, Cancel);
            // The same page again, as after an answer that was lost, is the same page and does no harm.
            var again = await feed.ReadAsync(user, grant, cursor, Cancel);
            Assert.Equal(page.Next, again.Next);
            Take(page);
            Take(again);
            Assert.InRange(page.Changes.Count, 1, ChangeFeed.Most);
            cursor = page.Next;
            pages++;
        }
        while (page.More);
        Assert.True(pages > 1);
        var file = await FileAsync(pool, user, grant, version: 3);
        Assert.Equal(file.OrderBy(p => p.Key, StringComparer.Ordinal), copy.OrderBy(p => p.Key, StringComparer.Ordinal));
        Assert.All(page.Changes.SelectMany(c => c.Records), r => Assert.Equal(3, r.Length));

        void Take(ChangePage taken)
        {
            foreach (var change in taken.Changes)
            {
                copy.Remove(change.Key[0]!);
                foreach (var record in change.Records)
                {
                    copy[record[0]!] = string.Join(',', record);
                }
            }
        }
    }

    [Fact]
    public async Task What_changed_outside_the_grant_or_behind_a_mask_is_no_change()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents("i < 100", "i % 4"));
        var user = pool.Of("housing-fund", Roles.DataUser);
        var grant = (await pool.Get<ISharingDesk>().AskAsync(user, GrantTests.Asked(pool, new Where("division", Contracts.Comparison.In, ["450201"])), Cancel)).GrantId!;
        var feed = pool.Get<ChangeFeed>();
        var cursor = (await feed.ReadAsync(user, grant, null, Cancel)).Next;
        // Others move among the divisions that the grant does not see; its own people get other names behind the same mask.
        await pool.PublishAsync(pool.Person(), Residents("i < 200 AND (i < 100 OR i % 4 <> 1)", "CASE WHEN i % 4 = 1 THEN 1 WHEN i % 4 = 2 THEN 3 ELSE 2 END").Replace("'居民'", "'居住'", StringComparison.Ordinal));
        var page = await feed.ReadAsync(user, grant, cursor, Cancel);
        Assert.Empty(page.Changes);
        Assert.False(page.More);
        Assert.Equal(feed.After(grant, 2), page.Next);

        // A cursor of one's own, and of another's grant, open nothing.
        var other = (await pool.Get<ISharingDesk>().AskAsync(user, GrantTests.Asked(pool), Cancel)).GrantId!;
        foreach (var made in (string[])["0", "1", feed.After(other, 1), page.Next.Replace('2', '1'), "x-y", "1-2-3-4-5"])
        {
            Assert.Equal("sharing.changes.fault.cursor", (await Assert.ThrowsAsync<InvalidInputException>(() => feed.ReadAsync(user, grant, made, Cancel))).Faults[0].Code);
        }
        // Without an item that tells records apart there are no changes to tell.
        var blind = (await pool.Get<ISharingDesk>().AskAsync(user, GrantTests.Asked(pool, items: [new("id_no", Mask.Identity), new("born_on")]), Cancel)).GrantId!;
        Assert.Equal("sharing.changes.fault.no-key", (await Assert.ThrowsAsync<InvalidInputException>(() => feed.ReadAsync(user, blind, null, Cancel))).Faults[0].Code);
        // Another column makes another table: whoever copies it begins anew.
        var wider = pool.Person();
        await pool.PublishAsync(wider with { Items = [.. wider.Items.Select(i => i.Key == "born_on" ? i with { Type = ItemType.Text } : i)] }, Residents("i < 100", "i % 4").Replace("DATE '1988-08-08'", "'1988-08-08'", StringComparison.Ordinal));
        Assert.Equal("sharing.changes.fault.columns", (await Assert.ThrowsAsync<ConflictException>(() => feed.ReadAsync(user, grant, cursor, Cancel))).Faults[0].Code);
    }

    [Fact]
    public async Task Each_page_is_a_use_that_those_it_names_can_see_and_ends_with_the_grant()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents("i < 10", "1"));
        var user = pool.Of("housing-fund", Roles.DataUser);
        var grant = (await pool.Get<ISharingDesk>().AskAsync(user, GrantTests.Asked(pool) with { DailyQuota = 6 }, Cancel)).GrantId!;
        var feed = pool.Get<ChangeFeed>();
        var first = feed.After(grant, 1);
        await pool.PublishAsync(pool.Person(), Residents("i >= 5 AND i < 10", "1"));
        var page = await feed.ReadAsync(user, grant, first, Cancel);
        Assert.Equal(5, page.Changes.Count);
        Assert.All(page.Changes, c => Assert.Empty(c.Records));
        var trace = pool.Get<UseTrace>();
        var seen = await pool.FollowedAsync(() => trace.AboutAsync("450202198808080003", null, 10, Cancel), u => u.Count == 1);
        Assert.Equal(("grant/" + grant, 2), (Assert.Single(seen).Ground, seen[0].Version));
        Assert.Empty(await trace.AboutAsync("450202198808080007", null, 10, Cancel));

        // Five of six are taken today.
        await Assert.ThrowsAsync<QuotaSpentException>(() => feed.ReadAsync(user, grant, first, Cancel));
        // Nobody else reads them, and in the same words as if there were no such grant.
        var stranger = pool.Of("natural-resources", Roles.DataUser);
        Assert.Equal("sharing.grant.fault.none", (await Assert.ThrowsAsync<DeniedException>(() => feed.ReadAsync(stranger, grant, first, Cancel))).Faults[0].Code);
        await pool.Get<ISharingDesk>().RevokeAsync(pool.Of("public-security", Roles.Steward), grant, "不再需要这些数据", Cancel);
        await Assert.ThrowsAsync<DeniedException>(() => feed.ReadAsync(user, grant, page.Next, Cancel));
    }

    [Fact]
    public async Task Whoever_was_in_a_file_sees_each_time_that_it_was_taken_and_nobody_else_does()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents("i < 100", "i % 4"));
        var user = pool.Of("housing-fund", Roles.DataUser);
        // Even where the number itself is not among the items that are given.
        var grant = (await pool.Get<ISharingDesk>().AskAsync(user, GrantTests.Asked(pool, new Where("division", Contracts.Comparison.In, ["450201"]), [new("born_on")]), Cancel)).GrantId!;
        await FileAsync(pool, user, grant, keyed: false);
        await FileAsync(pool, user, grant, keyed: false);
        var trace = pool.Get<UseTrace>();
        var seen = await pool.FollowedAsync(() => trace.AboutAsync("450202198808080005", null, 10, Cancel), u => u.Count == 2);
        Assert.All(seen, u => Assert.Equal(("grant/" + grant, 1, 25L), (u.Ground, u.Version, u.Rows)));
        Assert.Equal(2, seen.Count);
        Assert.Single(await trace.AboutAsync("450202198808080005", seen[0].Place, 10, Cancel));
        Assert.Empty(await trace.AboutAsync("450202198808080006", null, 10, Cancel));
        Assert.Empty(await trace.AboutAsync("450202198808089999", null, 10, Cancel));
        // What lists them can be made again on another node.
        foreach (var list in Directory.EnumerateFiles(pool.Folder, "*.people", SearchOption.AllDirectories).ToList())
        {
            File.Delete(list);
        }
        foreach (var file in Directory.EnumerateFiles(pool.Folder, grant + "-*", SearchOption.AllDirectories).ToList())
        {
            File.Delete(file);
        }
        Assert.Equal(2, (await trace.AboutAsync("450202198808080005", null, 10, Cancel)).Count);
    }

    private static string Residents(string which, string division) =>
        $"SELECT '45020219880808' || lpad(i::VARCHAR, 4, '0') AS id_no, '居民' || i AS name, DATE '1988-08-08' AS born_on, '45020' || ({division}) AS division FROM range(2000) t(i) WHERE {which}";

    private static async Task<Dictionary<string, string>> FileAsync(Pool pool, Actor user, string grant, bool keyed = true, int version = 1)
    {
        GrantedFile file;
        Pinned data;
        do
        {
            // A node may answer from the version of half a second ago.
            (file, var content, data) = await pool.Get<FileExchange>().OpenAsync(user, "pop.person", grant, FileFormat.Csv, Cancel);
            await content.DisposeAsync();
        }
        while (data.Data.Number < version);
        if (!keyed)
        {
            return [];
        }
        // Masked names carry the marks of a file, which changes do not have.
        return (await File.ReadAllLinesAsync(file.Path, Cancel)).Skip(1).Select(l => Watermark.Unspelt(l[..l.LastIndexOf(',')])).ToDictionary(l => l[..l.IndexOf(',', StringComparison.Ordinal)], l => l, StringComparer.Ordinal);
    }
}
