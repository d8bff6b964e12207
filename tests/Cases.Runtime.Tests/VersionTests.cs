using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>The head of an office changes a rule: sees which past cases it would have touched, publishes it beside the running version, and moves a running case to it.</summary>
public sealed class VersionTests(SharedCluster cluster)
{
    private const string Csv = "面积,规模\n< {0},小\n>= {0},大\n";

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task A_changed_table_is_previewed_published_everywhere_and_running_cases_are_moved_once(Dialect dialect)
    {
        await using var town = await Town.OpenAsync(dialect == Dialect.Sqlite ? "sqlite:test.db" : await cluster.Cluster.CreateDatabaseAsync());
        using var folder = new Testing.TestFolder();
        File.Copy(Path.Combine(town.Folder, "master.key"), folder.File("master.key"));
        await using var other = dialect == Dialect.Postgres ? await CasesNode.StartAsync(town.Address, folder.Path) : null;
        var node = town.Node;
        var garden = WithTable();
        node.Get<MatterLibrary>().Run([garden]);
        other?.Get<MatterLibrary>().Run([garden]);
        var head = await HeadAsync(node);
        var clerk = await node.ActorAsync("approval-1");
        var versions = node.Get<Versions>();
        var done = await SubmitAsync(node, garden, "已办结", 800);
        await node.Cases.ExecuteAsync(clerk, done.Id, new Accept());
        await node.Cases.ExecuteAsync(await node.ActorAsync("planning-1"), done.Id, new AgreeItem("planning", null));
        await node.Cases.ExecuteAsync(await node.ActorAsync("water-1"), done.Id, new AgreeItem("water", null));
        await node.Cases.ExecuteAsync(clerk, done.Id, new Grant("decide", null));
        var running = await SubmitAsync(node, garden, "在办", 700);
        Assert.Equal("small", running.Form["size"]);

        var wrong = await versions.PreviewAsync(garden.Matter, "size", "面积,规模\n< 500,小\n> 500,大\n", 12, default);
        Assert.Equal("gap", Assert.Single(wrong.Faults).Code);
        var preview = await versions.PreviewAsync(garden.Matter, "size", Csv.Replace("{0}", "500", StringComparison.Ordinal), 12, default);
        Assert.Equal((1, done.Number), (preview.Looked, Assert.Single(preview.Others).Case.Number));

        await Assert.ThrowsAsync<DeniedException>(() => versions.PublishAsync(clerk, "garden", "size", Csv.Replace("{0}", "500", StringComparison.Ordinal), garden.Matter.Hash, "文件", default));
        var published = await versions.PublishAsync(head, "garden", "size", Csv.Replace("{0}", "500", StringComparison.Ordinal), garden.Matter.Hash, "新标准施行", default);
        await Assert.ThrowsAsync<ConflictException>(() => versions.PublishAsync(head, "garden", "size", Csv.Replace("{0}", "600", StringComparison.Ordinal), garden.Matter.Hash, "迟到的修改", default));

        // New cases take it on every node; the running one keeps what it began under.
        if (other is not null)
        {
            await other.Get<IEnumerable<IHostedService>>().OfType<PublicationWatch>().Single().LookAsync(default);
        }
        foreach (var each in new[] { node, other }.OfType<CasesNode>())
        {
            var current = each.Get<MatterLibrary>().CurrentCompiled("garden")!;
            Assert.Equal(published.Hash, current.Matter.Hash);
            Assert.Equal("large", (await SubmitAsync(each, current, "新件" + each.GetHashCode(), 700)).Form["size"]);
        }
        Assert.Equal(garden.Matter.Hash, (await node.Cases.FindAsync(clerk, running.Id))!.State.MatterHash);

        var migrations = node.Get<Migrations>();
        // The head of the very office that runs it publishes and moves; the head of another office sees nothing of either.
        var own = await AppointAsync(node, "office-head", Roles.Head, node.Get<IOrganisations>().All.First(o => o.Function == garden.Matter.Office && o.Division == "451000").Id);
        Assert.Equal(running.Id, Assert.Single(await migrations.DryRunAsync(own, "garden", default)).Case.Id);
        var foreign = await AppointAsync(node, "water-head", Roles.Head, node.Get<IOrganisations>().All.First(o => o.Function == "water" && o.Division == "451000").Id);
        await Assert.ThrowsAsync<DeniedException>(() => migrations.DryRunAsync(foreign, "garden", default));
        await Assert.ThrowsAsync<DeniedException>(() => node.Cases.ExecuteAsync(foreign, running.Id, new MigrateCase(published.Version, published.Hash, "越权")));
        var far = await AppointAsync(node, "far-head", Roles.Head, node.Get<IOrganisations>().All.First(o => o.Function == garden.Matter.Office && o.Division != "451000").Id);
        Assert.Empty(await migrations.DryRunAsync(far, "garden", default));

        var plan = Assert.Single(await migrations.DryRunAsync(head, "garden", default));
        Assert.True(plan.Plan.MayMove);
        for (var time = 0; time < 2; time++)
        {
            Assert.Empty(Assert.Single(await migrations.MoveAsync(own, "garden", [running.Id], "统一标准", default)).Faults);
        }
        Assert.NotEmpty(Assert.Single(await migrations.MoveAsync(head, "garden", [done.Id], "统一标准", default)).Faults);
        var moved = (await (other ?? node).Cases.FindAsync(clerk, running.Id))!;
        Assert.Equal(("large", published.Version), (moved.State.Form["size"], moved.State.MatterVersion));
        Assert.Single(moved.Events, e => e.Event is CaseMigrated);
        Assert.Empty(await migrations.DryRunAsync(head, "garden", default));
        await (other ?? node).Cases.ExecuteAsync(clerk, running.Id, new Accept());

        Assert.Equal(2, await CountAsync(node.Database, "select count(*) from evidence_entry where stream = 'matter/garden' or (stream = $1 and type = 'cases.case-migrated')", "case/" + running.Id));
        Assert.Equal(published.Version, Assert.Single(await versions.HistoryAsync("garden", default)).Version);
        Assert.Equal(0, (await versions.UseAsync("garden", default)).First(u => u.Version == "1").Running);
    }

    private static CompiledMatter WithTable()
    {
        var garden = GardenMatter.Compiled.Matter;
        var size = new Field { Key = "size", Type = FieldType.Choice, Label = new("规模"), Choices = [new("small", new("小")), new("large", new("大"))], Compute = "decision.size.band" };
        var matter = garden with { Form = garden.Form.Add(size), Decisions = [new() { Key = "size", Title = new("规模划分"), File = "decisions/size.csv", Gives = [new(size with { Key = "band", Compute = null }, Collect.List)] }] };
        return CompiledMatter.Of(Versioning.WithTable(matter, "size", Csv.Replace("{0}", "1000", StringComparison.Ordinal), "1", 0).Next! with { Version = "1" });
    }

    private static Task<Actor> HeadAsync(CasesNode node) => AppointAsync(node, "head", Roles.Administrator, node.Get<IOrganisations>().Area("451000")!.Id);

    private static async Task<Actor> AppointAsync(CasesNode node, string login, string role, string organisation)
    {
        var people = node.Get<IPeopleRegistry>();
        await people.AppointAsync(Actor.Clock, await people.AddPersonAsync(Actor.Clock, login, "password-1", "负责人", null), organisation, role);
        return await node.ActorAsync(login);
    }

    private static async Task<CaseState> SubmitAsync(CasesNode node, CompiledMatter matter, string name, int area)
    {
        var owner = await node.ActorAsync("owner");
        var city = node.Get<IOrganisations>().Area("451000")!;
        var form = ImmutableSortedDictionary<string, string>.Empty.Add("name", name).Add("place", "451000").Add("area_m2", area.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var submit = new Submit(Ids.New(node.Time), await node.Get<CaseNumbers>().NextAsync("451000", node.Time.GetUtcNow().ChinaDate(), default), owner.Parties[0].Party, null, city.Id, city.Path, null, form, ImmutableSortedDictionary<string, MaterialState>.Empty);
        return await node.Get<CaseService>().SubmitAsync(owner, matter, submit, "submit-" + name, default);
    }

    private static async Task<long> CountAsync(IDatabase database, string sql, params object[] args) =>
        long.Parse((await database.ReadAsync(session => session.FirstAsync(sql, r => r.GetValue(0).ToString()!, args)))!, System.Globalization.CultureInfo.InvariantCulture);
}
