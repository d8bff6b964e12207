using System.Collections.Immutable;
using System.Text;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Collecting.Filling;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Collecting.Receiving;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Collecting;

/// <summary>Two departments want nearly the same of a community: what the pool has is refused, what both want is asked once, and both receive.</summary>
public sealed class CollectStory(SharedCluster cluster)
{
    private static readonly string Someone = CitizenId.Complete("45020219500808001");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_ask_the_same_and_are_approved_at_once_one_asks_and_the_others_join(bool postgres)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        await pool.PublishAsync(pool.Person(), $"SELECT '{Someone}' AS id_no, '居民一' AS name, DATE '1950-08-08' AS born_on, '450202' AS division");
        var tree = pool.Get<IOrganisationRegistry>();
        var county = await tree.AddAsync(Actor.Clock, pool.Department("city"), OrganisationKind.County, "450202", null, new LocalText("城中区"), cancel);
        var community = await tree.AddAsync(Actor.Clock, county.Id, OrganisationKind.Department, "450202", "community", new LocalText("桂中社区"), cancel);
        var (fund, bureau, plans) = (pool.Of("housing-fund", Roles.Steward), pool.Of("city", Roles.PoolOperator), pool.Get<PlanDesk>());
        var planned = new List<CollectTask>();
        for (var i = 0; i < 8; i++)
        {
            planned.Add(await plans.PlanAsync(fund, Plan(pool, "housing-fund", community.Id, Field("alone", "是否独居") with { Type = ItemType.Flag }, Field("own" + i, "本次专用项" + i)), cancel));
        }

        // Who comes second is told that the comparison has changed, looks at it, and approves again.
        var decided = await Task.WhenAll(planned.Select(p => Task.Run(async () =>
        {
            for (;;)
            {
                try
                {
                    return await plans.DecideAsync(bureau, p.Id, true, [], "", cancel);
                }
                catch (ConflictException changed) when (changed.Faults[0].Code == "sharing.collect.fault.compared")
                {
                }
            }
        }, cancel)));

        Assert.All(decided, d => Assert.Equal(CollectState.Running, d.State));
        var first = Assert.Single(decided, d => d.FindingOf("alone").Verdict == Verdict.Free);
        Assert.All(decided, d => Assert.Equal(first.Id, d.Lead));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_collected_once_is_not_asked_again(bool postgres)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        await pool.PublishAsync(pool.Person(), $"SELECT '{Someone}' AS id_no, '居民一' AS name, DATE '1950-08-08' AS born_on, '450202' AS division");
        var tree = pool.Get<IOrganisationRegistry>();
        var county = await tree.AddAsync(Actor.Clock, pool.Department("city"), OrganisationKind.County, "450202", null, new LocalText("城中区"), cancel);
        var community = await tree.AddAsync(Actor.Clock, county.Id, OrganisationKind.Department, "450202", "community", new LocalText("桂中社区"), cancel);
        var worker = new Actor("worker", "示例·社区", [new(community.Id, community.Path, Roles.CommunityWorker)], []);
        var (fund, land, bureau) = (pool.Of("housing-fund", Roles.Steward), pool.Of("natural-resources", Roles.Steward), pool.Of("city", Roles.PoolOperator));
        var (plans, sheets, receive) = (pool.Get<PlanDesk>(), pool.Get<SheetDesk>(), pool.Get<ReceiveDesk>());

        // The fund's plan: the name is in the pool, two fields are new.
        var first = await plans.PlanAsync(fund, Plan(pool, "housing-fund", community.Id, Field("full_name", "姓名", "pop.person/name"), Field("alone", "是否独居") with { Type = ItemType.Flag, Required = true }, Field("aids", "辅具需求")), cancel);
        Assert.Equal([Verdict.Held, Verdict.Free, Verdict.Free], first.Findings.Select(f => f.Verdict));
        Assert.Equal("人口基本信息", first.FindingOf("full_name").Source);
        await Assert.ThrowsAsync<DeniedException>(() => plans.DecideAsync(fund, first.Id, true, [], "", cancel));
        first = await plans.DecideAsync(bureau, first.Id, true, [], "", cancel);
        Assert.Equal(CollectState.Running, first.State);
        await Assert.ThrowsAsync<ConflictException>(() => plans.DecideAsync(bureau, first.Id, true, [], "", cancel));

        // The other department's: one field both want, one of its own, one it insists on.
        var second = await plans.PlanAsync(land, Plan(pool, "natural-resources", county.Id, Field("lives_alone", "是否独居") with { Type = ItemType.Flag }, Field("lift", "楼栋有无电梯") with { Type = ItemType.Flag },
            Field("birth", "出生日期", "pop.person/born_on") with { Type = ItemType.Date, Reason = "需与户口簿原件当面核对" }), cancel);
        Assert.Equal([Verdict.Merged, Verdict.Free, Verdict.Held], second.Findings.Select(f => f.Verdict));
        await Assert.ThrowsAsync<InvalidInputException>(() => plans.DecideAsync(bureau, second.Id, true, ["birth"], "", cancel));
        second = await plans.DecideAsync(bureau, second.Id, true, ["birth"], "同意现场核对", cancel);
        Assert.Equal((first.Id, "birth"), (second.Lead, Assert.Single(second.Kept)));

        // The worker sees one sheet.
        var (view, _, _) = Assert.Single(await sheets.SheetsAsync(worker, cancel));
        Assert.Equal(["是否独居", "辅具需求", "楼栋有无电梯", "出生日期"], view.Sheet.Fields.Select(f => f.Field.Name));
        Assert.Equal(2, view.Sheet.Fields[0].Offices.Length);
        await Assert.ThrowsAsync<InvalidInputException>(() => sheets.AddAsync(worker, first.Id, community.Id, "450202195008080011", cancel));
        var row = await sheets.AddAsync(worker, first.Id, community.Id, Someone, cancel);
        Assert.Equal("居民一", Assert.Single(row.Content.Known).Value);
        await Assert.ThrowsAsync<ConflictException>(() => sheets.AddAsync(worker, first.Id, community.Id, Someone, cancel));
        var names = view.Sheet.Fields.Select(f => f.Name).ToList();
        await Assert.ThrowsAsync<InvalidInputException>(() => sheets.SaveAsync(worker, row.Id, row.Version, new Dictionary<string, string> { [names[0]] = "也许" }, cancel));
        row = await sheets.SaveAsync(worker, row.Id, row.Version, new Dictionary<string, string> { [names[1]] = "助行器" }, cancel);
        Assert.False(row.Complete);
        await Assert.ThrowsAsync<InvalidInputException>(() => sheets.SubmitAsync(worker, first.Id, community.Id, none: false, cancel));
        await Assert.ThrowsAsync<ConflictException>(() => sheets.SaveAsync(worker, row.Id, 1, new Dictionary<string, string> { [names[0]] = "是" }, cancel));
        row = await sheets.SaveAsync(worker, row.Id, row.Version, new Dictionary<string, string> { [names[0]] = "是", [names[1]] = "助行器, 扶手", [names[2]] = "否", [names[3]] = "1950/8/8" }, cancel);
        Assert.Equal((true, 4, 2), (row.Complete, row.Filled, row.Spared));
        await Assert.ThrowsAsync<ConflictException>(() => receive.PublishAsync(fund, first.Id, cancel));
        await sheets.SubmitAsync(worker, first.Id, community.Id, none: false, cancel);
        await Assert.ThrowsAsync<ConflictException>(() => sheets.SaveAsync(worker, row.Id, row.Version, new Dictionary<string, string>(), cancel));

        // Each receives its own columns; the fields become versions of two resources.
        await Assert.ThrowsAsync<DeniedException>(() => receive.PublishAsync(land, first.Id, cancel));
        first = await receive.PublishAsync(fund, first.Id, cancel);
        Assert.Equal(1, first.Version);
        second = await receive.PublishAsync(land, second.Id, cancel);
        Assert.Equal(["id_no", "community", "lift", "birth"], (await pool.Get<CatalogueStore>().FindAsync(second.Resource!, cancel))!.Description.Items.Select(i => i.Key));
        var result = Encoding.UTF8.GetString((await receive.ResultAsync(land, second.Id, cancel)).Csv());
        Assert.Contains($"{Someone},桂中社区,true,false,1950-08-08", result, StringComparison.Ordinal);
        Assert.DoesNotContain("助行器", result, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DeniedException>(() => receive.ResultAsync(land, first.Id, cancel));
        Assert.Empty(await sheets.SheetsAsync(worker, cancel));

        // Next time it is in the pool already: refused at once, without the bureau.
        var third = await plans.PlanAsync(fund, Plan(pool, "housing-fund", community.Id, Field("a", "是否独居") with { Type = ItemType.Flag }, Field("b", "辅具需求")), cancel);
        Assert.Equal((CollectState.Refused, "pool"), (third.State, third.Answer));
        Assert.All(third.Findings, f => Assert.Equal(first.Resource, f.Item!.Value.Resource));
        // In the whole county it was not collected.
        Assert.Equal(Verdict.Free, (await plans.CompareAsync(fund, Plan(pool, "housing-fund", county.Id, Field("b", "辅具需求")), cancel)).Findings[0].Verdict);

        var burden = await pool.Get<BurdenCount>().CountAsync(_ => true, cancel);
        Assert.Equal((5, 3), (burden.Departments[0].Wanted, burden.Departments[0].Held));
        Assert.Equal((1, 4L, 2L), (burden.Workers[0].Rows, burden.Workers[0].Filled, burden.Workers[0].Spared));
        var stored = await pool.Database.ReadAsync(s => s.QueryAsync("select content || subject from sharing_collect_row", r => r.GetString(0)));
        Assert.DoesNotContain(stored, s => s.Contains("4502", StringComparison.Ordinal) || s.Contains("居民", StringComparison.Ordinal));
    }

    private static CollectField Field(string key, string name, string? item = null) => new(key, name, ItemType.Text, Item: item is null ? null : ItemPath.Parse(item));

    private static CollectPlan Plan(Pool pool, string office, string area, params CollectField[] fields) =>
        new(pool.Department(office), "独居老人情况采集", "掌握独居老人生活状况，安排上门服务", "《中华人民共和国老年人权益保障法》第三十七条", CollectPlan.Person, UpdateCycle.Yearly, new(2022, 9, 30), [area], [.. fields]);
}
