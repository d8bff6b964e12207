using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Tests;

public sealed class DcatTests
{
    [Fact]
    public async Task What_goes_out_as_dcat_comes_back_the_same()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(SharingClass.Conditional), "SELECT '450202198808080001' AS id_no, '居民' AS name, DATE '1988-08-08' AS born_on, '450202' AS division");
        var found = (await pool.Get<CatalogueSearch>().FindAsync(new("人口", null, null, null), TestContext.Current.CancellationToken)).Found;
        var written = pool.Get<Dcat>().Write(found);
        Assert.Equal(DescriptionDocument.Write(pool.Person(SharingClass.Conditional)), DescriptionDocument.Write(Assert.Single(Dcat.Read(written))));
        Assert.Contains("\"@id\": \"https://zhuangjin.example/catalogue/pop.person\"", written, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Dcat.Read("{}"));
    }

    [Fact]
    public async Task A_resource_is_found_by_its_words_and_only_where_all_of_them_occur()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var search = pool.Get<CatalogueSearch>();
        Assert.Empty((await search.FindAsync(new(null, null, null, null), cancel)).Found);
        await pool.PublishAsync(pool.Person(), "SELECT '450202198808080001' AS id_no, '居民' AS name, DATE '1988-08-08' AS born_on, '450202' AS division");
        Assert.Single((await search.FindAsync(new("出生", null, null, null), cancel)).Found);
        Assert.Single((await search.FindAsync(new("人口 BORN_ON", null, SharingClass.Unconditional, BaseLibrary.Person), cancel)).Found);
        Assert.Empty((await search.FindAsync(new("人口 车辆", null, null, null), cancel)).Found);
        Assert.Empty((await search.FindAsync(new("人口", pool.Department("housing-fund"), null, null), cancel)).Found);
        Assert.Single((await search.FindAsync(new("人口", pool.Department("city"), null, null), cancel)).Found);
    }
}
