using System.Text.Json;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Catalogue.Demo;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Catalogue.Programs;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Register;

public sealed class SearchTests
{
    /// <summary>What is typed, and the same as the scan takes it.</summary>
    private static readonly (string Asked, string[] Plain)[] Questions =
    [
        ("", []), ("食品", ["食品"]), ("食品　许可", ["食品", "许可"]), ("RESOURCE", ["resource"]), ("发证日期", ["发证日期"]), ("道路运输许可信息", ["道路运输许可信息"]), ("Ｓｙｎ１２", ["syn12"]),
        ("有效期至 消防", ["有效期至", "消防"]), ("没有这个词", ["没有这个词"]), ("检查 农机 金额", ["检查", "农机", "金额"]),
    ];

    [Fact]
    public async Task Search_over_a_citys_catalogue_finds_what_a_plain_scan_finds()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var departments = await DepartmentsAsync(pool, 75, cancel);
        var all = SyntheticCatalogue.Make(7, departments, 20_000).ToList();
        Assert.Equal(20_000, all.Sum(d => d.Items.Length));
        Assert.Equal(75, all.Select(d => d.ProviderId).Distinct(StringComparer.Ordinal).Count());
        await Parallel.ForEachAsync(all, cancel, async (d, stop) => await pool.Get<CatalogueStore>().DescribeAsync(Actor.Clock, d, stop));
        var search = pool.Get<CatalogueSearch>();
        var texts = all.ToDictionary(d => d.Code, d => Everything(d).ToArray(), StringComparer.Ordinal);
        foreach (var (words, plainly) in Questions)
        {
            foreach (var cycle in (UpdateCycle?[])[null, UpdateCycle.Weekly])
            {
                foreach (var open in (bool[])[false, true])
                {
                    var found = await search.FindAsync(new(words, null, null, null, cycle, open), cancel);
                    var plain = all.Where(d => (cycle is null || d.Cycle == cycle) && (!open || d.Open) && plainly.All(w => texts[d.Code].Any(t => t.Contains(w, StringComparison.Ordinal)))).Select(d => d.Code).ToHashSet(StringComparer.Ordinal);
                    Assert.True(plain.SetEquals(found.Found.Select(e => e.Description.Code)), words);
                    Assert.Equal(found.Found.Count, found.Cycles.Values.Sum());
                    Assert.Equal(found.Found.Count, found.Classes.Values.Sum());
                    Assert.Equal(open ? all.Count(d => d.Open) : all.Count, found.All);
                }
            }
        }
        Assert.NotEmpty((await search.FindAsync(new("Ｓｙｎ１２", null, null, null), cancel)).Found);
    }

    [Fact]
    public async Task A_search_sees_at_once_what_was_withdrawn_changed_and_registered_anew()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var (store, search) = (pool.Get<CatalogueStore>(), pool.Get<CatalogueSearch>());
        await store.DescribeAsync(Actor.Clock, pool.Person(), cancel);
        Assert.Equal(["pop.person"], await CodesAsync());
        // One goes and one comes: as many descriptions of the same numbers as before.
        await store.WithdrawAsync(Actor.Clock, "pop.person", "合并到新的资源", (_, _) => ValueTask.CompletedTask, cancel);
        await store.DescribeAsync(Actor.Clock, pool.Person() with { Code = "pop.resident" }, cancel);
        Assert.Equal(["pop.resident"], await CodesAsync());
        await store.DescribeAsync(Actor.Clock, pool.Person(), cancel);
        Assert.Equal(["pop.person", "pop.resident"], await CodesAsync());
        await store.DescribeAsync(Actor.Clock, pool.Person() with { Title = new("居住登记") }, cancel);
        Assert.Single((await search.FindAsync(new("居住登记", null, null, null), cancel)).Found);

        async Task<string[]> CodesAsync() => [.. (await search.FindAsync(new("人口", null, null, null), cancel)).Found.Select(e => e.Description.Code).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_description_comes_back_from_a_program_as_it_went()
    {
        await using var pool = await Pool.OpenAsync();
        var faults = new List<Fault>();
        var sent = JsonSerializer.Serialize(ResourceBody.Of(pool.Person()), JsonSerializerOptions.Web);
        var back = JsonSerializer.Deserialize<ResourceBody>(sent, JsonSerializerOptions.Web)!.Read("pop.person", faults);
        Assert.Empty(faults);
        Assert.Equal(DescriptionDocument.Write(pool.Person()), DescriptionDocument.Write(back));
        JsonSerializer.Deserialize<ResourceBody>("{\"sharing\":\"1\",\"cycle\":\"Hourly\",\"items\":[{\"key\":\"a\",\"name\":{\"en\":\"a\"},\"type\":\"Text\",\"source\":\"x\"}]}", JsonSerializerOptions.Web)!.Read("a.b", faults);
        Assert.Equal(["title", "summary", "sharing", "cycle", "items[0].source", "items[0].name"], faults.Select(f => f.Field));
    }

    [Fact]
    public async Task Who_works_for_no_department_counts_only_what_is_open()
    {
        await using var pool = await Pool.OpenAsync();
        var desk = pool.Get<CatalogueDesk>();
        Actor resident = new("resident", "示例·居民", [], []);
        var (police, fund) = (pool.Of("public-security", Roles.Steward), pool.Of("housing-fund", Roles.Steward));
        var withheld = pool.Person() with { Sharing = SharingClass.Withheld };
        Assert.False(desk.SeesAll(resident));
        Assert.False(desk.MayCount(resident, pool.Person()));
        Assert.True(desk.MayCount(resident, pool.Person() with { Open = true }));
        Assert.True(desk.MayCount(fund, pool.Person()));
        Assert.False(desk.MayCount(fund, withheld));
        Assert.True(desk.MayCount(police, withheld));
    }

    private static async Task<List<string>> DepartmentsAsync(Pool pool, int count, CancellationToken cancel)
    {
        var registry = pool.Get<IOrganisationRegistry>();
        var made = new List<string>();
        for (var n = 0; n < count; n++)
        {
            made.Add((await registry.AddAsync(Actor.Clock, pool.Department("city"), OrganisationKind.Department, "450200", $"syn{n}", new($"示例部门{n}"), cancel)).Id);
        }
        return made;
    }

    private static IEnumerable<string> Everything(Description d) => d.Title.Values.Values.Concat(d.Summary.Values.Values).Concat(d.Keywords).Append(d.Code).Concat(d.Items.SelectMany(i => i.Name.Values.Values.Append(i.Key))).Select(t => t.ToLowerInvariant());
}
