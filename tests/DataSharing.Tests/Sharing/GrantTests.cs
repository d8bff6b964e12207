using System.Collections.Immutable;
using System.Diagnostics;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Sharing;

/// <summary>The housing fund asks the police for data of residents, uses them within its grant, and loses the grant again.</summary>
public sealed class GrantTests(SharedCluster cluster)
{
    private const string Residents = "SELECT '45020219880808' || lpad(i::VARCHAR, 4, '0') AS id_no, CASE WHEN i = 3 THEN NULL ELSE '覃居民' || i END AS name, DATE '1988-08-08' AS born_on, CASE WHEN i % 2 = 0 THEN '450202' ELSE '450203' END AS division FROM range(100) t(i)";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_shared_with_all_is_granted_at_once_and_only_so_far(bool postgres)
    {
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        await pool.PublishAsync(pool.Person(), Residents);
        var user = pool.Of("housing-fund", Roles.DataUser);
        var request = await pool.Get<ISharingDesk>().AskAsync(user, Asked(pool, rows: new Where("division", Comparison.StartsWith, ["450202"])), Cancel);
        Assert.Equal(ShareRequestState.Granted, request.State);
        var exchange = pool.Get<RecordExchange>();

        var found = await exchange.FindAsync(user, "pop.person", request.GrantId!, "id_no", "450202198808080002", Cancel);
        Assert.Equal(["id_no", "name", "born_on"], found.Items);
        Assert.Equal(["450202198808080002", "覃**", "1988"], Assert.Single(found.Records));

        // Outside the rows of the grant is as if it did not exist.
        var outside = await exchange.FindAsync(user, "pop.person", request.GrantId!, "id_no", "450202198808080001", Cancel);
        var nobody = await exchange.FindAsync(user, "pop.person", request.GrantId!, "id_no", "450202198808089999", Cancel);
        Assert.Empty(outside.Records);
        Assert.Empty(nobody.Records);
        Assert.Equal(outside.Items, nobody.Items);

        // An item that was not granted, one that is masked and one that does not exist are refused in the same words.
        var words = new List<string>();
        foreach (var key in (string[])["division", "name", "shoe_size", ""])
        {
            words.Add((await Assert.ThrowsAsync<InvalidInputException>(() => exchange.FindAsync(user, "pop.person", request.GrantId!, key, "450202", Cancel))).Message);
        }
        Assert.Single(words.Distinct(StringComparer.Ordinal));

        // Another department's people get the answer that they would get if there were no such grant.
        var stranger = pool.Of("natural-resources", Roles.DataUser);
        var denied = await Assert.ThrowsAsync<DeniedException>(() => exchange.FindAsync(stranger, "pop.person", request.GrantId!, "id_no", "450202198808080002", Cancel));
        Assert.Equal((await Assert.ThrowsAsync<DeniedException>(() => exchange.FindAsync(stranger, "pop.person", "none", "id_no", "450202198808080002", Cancel))).Faults[0].Code, denied.Faults[0].Code);
        Assert.Null(await pool.Get<ISharingDesk>().FindAsync(stranger, request.GrantId!, Cancel));
        Assert.Empty(await pool.Get<ISharingDesk>().GrantsAsync(stranger, 10, Cancel));

        var uses = await pool.FollowedAsync(() => pool.Get<UseTrace>().OnGroundAsync("grant/" + request.GrantId, null, 10, Cancel), u => u.Count == 3);
        Assert.Equal([1L, 0L, 0L], uses.OrderBy(u => u.Place).Select(u => u.Rows));
        Assert.Single(await pool.Get<UseTrace>().AboutAsync("450202198808080001", null, 10, Cancel));
    }

    [Fact]
    public async Task A_provider_decides_over_what_is_shared_under_conditions_once()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(SharingClass.Conditional), Residents);
        var desk = pool.Get<ISharingDesk>();
        var user = pool.Of("housing-fund", Roles.DataUser);
        var request = await desk.AskAsync(user, Asked(pool), Cancel);
        Assert.Equal((ShareRequestState.Pending, null), (request.State, request.GrantId));
        await Assert.ThrowsAsync<DeniedException>(() => desk.DecideAsync(user, request.Id, null, Cancel));
        var steward = pool.Of("public-security", Roles.Steward);
        var granted = await desk.DecideAsync(steward, request.Id, null, Cancel);
        Assert.Equal(ShareRequestState.Granted, granted.State);
        Assert.Equal(granted, await desk.DecideAsync(steward, request.Id, "不同意", Cancel) with { Asked = granted.Asked });
        Assert.Single(await desk.GrantsAsync(user, 10, Cancel));

        var second = await desk.AskAsync(user, Asked(pool), Cancel);
        var refused = await desk.DecideAsync(steward, second.Id, "理由不充分", Cancel);
        Assert.Equal((ShareRequestState.Refused, "理由不充分"), (refused.State, refused.Answer));
        Assert.Single(await desk.GrantsAsync(user, 10, Cancel));
    }

    [Fact]
    public async Task What_is_withheld_is_refused_with_the_law_and_a_request_says_all_that_is_wrong()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(SharingClass.Withheld) with { Basis = "《反洗钱法》第五条" }, Residents);
        var desk = pool.Get<ISharingDesk>();
        var user = pool.Of("housing-fund", Roles.DataUser);
        var request = await desk.AskAsync(user, Asked(pool), Cancel);
        Assert.Equal((ShareRequestState.Refused, "《反洗钱法》第五条"), (request.State, request.Answer));
        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => desk.AskAsync(user, new("pop.person", pool.Department("housing-fund"), "短", "", [new("id_no", Mask.Year), new("shoe_size")], new Where("born_on", Comparison.AtLeast, ["昨天"]), 0, 0), Cancel));
        Assert.Equal(["basis", "days", "items", "items", "purpose", "quota", "rows"], wrong.Faults.Select(f => f.Field).Order(StringComparer.Ordinal));
        await Assert.ThrowsAsync<DeniedException>(() => desk.AskAsync(pool.Of("natural-resources", Roles.DataUser), Asked(pool), Cancel));
    }

    [Fact]
    public async Task A_quota_is_never_exceeded_and_comes_again_with_the_day()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents);
        var user = pool.Of("housing-fund", Roles.DataUser);
        var request = await pool.Get<ISharingDesk>().AskAsync(user, Asked(pool) with { DailyQuota = 20 }, Cancel);
        var given = 0;
        await Parallel.ForAsync(0, 60, Cancel, async (i, cancel) =>
        {
            try
            {
                await pool.Get<RecordExchange>().FindAsync(user, "pop.person", request.GrantId!, "id_no", $"4502021988080800{i:00}", cancel);
                Interlocked.Increment(ref given);
            }
            catch (QuotaSpentException)
            {
            }
        });
        Assert.Equal(20, given);
        pool.At("2022-08-17 00:00");
        await pool.Get<RecordExchange>().FindAsync(user, "pop.person", request.GrantId!, "id_no", "450202198808080001", Cancel);
    }

    [Fact]
    public async Task A_grant_runs_out_with_its_last_day_and_every_later_try_is_on_record()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents);
        var user = pool.Of("housing-fund", Roles.DataUser);
        var request = await pool.Get<ISharingDesk>().AskAsync(user, Asked(pool) with { Days = 2 }, Cancel);
        pool.At("2022-08-17 23:59");
        await pool.Get<RecordExchange>().FindAsync(user, "pop.person", request.GrantId!, "id_no", "450202198808080001", Cancel);
        pool.At("2022-08-18 00:00");
        Assert.Equal("sharing.grant.fault.expired", (await Assert.ThrowsAsync<DeniedException>(() => pool.Get<RecordExchange>().FindAsync(user, "pop.person", request.GrantId!, "id_no", "450202198808080001", Cancel))).Faults[0].Code);
        Assert.Equal(1, await pool.Get<GrantStore>().EndExpiredAsync(new(2022, 8, 18), Cancel));
        Assert.Equal(0, await pool.Get<GrantStore>().EndExpiredAsync(new(2022, 8, 18), Cancel));
        var events = await pool.Get<IProofs>().SealsAsync(GrantStore.Stream(request.GrantId!), Cancel);
        Assert.Equal(["sharing.granted", "sharing.used", "sharing.use-refused", "sharing.expired"], events.Select(e => e.Type));
    }

    [Fact]
    public async Task A_revocation_bites_on_every_node_within_a_second()
    {
        await using var pool = await Pool.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
        await pool.PublishAsync(pool.Person(), Residents);
        var user = pool.Of("housing-fund", Roles.DataUser);
        var grantId = (await pool.Get<ISharingDesk>().AskAsync(user, Asked(pool), Cancel)).GrantId!;
        await using var other = await pool.SecondNodeAsync();
        var there = other.Get<RecordExchange>();
        Assert.Single((await there.FindAsync(user, "pop.person", grantId, "id_no", "450202198808080001", Cancel)).Records);

        await pool.Get<ISharingDesk>().RevokeAsync(pool.Of("public-security", Roles.Steward), grantId, "核实后不再需要", Cancel);
        var since = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<DeniedException>(() => pool.Get<RecordExchange>().FindAsync(user, "pop.person", grantId, "id_no", "450202198808080001", Cancel));
        while (true)
        {
            var asked = Stopwatch.GetElapsedTime(since);
            try
            {
                await there.FindAsync(user, "pop.person", grantId, "id_no", "450202198808080001", Cancel);
                // An answer that was asked for a second or more after the revocation would break the promise, however slow the machine is.
                Assert.True(asked < TimeSpan.FromSeconds(1), $"Answered {asked} after the revocation.");
            }
            catch (DeniedException denied)
            {
                Assert.Equal("sharing.grant.fault.revoked", denied.Faults[0].Code);
                break;
            }
        }
        await Assert.ThrowsAsync<DeniedException>(() => pool.Get<ISharingDesk>().RevokeAsync(user, grantId, "我不想要了", Cancel));
    }

    internal static NewShareRequest Asked(Pool pool, RowFilter? rows = null, ImmutableArray<GrantedItem>? items = null) => new(
        "pop.person", pool.Department("housing-fund"), "核对缴存职工身份", "《住房公积金管理条例》第三十七条", items ?? [new("id_no"), new("name", Mask.Name), new("born_on", Mask.Year)], rows, 30, 1000);
}
