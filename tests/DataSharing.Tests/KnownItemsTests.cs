using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests;

/// <summary>A resident opens a form: what the pool knows of him is there with its source, and he finds the look-up among the uses of his data.</summary>
public sealed class KnownItemsTests(SharedCluster cluster)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_is_filled_in_from_the_pool_and_the_resident_sees_who_looked(bool postgres)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        await pool.PublishAsync(pool.Person(), "SELECT '45020219880808' || lpad(i::VARCHAR, 4, '0') AS id_no, CASE WHEN i = 3 THEN NULL ELSE '居民' || i END AS name, DATE '1988-08-08' AS born_on, '450202' AS division FROM range(100) t(i) " +
            "UNION ALL SELECT '450202198808080007', '居民七', DATE '1988-08-08', '450203'");
        var known = pool.Get<IKnownItems>();
        ItemPath name = new("pop.person", "name"), born = new("pop.person", "born_on"), none = new("pop.person", "shoe_size"), nowhere = new("pop.nobody", "name");

        var found = await known.OfAsync("person", "450202198808080001", [name, born, none, nowhere], "matter/business-registration", "self", cancel);
        Assert.Equal(["1988-08-08", "居民1"], found.Values.Select(v => v.Value).Order(StringComparer.Ordinal));
        Assert.Equal("人口基本信息", found[name].Resource.ToString());
        Assert.Equal(1, found[name].Version);

        Assert.Equal([born], (await known.OfAsync("person", "450202198808080003", [name, born], "matter/x", "self", cancel)).Keys);
        Assert.Empty(await known.OfAsync("person", "450202198808080007", [name], "matter/x", "self", cancel));
        Assert.Empty(await known.OfAsync("person", "450202198808089999", [name], "matter/x", "self", cancel));
        Assert.Empty(await known.OfAsync("enterprise", "450202198808080001", [name], "matter/x", "self", cancel));

        var uses = await pool.FollowedAsync(() => pool.Get<UseTrace>().AboutAsync("450202198808080001", null, 10, cancel), u => u.Count > 0);
        var use = Assert.Single(uses);
        Assert.Equal(("pop.person", 1, "self", "matter/business-registration", 1L), (use.Resource, use.Version, use.Recipient, use.Ground, use.Rows));
        Assert.Equal(["name", "born_on"], use.Items);
        Assert.Equal(4, (await pool.FollowedAsync(() => pool.Get<UseTrace>().OnGroundAsync("matter/x", null, 10, cancel), u => u.Count == 3)).Count + 1);
        Assert.Equal(0, Assert.Single(await pool.Get<UseTrace>().AboutAsync("450202198808089999", null, 10, cancel)).Rows);
        Assert.Equal(4, (await pool.Get<UseTrace>().OfProviderAsync(pool.Get<IOrganisations>().Find(pool.Department("public-security"))!.Path, null, 10, cancel)).Count);
        Assert.Empty(await pool.Get<UseTrace>().OfProviderAsync(pool.Get<IOrganisations>().Find(pool.Department("housing-fund"))!.Path, null, 10, cancel));
    }

    [Fact]
    public async Task What_must_not_be_shared_fills_no_form()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(SharingClass.Withheld), "SELECT '450202198808080001' AS id_no, '居民' AS name, DATE '1988-08-08' AS born_on, '450202' AS division");
        Assert.Empty(await pool.Get<IKnownItems>().OfAsync("person", "450202198808080001", [new("pop.person", "name")], "matter/x", "self", TestContext.Current.CancellationToken));
    }
}
