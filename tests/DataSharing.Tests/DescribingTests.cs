using Xunit;
using Zhuangjin.DataSharing.Catalogue.Demo;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests;

public sealed class DescribingTests
{
    [Fact]
    public async Task Only_the_provider_describes_and_a_code_stays_its_own()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var desk = pool.Get<CatalogueDesk>();
        var (police, fund) = (pool.Of("public-security", Roles.Steward), pool.Of("housing-fund", Roles.Steward));
        await desk.DescribeAsync(police, pool.Person(), cancel);
        var own = await Assert.ThrowsAsync<InvalidInputException>(() => desk.DescribeAsync(fund, pool.Person(), cancel));
        Assert.Contains(own.Faults, f => f.Code == "sharing.catalogue.fault.not-yours");
        var taken = await Assert.ThrowsAsync<InvalidInputException>(() => desk.DescribeAsync(fund, pool.Person() with { ProviderId = pool.Department("housing-fund") }, cancel));
        Assert.Contains(taken.Faults, f => f.Code == "sharing.catalogue.fault.code-taken");
    }

    [Fact]
    public async Task Each_rule_names_what_is_wrong()
    {
        await using var pool = await Pool.OpenAsync();
        var good = pool.Person();
        Assert.Empty(DescriptionRules.Check(good, _ => null));
        var item = good.Items[0];
        (Description Wrong, string Code)[] cases =
        [
            (good with { Code = "Person" }, "code"),
            (good with { Title = new LocalText("人") }, "length"),
            (good with { Sharing = SharingClass.Conditional, Basis = null }, "condition"),
            (good with { Sharing = SharingClass.Withheld, Basis = "内部数据不便共享", Library = BaseLibrary.None }, "legal-basis"),
            (good with { Sharing = SharingClass.Withheld, Basis = "《中华人民共和国个人信息保护法》" }, "library-withheld"),
            (good with { Methods = [] }, "methods"),
            (good with { Open = true }, "open-personal"),
            (good with { Items = [] }, "items"),
            (good with { Items = [item, item] }, "item-twice"),
            (good with { Items = [item with { Key = "ID" }] }, "item-key"),
            (good with { Items = [item with { Type = ItemType.Decimal, Length = 2, Scale = 3 }] }, "item-size"),
            (good with { Items = [item with { Names = "horse" }] }, "item-names"),
            (good with { Items = [item with { Sensitivity = Sensitivity.Open }] }, "item-sensitivity"),
            (good with { Items = [item with { Source = new("no.such", "item") }] }, "item-source"),
            (good with { Items = [item with { Source = new(good.Code, item.Key) }] }, "item-cycle"),
        ];
        Assert.All(cases, c => Assert.Contains("sharing.catalogue.fault." + c.Code, DescriptionRules.Check(c.Wrong, _ => null).Select(f => f.Code)));
        // Two resources that name each other as the source.
        Assert.Contains(DescriptionRules.Check(good with { Items = [item with { Source = new("b.b", "x") }] }, _ => item with { Source = new(good.Code, item.Key) }), f => f.Code == "sharing.catalogue.fault.item-cycle");
    }

    [Fact]
    public async Task The_demos_resources_keep_the_rules()
    {
        await using var pool = await Pool.OpenAsync();
        var provider = pool.Get<IOrganisations>().Find(pool.Department("big-data"))!;
        var all = DemoCatalogue.Lines.Select(l => DemoCatalogue.Read(l, provider)).ToDictionary(d => d.Code, StringComparer.Ordinal);
        Assert.All(all.Values, d => Assert.Empty(DescriptionRules.Check(d, p => all.TryGetValue(p.Resource, out var r) ? r.Find(p.Item) : new Item(p.Item, new LocalText(p.Item), ItemType.Text))));
    }
}
