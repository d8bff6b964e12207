using Xunit;
using Zhuangjin.Scenarios.BusinessRegistration.Names;
using Zhuangjin.Scenarios.BusinessRegistration.Premises;
using Zhuangjin.Scenarios.BusinessRegistration.Scope;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>What is checked when an enterprise is founded: its name, its premises, its scope.</summary>
public class EnterpriseNames
{
    private static readonly Lazy<NameIndex> Index = new(() => new(SyntheticNames.Make(20_000, 7)));

    [Fact]
    public void A_name_is_taken_into_its_four_parts()
    {
        var name = Parsed("百色市示例壮锦商贸有限公司");

        Assert.Equal(("百色市", "451000", "示例壮锦", "商贸", "有限公司"), (name.Region, name.Division, name.Brand, name.Industry, name.Form));
        Assert.Equal("F51 批发业", NameIndex.ClassOf(name));
    }

    [Theory]
    [InlineData("百色示例商贸", "组织形式")]
    [InlineData("示例商贸有限公司", "行政区划")]
    [InlineData("百色示例有限公司", "行业表述")]
    [InlineData("百色锦商贸有限公司", "两个以上汉字")]
    [InlineData("百色ABC商贸有限公司", "规范汉字")]
    [InlineData("广西南宁商贸有限公司", "不得单独作字号")]
    public void What_a_name_lacks_is_told(string text, string wrong)
    {
        var (name, faults) = EnterpriseName.Parse(text);

        Assert.Null(name);
        Assert.Contains(faults, f => f.Contains(wrong, StringComparison.Ordinal));
    }

    [Fact]
    public void Barred_and_restricted_words_are_told_with_their_reason()
    {
        Assert.Contains(BarredWords.Find("百色公安商贸有限公司"), f => f.Contains("禁用词", StringComparison.Ordinal));
        Assert.Contains(BarredWords.Find("百色中华商贸有限公司"), f => f.Contains("限用词", StringComparison.Ordinal));
        Assert.Empty(BarredWords.Find("百色示例商贸有限公司"));
    }

    [Theory]
    [InlineData("鑫隆", "鑫隆", 100)]
    [InlineData("鑫隆", "欣龙", 75)]
    [InlineData("鑫隆", "隆鑫", 88)]
    [InlineData("金桂源", "源金桂", 84)]
    [InlineData("汇通", "江通", 88)]
    [InlineData("鑫隆", "百纳", 0)]
    public void Likeness_sees_sound_look_and_order(string a, string b, int percent)
    {
        Assert.Equal(percent, Likeness.Percent(a, b));
        Assert.Equal(percent, Likeness.Percent(b, a));
    }

    [Fact]
    public void The_index_finds_what_a_plain_scan_finds()
    {
        var table = Index.Value.Table;
        for (var i = 0; i < 120; i++)
        {
            var asked = table.Name(i * 131 % table.Count);
            var letters = asked.Brand.ToCharArray();
            letters[i % letters.Length] = Sounds.Characters[i * 37 % Sounds.Characters.Count];
            asked = asked with { Brand = i % 3 == 0 ? new string([.. letters.Reverse()]) : new string(letters) };

            Assert.Equal(Scan(table, asked, 8), Index.Value.Nearest(asked, 8).Select(n => (n.Row, n.Score)));
        }
    }

    [Fact]
    public void The_same_name_is_found_and_comes_first()
    {
        var table = Index.Value.Table;
        for (var row = 0; row < table.Count; row += 997)
        {
            var first = Index.Value.Nearest(table.Name(row), 1)[0];

            Assert.Equal(Closeness.Same, first.Closeness);
            Assert.Equal(table.Name(row).Brand, first.Name.Brand);
        }
    }

    [Fact]
    public void Free_scope_becomes_standard_entries()
    {
        var matches = ScopeEntries.Standardise("卖日用品，农产品销售和开饭馆；发射火箭");

        Assert.Equal(["日用百货销售", "农副产品销售", "餐饮服务", null], matches.Select(m => m.Entry?.Title));
        Assert.Equal(ScopeKind.Licensed, matches[2].Entry!.Kind);
        Assert.All(ScopeEntries.All, e => Assert.Equal(e, ScopeEntries.Standardise(e.Title).Single().Entry));
    }

    [Theory]
    [InlineData("451002", "百色市右江区示例路8号302室", null)]
    [InlineData("451002", "百色市田阳区示例路8号", "不一致")]
    [InlineData("451002", "广西百色市右江区示例路", "门牌号")]
    [InlineData("451000", "百色市右江区示例路8号", "县（市、区）")]
    public void An_address_is_held_against_its_division(string division, string text, string? wrong)
    {
        var (address, fault) = Address.Read(division, text);

        Assert.Equal(wrong is null, address is not null);
        Assert.Equal(wrong is not null, fault?.Contains(wrong ?? "", StringComparison.Ordinal) ?? false);
        if (address is not null)
        {
            Assert.True(new FiledPremises().Contains(address));
        }
    }

    [Fact]
    public void A_neighbouring_house_is_not_taken_for_the_filed_one() =>
        Assert.False(new FiledPremises().Contains(Address.Read("451002", "百色市右江区示例路18号").Address!));

    private static EnterpriseName Parsed(string text) => EnterpriseName.Parse(text).Name!;

    /// <summary>The oracle: every name is weighed.</summary>
    internal static IEnumerable<(int, int)> Scan(NameTable table, EnterpriseName asked, int most)
    {
        var all = new List<NearName>();
        for (var row = 0; row < table.Count; row++)
        {
            if (Likeness.Percent(asked.Brand, table.Brand(table.At(row).Brand)) is > 0 and var percent)
            {
                all.Add(NameIndex.Judge(table, asked, row, percent));
            }
        }
        all.Sort(NameIndex.Order);
        return all.Take(most).Select(n => (n.Row, n.Score));
    }
}
