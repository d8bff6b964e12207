using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.DataSharing.Quality.Spreading;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests.Quality;

/// <summary>A run is done by two nodes, one job for each shard and part of keys; one node is killed in the middle (SIGKILL, a real process), and the outcome is that of one machine.</summary>
public sealed class SpreadTests(SharedCluster cluster)
{
    private const int Shards = 12;

    private const string Rules = """
        resource: pop.person
        rules:
        - {id: R1, dim: completeness, item: name, check: present}
        - {id: R2, dim: validity, item: division, check: division}
        - {id: U1, dim: uniqueness, key: [id_no], when: {item: division, is: ['450202', '450203']}}
        - {id: U2, dim: uniqueness, key: [name, born_on]}
        - {id: X1, dim: consistency, item: division, exists_in: geo.place/code}
        """;

    [Fact]
    public async Task A_killed_node_loses_nothing()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(await cluster.Cluster.CreateDatabaseAsync(), s => s.AddSingleton(new SpreadSettings(Shards)));
        var (turn, store) = (pool.Get<QualityTurn>(), pool.Get<JobStore>());
        await pool.PublishAsync(pool.Person() with { Code = "geo.place", Title = new("地址", "Places"), Items = [new("code", new("区划", "Code"), ItemType.Text, 6, Required: true, Identifies: true)] }, "SELECT '450202' AS code");
        // Every 700th key repeats one of another shard, every 1,000th name is missing, every seventh division is in no library.
        var data = await pool.PublishAsync(pool.Person(), [.. Enumerable.Range(0, Shards).Select(s => $"""
            SELECT CASE WHEN i % 700 = 0 THEN 'K' || (i % 5000) ELSE 'N' || i END AS id_no, CASE WHEN i % 1000 = 1 THEN NULL ELSE '名' || (i % 20011) END AS name,
                   DATE '1980-01-01' + (i % 9)::INTEGER AS born_on, CASE i % 7 WHEN 0 THEN '450203' WHEN 1 THEN '999999' ELSE '450202' END AS division
            FROM range({s * 20_000}, {(s + 1) * 20_000}) t(i)
            """)]);
        await turn.PublishRulesAsync(pool.Of("public-security", Roles.Steward), "pop.person", Rules, cancel);
        var run = new SpreadRun(SpreadRun.IdOf("pop.person", 1, 1, new(2022, 8, 16)), "pop.person", 1, 1, new(2022, 8, 16), ImmutableSortedDictionary<string, int>.Empty.Add("geo.place", 1));
        var set = RuleReader.Read("r", Rules);
        await store.OpenAsync(run, JobWorker.JobsOf(set, data.Rows, Shards), TimeProvider.System.GetUtcNow(), cancel);

        using var folder = new TestFolder();
        foreach (var file in Directory.EnumerateFiles(pool.Folder, "*key*"))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }
        using var other = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Zhuangjin.DataSharing.Answerer.dll"), folder.Path, "jobs", pool.Address]) { UseShellExecute = false })!;
        var early = await pool.FollowedAsync(() => store.OutcomesAsync(run.Id, JobKind.Keys, cancel), done => done.Count(d => d.Node.EndsWith($"/{other.Id}", StringComparison.Ordinal)) >= 2);
        other.Kill();
        Assert.True(early.Count(d => d.Node.EndsWith($"/{other.Id}", StringComparison.Ordinal)) >= 2);

        var spread = await pool.FollowedAsync(async () => { await turn.RunAsync("pop.person", cancel); return await pool.Get<RunStore>().NewestAsync(cancel); }, r => r is [{ Resource: "pop.person" }]);
        var alone = await pool.Get<QualityRuns>().AgainAsync(Assert.Single(spread), cancel);
        Assert.Equal(Shards * 20_000L, alone.Rows);
        Assert.All(Enumerable.Range(0, set.Rules.Length), n => Assert.True(alone.Failed(n) > 0, set.Rules[n].Id));
        Assert.Equal(alone.Applied.AsEnumerable(), spread[0].Result.Applied);
        Assert.Equal(alone.Histogram.OrderBy(h => h.Key), spread[0].Result.Histogram.OrderBy(h => h.Key));
        Assert.All(spread[0].Examples[0], e => Assert.Contains('*', e));
        Assert.Empty(await store.RunsAsync(cancel));
    }
}
