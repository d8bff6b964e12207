using System.Globalization;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>What is found, where it is marked, and by whom; the same on each store.</summary>
public abstract class SearchTests
{
    private static readonly string[] Names = ["右江花园", "花园右江", "江花小区", "百东新区标准厂房（二期）", "右江区第三小学教学楼", "ＡＢＣ科技园3号楼", "abcd创业园", "澄碧湖水库加固", "𠮷祥苑", "右江 花园二期", "花", "12号地块", "0120地块", "锦绣·江畔", "標準廠房"];

    private static readonly string[] Words = ["花园", "右江", "花", "江花", "园右", "小学 教学", "abc", "ＡＢＣ", "bcd", "3号", "12", "120", "0120", "吉", "𠮷祥", "右江花园二期", "锦绣江畔", "锦绣 江畔", "厂房（二期", "000003", "3", "20220816", "451000-20220816-000005", "公司", "没有的字", "相符", "退线不足", "·", "花园 相符", "号地块 12"];

    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task What_is_found_is_what_reading_every_text_would_find()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var texts = await FillAsync(node);
        var mayor = await node.ActorAsync("mayor");
        foreach (var words in Words)
        {
            var found = new List<string>();
            string? after = null;
            do
            {
                var page = await node.Get<ICaseSearch>().SearchAsync(mayor, words, after, 4);
                found.AddRange(page.Hits.Select(h => h.CaseId));
                after = page.Next;
            }
            while (after is not null);
            var expected = texts.Where(t => Oracle(words, t.Value)).Select(t => t.Key).OrderDescending(StringComparer.Ordinal);
            Assert.True(expected.SequenceEqual(found), $"'{words}': expected {string.Join(", ", expected.Select(e => texts[e][1]))}, found {string.Join(", ", found.Select(f => texts[f][1]))}");
            Assert.Equal(expected.Order(StringComparer.Ordinal), (await node.Lists.WorkAsync(mayor, new(Search: words, Size: 200))).Rows.Select(r => r.CaseId).Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task What_was_found_is_marked_where_it_stands()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        await FillAsync(node);
        var clerk = await node.ActorAsync("planning-1");
        var hit = Assert.Single((await node.Get<ICaseSearch>().SearchAsync(clerk, "科技园 abc 退线")).Hits);
        Assert.Equal(["subject:[ＡＢＣ科技园]3号楼", "remark:北侧[退线]不足0.6米"], hit.Matches.Select(m => m.Kind + ":" + string.Concat(m.Pieces.Select(p => p.Found ? $"[{p.Text}]" : p.Text))));
    }

    [Fact]
    public async Task Outsiders_find_nothing_and_codes_are_found_by_nobody()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        await FillAsync(node);
        var search = node.Get<ICaseSearch>();
        foreach (var login in new[] { "far-approval", "far-planning", "stranger", "owner" })
        {
            Assert.Empty((await search.SearchAsync(await node.ActorAsync(login), "花园")).Hits);
        }
        Assert.Empty((await search.SearchAsync(Actor.Visitor, "花园")).Hits);
        Assert.Empty((await search.SearchAsync(await node.ActorAsync("mayor"), "91451000MA5K00001M")).Hits);
        // Only cases that have come to an office are its to find.
        Assert.Single((await search.SearchAsync(await node.ActorAsync("planning-1"), "科技园")).Hits);
        Assert.Empty((await search.SearchAsync(await node.ActorAsync("planning-1"), "澄碧湖")).Hits);
        Assert.Single((await search.SearchAsync(await node.ActorAsync("approval-1"), "澄碧湖")).Hits);
        await Assert.ThrowsAsync<InvalidInputException>(async () => await search.SearchAsync(await node.ActorAsync("mayor"), "花", "x"));
    }

    /// <summary>Submits the names; what stands third is accepted, some are answered with words. Returns the texts of each case.</summary>
    private static async Task<Dictionary<string, List<string>>> FillAsync(CasesNode node)
    {
        var owner = await node.ActorAsync("owner");
        var clerk = await node.ActorAsync("approval-1");
        var planner = await node.ActorAsync("planning-1");
        var texts = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (index, name) in Names.Index())
        {
            var state = await node.SubmitAsync(owner, name, "k" + index.ToString(CultureInfo.InvariantCulture));
            var said = texts[state.Id] = [state.Number, name, "百色花园有限公司", "百色市"];
            if (index % 5 == 0)
            {
                await node.Cases.ExecuteAsync(clerk, state.Id, new Accept());
                await node.Cases.ExecuteAsync(planner, state.Id, index % 2 == 0 ? new AgreeItem("planning", "与规划相符") : new DisagreeItem("planning", "北侧退线不足0.6米"));
                said.Add(index % 2 == 0 ? "与规划相符" : "北侧退线不足0.6米");
            }
        }
        return texts;
    }

    private static string Narrow(string text) => string.Concat(text.Select(c => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c)).ToLowerInvariant();

    /// <summary>Every word of the query stands in one of the texts: read character by character, with nothing of the engine's.</summary>
    private static bool Oracle(string query, List<string> texts)
    {
        var phrases = System.Text.RegularExpressions.Regex.Matches(Narrow(query), @"[\p{L}\p{Nd}\p{Cs}]+").Select(m => m.Value).ToList();
        return phrases.Count > 0 && phrases.All(phrase => texts.Any(text =>
        {
            var plain = Narrow(text);
            var begins = phrase[0] is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? phrase[0] == '0' ? "(?<![a-z0-9])" : "(?<![a-z0-9])0*" : "";
            return System.Text.RegularExpressions.Regex.IsMatch(plain, begins + System.Text.RegularExpressions.Regex.Escape(phrase));
        }));
    }
}

public sealed class SqliteSearchTests : SearchTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresSearchTests(SharedCluster cluster) : SearchTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
