using System.Diagnostics;
using System.Globalization;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>Nodes that die, and nodes that share a store.</summary>
public sealed class NodeTests(SharedCluster cluster)
{
    private const int Callers = 8;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Killed_while_it_writes_nothing_acknowledged_is_lost_and_nothing_happens_twice(Dialect dialect)
    {
        await using var town = await Town.OpenAsync(dialect == Dialect.Sqlite ? "sqlite:test.db" : await cluster.Cluster.CreateDatabaseAsync());
        var node = town.Node;
        var owner = await node.ActorAsync("owner");
        var clerk = await node.ActorAsync("approval-1");
        var next = 0;
        foreach (var kill in (int[])[1, 30, 150])
        {
            var acknowledged = await RunAndKillAsync(town, next, kill);
            for (var caller = 0; caller < Callers; caller++)
            {
                var last = acknowledged.Where(a => a.Caller == caller).Select(a => a.Number).DefaultIfEmpty(next - 1).Max();
                // The client repeats what it has no answer to, under the same keys.
                var name = string.Create(CultureInfo.InvariantCulture, $"{caller}-{last + 1}");
                var repeated = await node.SubmitAsync(owner, name, "submit-" + name);
                await node.Cases.ExecuteAsync(clerk, repeated.Id, new Accept(), idempotencyKey: "accept-" + name);
            }
            foreach (var (caller, number, id) in acknowledged)
            {
                Assert.Equal(CasePhase.Reviewing, (await node.Cases.FindAsync(clerk, id))!.State.Phase);
            }
            next += 1_000;
        }
        await CheckAsync(node.Database);
    }

    [Fact]
    public async Task Two_nodes_on_one_store_behave_as_one()
    {
        await using var town = await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
        using var folder = new Testing.TestFolder();
        // What every node of one installation is given.
        File.Copy(Path.Combine(town.Folder, "master.key"), folder.File("master.key"));
        await using var other = await CasesNode.StartAsync(town.Address, folder.Path);
        CasesNode[] nodes = [town.Node, other];
        var owner = await town.Node.ActorAsync("owner");
        var submitted = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => nodes[i % 2].SubmitAsync(owner, "花园" + i, "same-" + (i / 2))));
        Assert.Equal(20, submitted.Select(s => s.Id).Distinct().Count());
        Assert.Equal(20, submitted.Select(s => s.Number).Distinct().Count());

        // Both remember the case; each step of one is seen by the other, and of two at once one is refused.
        var clerk = await town.Node.ActorAsync("approval-1");
        var id = submitted[0].Id;
        await town.Node.Cases.ExecuteAsync(clerk, id, new Accept());
        await other.Cases.ExecuteAsync(await other.ActorAsync("planning-1"), id, new AgreeItem("planning", null));
        await town.Node.Cases.ExecuteAsync(await other.ActorAsync("water-1"), id, new AgreeItem("water", null));
        var outcomes = await Task.WhenAll(nodes.Select(async node =>
        {
            try
            {
                await node.Cases.ExecuteAsync(clerk, id, new Grant("decide", null));
                return true;
            }
            catch (RefusalException)
            {
                return false;
            }
        }));
        Assert.Single(outcomes, won => won);
        await CheckAsync(other.Database);
    }

    private static async Task<List<(int Caller, int Number, string Id)>> RunAndKillAsync(Town town, int from, int kill)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CasesNode).Assembly.Location, town.Address, town.Folder, Callers.ToString(CultureInfo.InvariantCulture), from.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var acknowledged = new List<(int, int, string)>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line cut in half was not said: an id has 26 characters.
            if (line.Split(' ', '-') is [var caller, var number, { Length: 26 } id])
            {
                acknowledged.Add((int.Parse(caller, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture), id));
            }
            if (acknowledged.Count == kill)
            {
                process.Kill();
            }
        }
        await process.WaitForExitAsync();
        Assert.True(acknowledged.Count >= kill, await errors);
        return acknowledged;
    }

    /// <summary>Each garden once; snapshot, events and evidence of each case of one length; rows of the lists as the snapshot says.</summary>
    private static async Task CheckAsync(IDatabase database) => await database.ReadAsync(async session =>
    {
        Assert.Equal(0, await session.FirstAsync("select count(*) from (select subject from cases_case group by subject having count(*) > 1) as twice", r => r.GetInt64(0)));
        Assert.Empty(await session.QueryAsync("""
            select c.id from cases_case c where c.version <> (select count(*) from cases_event e where e.case_id = c.id)
              or c.version <> (select max(e.sequence) from cases_event e where e.case_id = c.id)
              or c.version <> (select count(*) from evidence_entry v where v.stream = 'case/' || c.id)
              or (select count(*) from cases_item i where i.case_id = c.id) = 0
            """, r => r.GetString(0)));
        return 0;
    });
}
