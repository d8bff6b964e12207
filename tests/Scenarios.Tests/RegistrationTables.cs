using Xunit;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;
using Zhuangjin.Scenarios.BusinessRegistration.Names;
using Zhuangjin.Scenarios.BusinessRegistration.PackTables;
using Zhuangjin.Scenarios.BusinessRegistration.Scope;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>Tables of business registration that staff keep: a mistake is told with file, line and remedy.</summary>
public class RegistrationTables
{
    [Fact]
    public void A_line_that_is_added_is_found()
    {
        var line = Assert.Single(BarredWords.Parse("\uFEFF类别,词语,理由\r\n# 2022年8月增补\r\n限用,云算 智算,\"须经批准, 附批准文件\"\r\n"));

        Assert.Equal(["云算", "智算"], line.Words);
        Assert.Equal("须经批准, 附批准文件", line.Because);
        Assert.Equal(["直播", "电竞"], Industries.Parse("代码,类别名称,名称中的表述\nR90,娱乐业,直播 电竞\n")[0].Words);
        Assert.Equal(ScopeKind.Licensed, ScopeEntries.Parse("代码,规范表述,所需许可,通俗说法\nL099,演出经纪,show,办演出\n")[0].Kind);
    }

    [Theory]
    [InlineData("类别,词,理由\n", "line 1", "类别,词语,理由")]
    [InlineData("类别,词语,理由\n", "line 1", "one line at least")]
    [InlineData("类别,词语,理由\n禁用,公安\n", "line 2", "2 cells instead of 3")]
    [InlineData("类别,词语,理由\n禁用,公安,甲\n\n慎用,甲,乙\n", "line 4", "禁用 or 限用")]
    [InlineData("类别,词语,理由\n禁用,公安,\n", "line 2", "why")]
    [InlineData("类别,词语,理由\n禁用,,丙\n", "line 2", "at least one")]
    [InlineData("类别,词语,理由\n禁用,公安,\"甲\n", "line 2", "close it")]
    [InlineData("类别,词语,理由\n禁用,公安,甲\n禁用,公安,甲\n", "line 3", "same as line 2")]
    public void A_mistake_in_the_barred_words_is_told(string text, string line, string remedy) => AssertTold(() => BarredWords.Parse(text), "barred-words.csv", line, remedy);

    [Theory]
    [InlineData("51,批发业,商贸", "line 2", "as F51")]
    [InlineData("F51,批发业,商贸\nF52,零售业,商店 商贸", "line 3", "stands in line 2")]
    [InlineData("F51,批发业,商贸\nF51,零售业,商店", "line 3", "stands in line 2")]
    public void A_mistake_in_the_industries_is_told(string lines, string line, string remedy) =>
        AssertTold(() => Industries.Parse("代码,类别名称,名称中的表述\n" + lines), "industries.csv", line, remedy);

    [Theory]
    [InlineData("G001,,,百货", "line 2", "first two cells")]
    [InlineData("G001,甲,,百货\nG001,乙,,杂货", "line 3", "its own")]
    public void A_mistake_in_the_scope_entries_is_told(string lines, string line, string remedy) =>
        AssertTold(() => ScopeEntries.Parse("代码,规范表述,所需许可,通俗说法\n" + lines), "scope-entries.csv", line, remedy);

    private static void AssertTold(Action read, string file, string line, string remedy)
    {
        var told = Assert.Throws<PackTableException>(read).Message;

        Assert.Contains("scenarios/business-registration/tables/" + file, told, StringComparison.Ordinal);
        Assert.Contains(line, told, StringComparison.Ordinal);
        Assert.Contains(remedy, told, StringComparison.Ordinal);
    }
}
