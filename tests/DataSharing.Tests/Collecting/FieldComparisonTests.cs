using System.Collections.Immutable;
using CsCheck;
using Xunit;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Tests.Collecting;

/// <summary>The comparison and the sheets for every plan, pool and set of tasks that chance makes.</summary>
public sealed class FieldComparisonTests
{
    private static readonly DateTimeOffset Now = ChinaTime.At(new(2022, 8, 16), new(10, 0));

    private static readonly string[] Names = ["姓名", "住址", "是否独居", "辅具需求", "联系电话"];

    private static readonly Gen<CollectField> Field = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1], Gen.Int[0, 5], (name, type, item) =>
        new CollectField("x", Names[name], (ItemType)type, Item: item == 0 ? new ItemPath("r1", "i" + name) : null));

    private static readonly Gen<PoolItem> Held = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1], Gen.Int[1, 3], Gen.Int[0, 800], Gen.Int[0, 3], (name, type, resource, days, area) =>
        new PoolItem(new("r" + resource, "i" + name), new("i" + name, new(Names[name]), (ItemType)type), area == 3 ? "enterprise" : "person", "资源", "p", 1, Now.AddDays(-days), area == 1 ? ["1/2/"] : null));

    private static readonly Gen<CollectPlan> Plan = Gen.Select(Field.Array[1, 6], Gen.Int[0, 6], Gen.Int[0, 2], (fields, cycle, area) => new CollectPlan(
        "office", "采集", "目的", "法", "person", (UpdateCycle)cycle, new(2022, 9, 1), [area == 0 ? "a" : area == 1 ? "b" : "c"], [.. fields.Select((f, n) => f with { Key = "f" + n })]));

    private static readonly Gen<RunningField> Running = Gen.Select(Field, Gen.Int[1, 4], Gen.Int[0, 6], (field, task, cycle) =>
        new RunningField("t" + task, "任务", "o", Now.AddDays(-task), "person", (UpdateCycle)cycle, field with { Key = "k" + field.Name.Length + (int)field.Type }));

    [Fact]
    public void The_order_in_which_the_pool_is_read_does_not_matter() => Gen.Select(Plan, Held.Array[0, 12], Running.Array[0, 8]).Sample((plan, pool, running) =>
        Assert.Equal(FieldComparison.Of(plan, Paths(plan), pool, running, Now), FieldComparison.Of(plan, Paths(plan), pool.Reverse(), running.Reverse(), Now)));

    [Fact]
    public void Each_field_has_one_finding_and_each_finding_its_ground() => Gen.Select(Plan, Held.Array[0, 12], Running.Array[0, 8]).Sample((plan, pool, running) =>
    {
        var found = FieldComparison.Of(plan, Paths(plan), pool, running, Now);
        Assert.Equal(plan.Fields.Select(f => f.Key), found.Select(f => f.Field));
        foreach (var (field, finding) in plan.Fields.Zip(found))
        {
            var fresh = pool.Where(p => p.Subject == "person" && FieldComparison.Same(field, p.Path, p.Item) && Now - p.UpdatedAt <= FieldComparison.FreshFor(plan.Cycle) && (p.Areas is null || Paths(plan)[0].StartsWith("1/2/", StringComparison.Ordinal))).ToList();
            var asked = running.Where(r => r.Cycle == plan.Cycle && FieldComparison.Same(field, r.Field)).ToList();
            Assert.Equal(fresh.Count > 0 ? Verdict.Held : asked.Count > 0 ? Verdict.Merged : Verdict.Free, finding.Verdict);
            Assert.True(finding.Verdict != Verdict.Held || fresh.Any(p => p.Path == finding.Item && p.UpdatedAt == finding.UpdatedAt));
            Assert.True(finding.Verdict != Verdict.Merged || asked.Any(a => a.TaskId == finding.TaskId && a.Field.Key == finding.TaskField));
        }
    });

    [Fact]
    public void More_in_the_pool_never_frees_a_field() => Gen.Select(Plan, Held.Array[0, 10], Held, Running.Array[0, 5]).Sample((plan, pool, more, running) =>
    {
        var before = FieldComparison.Of(plan, Paths(plan), pool, running, Now);
        var after = FieldComparison.Of(plan, Paths(plan), [.. pool, more], running, Now);
        Assert.All(before.Zip(after), pair => Assert.True(pair.First.Verdict != Verdict.Held || pair.Second.Verdict == Verdict.Held));
    });

    /// <summary>Plans come one after the other, as the bureau takes them: whatever they want, a community is asked nothing twice, and everybody receives all that he wanted.</summary>
    [Fact]
    public void Nobody_is_asked_twice_and_everybody_receives() => Plan.Array[1, 5].Sample(plans =>
    {
        var tasks = new List<CollectTask>();
        foreach (var (plan, n) in plans.Select((p, n) => (p, n)))
        {
            var running = tasks.SelectMany(t => t.Own.Select(f => new RunningField(t.Id, "任务", t.Plan.OfficeId, t.PlannedAt, t.Plan.Subject, t.Plan.Cycle, f)));
            var found = FieldComparison.Of(plan with { OfficeId = "o" + n }, Paths(plan), [], running, Now);
            var lead = found.FirstOrDefault(f => f.Verdict == Verdict.Merged) is { } merged ? tasks.First(t => t.Id == merged.TaskId).Lead : "t" + n;
            tasks.Add(new("t" + n, plan with { OfficeId = "o" + n }, found, CollectState.Running, lead, "p", Now.AddMinutes(n), Now, [], null, null, null, null));
        }
        foreach (var place in (string[])["1/2/a/", "1/2/b/", "1/3/"])
        {
            var asked = tasks.Select(t => t.Lead).Distinct().SelectMany(lead => Sheet.At(lead, tasks.Select(t => (t, (IReadOnlyList<string>)Paths(t.Plan))), place).Fields).ToList();
            Assert.Equal(asked.Count, asked.Select(f => f.Name).Distinct().Count());
            foreach (var task in tasks.Where(t => Paths(t.Plan).Any(p => place.StartsWith(p, StringComparison.Ordinal))))
            {
                Assert.All(task.Plan.Fields, f => Assert.Contains(asked, a => a.Offices.Contains(task.Plan.OfficeId) && FieldComparison.Same(f, a.Field)));
            }
        }
    });

    [Theory]
    [InlineData("姓 名", "GB/T 1", true)]
    [InlineData("姓名", null, true)]
    [InlineData("姓名", "GB/T 2", false)]
    [InlineData("户主姓名", null, false)]
    public void Standard_name_type_and_code_list_decide(string name, string? list, bool same) =>
        Assert.Equal(same, FieldComparison.Same(new CollectField("f", name, ItemType.Text, CodeList: list), new("r", "name"), new("name", new("姓名", "Name"), ItemType.Text, CodeList: "gb/t 1")));

    private static IReadOnlyList<string> Paths(CollectPlan plan) => plan.Areas[0] switch { "a" => ["1/2/a/"], "b" => ["1/2/"], _ => ["1/3/"] };
}
