using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Catalogue.Versions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Register;

public sealed class VersionTests(SharedCluster cluster)
{
    [Fact]
    public async Task What_breaks_those_who_read_is_told_from_what_does_not()
    {
        await using var pool = await Pool.OpenAsync();
        var old = pool.Person();
        Assert.Empty(Difference.Between(old, pool.Person()));
        (Description Young, string Field, bool Breaking)[] cases =
        [
            (old with { Title = new LocalText("人口信息") }, "title", false),
            (old with { Cycle = UpdateCycle.Monthly }, "cycle", true),
            (old with { Cycle = UpdateCycle.RealTime }, "cycle", false),
            (old with { Sharing = SharingClass.Conditional }, "sharing", true),
            (old with { Methods = ["api"] }, "methods", true),
            (old with { Methods = ["api", "file", "subscription"] }, "methods", false),
            (old with { Items = old.Items.RemoveAt(3) }, "item", true),
            (old with { Items = old.Items.Add(new("sex", new LocalText("性别"), ItemType.Text)) }, "item", false),
            (old with { Items = old.Items.SetItem(3, old.Items[3] with { Length = 12 }) }, "length", true),
            (old with { Items = old.Items.SetItem(3, old.Items[3] with { Length = 4 }) }, "length", false),
            (old with { Items = old.Items.SetItem(2, old.Items[2] with { Type = ItemType.Text }) }, "type", true),
            (old with { Items = old.Items.SetItem(1, old.Items[1] with { Required = false }) }, "required", true),
        ];
        Assert.All(cases, c =>
        {
            var difference = Assert.Single(Difference.Between(old, c.Young));
            Assert.Equal((c.Field, c.Breaking), (difference.Field, difference.Breaking));
        });
    }

    [Fact]
    public async Task Two_who_change_the_same_version_do_not_overwrite_each_other()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var (desk, police) = (pool.Get<CatalogueDesk>(), pool.Of("public-security", Roles.Steward));
        await desk.DescribeAsync(police, pool.Person(), cancel, onto: 0);
        await desk.DescribeAsync(police, pool.Person() with { Cycle = UpdateCycle.Weekly }, cancel, onto: 1);
        await Assert.ThrowsAsync<ConflictException>(() => desk.DescribeAsync(police, pool.Person() with { Cycle = UpdateCycle.Monthly }, cancel, onto: 1));
        Assert.Equal([2, 1], (await pool.Get<CatalogueStore>().HistoryAsync("pop.person", 10, cancel)).Select(v => v.Number));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Withdrawing_ends_the_grants_and_a_new_description_brings_back_only_the_resource(bool postgres)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        var (desk, store, sharing) = (pool.Get<CatalogueDesk>(), pool.Get<CatalogueStore>(), pool.Get<ISharingDesk>());
        var (police, fund) = (pool.Of("public-security", Roles.Steward), pool.Of("housing-fund", Roles.Steward));
        await desk.DescribeAsync(police, pool.Person(), cancel);
        NewShareRequest asked = new("pop.person", pool.Department("housing-fund"), "办理公积金提取时核验身份", "《住房公积金管理条例》", [new("name")], null, 30, 100);
        var request = await sharing.AskAsync(fund, asked, cancel);
        Assert.Single(await pool.Get<IGrantHolders>().StandingAsync("pop.person", cancel));

        await Assert.ThrowsAsync<DeniedException>(() => desk.WithdrawAsync(fund, "pop.person", "不再提供此资源", cancel));
        await Assert.ThrowsAsync<InvalidInputException>(() => desk.WithdrawAsync(police, "pop.person", " 停 ", cancel));
        await desk.WithdrawAsync(police, "pop.person", "并入新的人口库", cancel);
        await desk.WithdrawAsync(police, "pop.person", "再撤一次", cancel);

        Assert.Equal("并入新的人口库", (await store.WithdrawalAsync("pop.person", cancel))!.Reason);
        var grant = await sharing.FindAsync(fund, request.GrantId!, cancel);
        Assert.Equal("并入新的人口库", grant!.RevokedBecause);
        Assert.Empty(await pool.Get<IGrantHolders>().StandingAsync("pop.person", cancel));
        Assert.Empty((await pool.Get<CatalogueSearch>().FindAsync(new(null, null, null, null), cancel)).Found);
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => sharing.AskAsync(fund, asked, cancel));
        Assert.Equal("sharing.catalogue.fault.withdrawn", refused.Faults[0].Code);
        await Assert.ThrowsAsync<ConflictException>(() => store.PublishAsync(police, "pop.person", 1, [], cancel));

        Assert.Equal(2, (await desk.DescribeAsync(police, pool.Person(), cancel)).Number);
        Assert.Null(await store.WithdrawalAsync("pop.person", cancel));
        Assert.Single((await pool.Get<CatalogueSearch>().FindAsync(new(null, null, null, null), cancel)).Found);
        Assert.NotNull((await sharing.FindAsync(fund, request.GrantId!, cancel))!.RevokedAt);
    }
}
