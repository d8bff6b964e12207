using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Catalogue.Harvesting;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Register;

public sealed class HarvestTests(SharedCluster shared)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_remote_catalogue_is_read_page_by_page_then_only_what_changed_and_withdrawn_when_gone(string store)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var remote = await RemoteCatalogue.StartAsync();
        for (var n = 1; n <= 25; n++)
        {
            remote.Put(n, $"2022-07-01T08:00:{n:00}.000000");
        }
        await using var pool = await OpenAsync(store, remote.Address);
        await SetUpAsync(pool, remote.Address);
        var source = await ReadAsync(pool);
        Assert.Null(source.Fault);
        Assert.Equal(3, remote.Asked.Count(a => a.Contains("package_search", StringComparison.Ordinal) && a.Contains("rows=10", StringComparison.Ordinal)));
        var catalogue = pool.Get<CatalogueStore>();
        var first = (await catalogue.FindAsync("gx.dataset-001", cancel))!.Description;
        Assert.Equal(("示例数据集1", "第 1 个示例数据集 & 说明。", UpdateCycle.Monthly, true, pool.Department("big-data")), (first.Title.ToString(), first.Summary.ToString(), first.Cycle, first.Open, first.ProviderId));
        Assert.Equal(("开放许可示例", "示例统计局", "https://files.example/1.csv"), (first.Origin!.Licence, first.Origin.Publisher, Assert.Single(first.Origin.Files).Address));
        Assert.Equal([("column_1", "年份", ItemType.Integer), ("gdp", "地区生产总值", ItemType.Decimal)], first.Items.Select(i => (i.Key, i.Name.ToString(), i.Type)));
        Assert.Equal(("CC BY 4.0", 0), ((await catalogue.FindAsync("gx.dataset-002", cancel))!.Description.Origin!.Licence, (await catalogue.FindAsync("gx.dataset-002", cancel))!.Description.Items.Length));
        Assert.Equal(25, (await pool.Get<CatalogueSearch>().FindAsync(new("统计", null, null, null), cancel)).Found.Count);

        // One changed, one renamed, one came, one went: the rest is not read again.
        remote.Put(3, "2022-08-01T08:00:00.000000", p => p["title"] = "改名的数据集");
        remote.Put(4, "2022-08-01T08:00:01.000000", p => p["name"] = "another_name");
        remote.Put(26, "2022-08-01T08:00:02.000000");
        remote.Packages.Remove("id-005");
        await pool.Get<HarvestDesk>().RequestAsync(pool.Of("big-data", Roles.PoolOperator), "gx", everything: false, cancel);
        source = await ReadAsync(pool);
        var run = (await pool.Get<HarvestStore>().RunsAsync("gx", 1, cancel))[0];
        Assert.Equal((3, 1, 2, 0, 1), (run.Seen, run.Made, run.Changed, run.Refused, run.Withdrawn));
        Assert.Equal(2, (await catalogue.FindAsync("gx.dataset-003", cancel))!.Number);
        Assert.Equal(2, (await catalogue.FindAsync("gx.dataset-004", cancel))!.Number);
        Assert.Equal("来源平台“示例开放平台”已下线这个数据集", (await catalogue.WithdrawalAsync("gx.dataset-005", cancel))!.Reason);
        Assert.Equal("2022-08-01T08:00:02.000000", source.Cursor);

        // It comes back, as the same resource.
        remote.Put(5, "2022-08-02T08:00:00.000000");
        await pool.Get<HarvestDesk>().RequestAsync(pool.Of("big-data", Roles.PoolOperator), "gx", everything: false, cancel);
        await ReadAsync(pool);
        Assert.Null(await catalogue.WithdrawalAsync("gx.dataset-005", cancel));
        Assert.Contains((await pool.Get<CatalogueDesk>().CheckAsync(pool.Of("big-data", Roles.Steward), first with { Origin = null }, cancel)), f => f.Code == "sharing.harvest.fault.described-there");
    }

    [Fact]
    public async Task A_source_that_goes_down_in_the_middle_is_read_on_from_there_and_an_empty_list_withdraws_nothing()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var remote = await RemoteCatalogue.StartAsync();
        for (var n = 1; n <= 25; n++)
        {
            remote.Put(n + 1, $"2022-07-01T08:00:{n:00}.000000");
        }
        await using var pool = await OpenAsync("sqlite", remote.Address);
        remote.FailsAfter = 2;
        await SetUpAsync(pool, remote.Address);
        var source = await ReadAsync(pool);
        Assert.Equal(("sharing.harvest.fault.unreachable", 1, "2022-07-01T08:00:10.000000"), (source.Fault!.Code, source.Tries, source.Cursor));
        Assert.Equal(10, (await pool.Get<HarvestStore>().PackagesAsync("gx", cancel)).Count);
        Assert.Equal(source.HarvestedAt!.Value.AddMinutes(5), source.Next);

        // Still down: later and later. Then it is back, and time alone brings the rest.
        pool.At("2022-08-16 10:06");
        source = await ReadAsync(pool);
        Assert.Equal((2, TimeSpan.FromMinutes(10)), (source.Tries, source.Next!.Value - source.HarvestedAt!.Value));
        remote.ComeBack();
        pool.At("2022-08-16 10:30");
        source = await ReadAsync(pool);
        Assert.Equal((null, 0, 25), (source.Fault, source.Tries, (await pool.Get<HarvestStore>().PackagesAsync("gx", cancel)).Count));

        remote.ForgetsNames = true;
        pool.At("2022-08-17 11:00");
        source = await ReadAsync(pool);
        Assert.Equal("sharing.harvest.fault.many-gone", source.Fault!.Code);
        Assert.Equal(25, (await pool.Get<CatalogueSearch>().FindAsync(new("统计", null, null, null), cancel)).Found.Count);
    }

    [Fact]
    public async Task Only_allowed_sites_are_read_and_only_by_the_operator()
    {
        await using var remote = await RemoteCatalogue.StartAsync();
        await using var pool = await OpenAsync("sqlite", remote.Address);
        var elsewhere = await Assert.ThrowsAsync<InvalidInputException>(() => SetUpAsync(pool, new("http://169.254.169.254/")));
        Assert.Equal("sharing.harvest.fault.host", Assert.Single(elsewhere.Faults).Code);
        Assert.Empty(remote.Asked);
        foreach (var address in (string[])[$"http://user@127.0.0.1:{remote.Address.Port}/", $"https://127.0.0.1:{remote.Address.Port}/", "http://127.0.0.1/", "file:///etc/passwd"])
        {
            Assert.False(pool.Get<HarvestSettings>().Allows(new(address)), address);
        }
        await Assert.ThrowsAsync<DeniedException>(() => pool.Get<HarvestDesk>().SaveAsync(pool.Of("housing-fund", Roles.Steward), Source(pool, remote.Address)));
        await using var closed = await Pool.OpenAsync();
        Assert.Equal("sharing.harvest.fault.no-hosts", Assert.Single((await Assert.ThrowsAsync<InvalidInputException>(() => SetUpAsync(closed, remote.Address))).Faults).Code);
    }

    private static HarvestSource Source(Pool pool, Uri address) => new("gx", "示例开放平台", address, pool.Department("big-data"), "开放许可示例", UpdateCycle.Daily, false, "", default, HarvestRequest.None, null, null, null, 0, null);

    private static Task SetUpAsync(Pool pool, Uri address) => pool.Get<HarvestDesk>().SaveAsync(pool.Of("city", Roles.PoolOperator), Source(pool, address), TestContext.Current.CancellationToken);

    /// <summary>Has what is due read, by this caller or the background, and gives the source as it is then.</summary>
    private static async Task<HarvestSource> ReadAsync(Pool pool)
    {
        var cancel = TestContext.Current.CancellationToken;
        var store = pool.Get<HarvestStore>();
        for (var tries = 0; (await store.DueAsync(pool.Get<TimeProvider>().GetUtcNow(), cancel)).Count > 0 && tries < 600; tries++)
        {
            await pool.Get<HarvestRunner>().RunAllAsync(cancel);
            await Task.Delay(20, cancel);
        }
        return (await store.FindAsync("gx", cancel))!;
    }

    private async Task<Pool> OpenAsync(string store, Uri allowed) => await Pool.OpenAsync(store == "sqlite" ? "sqlite:zhuangjin.db" : await shared.Cluster.CreateDatabaseAsync(), s => s.AddSingleton<IConfiguration>(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pool:HarvestHosts"] = allowed.GetLeftPart(UriPartial.Authority), ["Pool:HarvestPage"] = "10" }).Build()));
}
