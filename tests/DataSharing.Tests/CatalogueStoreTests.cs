using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests;

public sealed class CatalogueStoreTests(SharedCluster cluster)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_description_never_changes_and_data_name_what_they_follow(bool postgres)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        var steward = pool.Of("public-security", Roles.Steward);
        var catalogue = pool.Get<CatalogueStore>();
        var first = await catalogue.DescribeAsync(steward, pool.Person(), cancel);
        Assert.Equal(1, (await catalogue.DescribeAsync(steward, pool.Person(), cancel)).Number);
        var second = await catalogue.DescribeAsync(steward, pool.Person(SharingClass.Conditional), cancel);
        Assert.Equal(2, second.Number);
        Assert.Equal(first.Hash, (await catalogue.FindAsync("pop.person", 1, cancel))!.Hash);
        Assert.Equal(SharingClass.Conditional, (await catalogue.FindAsync("pop.person", cancel))!.Description.Sharing);
        Assert.Equal(pool.Person().Items, (await catalogue.FindAsync("pop.person", 1, cancel))!.Description.Items);

        var shards = pool.Get<ShardStore>();
        var draft = Path.Combine(shards.Drafts, "one.parquet");
        using (var duck = DuckSession.Open(shards.Folder, threads: 1, memory: 256L << 20))
        {
            duck.Run($"COPY (SELECT i::varchar AS id_no FROM range(1000) t(i)) TO {Sql.Literal(draft)} (FORMAT parquet)");
        }
        var data = await catalogue.PublishAsync(steward, "pop.person", 2, [await shards.KeepAsync(draft, 1000, cancel)], cancel);
        Assert.Equal("pop.person@1", data.ToString());
        var paths = await shards.PathsAsync((await catalogue.DataAsync("pop.person", cancel: cancel))!, cancel);
        using var reading = DuckSession.Open(shards.Folder, threads: 1, memory: 256L << 20);
        Assert.Equal([1000L], reading.Ask($"SELECT count(*) FROM {Sql.Shards(paths)}", r => r.GetInt64(0)));
    }
}
