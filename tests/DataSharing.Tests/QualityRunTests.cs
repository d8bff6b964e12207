using Xunit;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests;

/// <summary>A department writes rules, the platform finds what breaks them, the department mends its data, and the next run closes the finding.</summary>
public sealed class QualityRunTests(SharedCluster cluster)
{
    private const string Rules = "resource: pop.person\nrules:\n- {id: R1, dim: completeness, item: name, check: present}\n- {id: R2, dim: validity, item: id_no, check: cn_id_check_digit}\n- {id: U1, dim: uniqueness, key: [id_no]}\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_found_is_mended_and_closed_by_the_next_run(bool postgres)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        var police = pool.Of("public-security", Roles.Steward);
        await pool.PublishAsync(pool.Person(),
            "SELECT '45020219880808001X' AS id_no, '居民' AS name, DATE '1988-08-08' AS born_on, '450202' AS division",
            "SELECT '450202198808080028' AS id_no, NULL::VARCHAR AS name, DATE '1988-08-08' AS born_on, '450202' AS division");
        var (publishing, store) = (pool.Get<RulePublishing>(), pool.Get<RunStore>());
        await Assert.ThrowsAsync<DeniedException>(() => publishing.PublishAsync(pool.Of("market-supervision", Roles.Steward), "pop.person", Rules, cancel));
        await Assert.ThrowsAsync<InvalidInputException>(() => publishing.PublishAsync(police, "pop.person", Rules.Replace("item: name", "item: nickname", StringComparison.Ordinal), cancel));
        await Assert.ThrowsAsync<InvalidInputException>(() => publishing.PublishAsync(police, "pop.person", "resource: [", cancel));
        Assert.Equal(1, await publishing.PublishAsync(police, "pop.person", Rules, cancel));

        var open = await pool.FollowedAsync(async () => { await pool.Get<QualityRuns>().RunDueAsync(only: null, cancel); return await store.FindingsAsync(null, cancel); }, f => f.Count > 0);
        Assert.Contains(open, f => f.Rule == "R1" && f.Failed == 1 && f.Due == new DateOnly(2022, 8, 30));
        Assert.Equal(0, await pool.Get<QualityRuns>().RunDueAsync(only: null, cancel));
        var run = Assert.Single(await store.NewestAsync(cancel));
        Assert.Equal(2, run.Result.Rows);
        Assert.Equal(["4502************28"], run.Examples[0]);
        var rank = Assert.Single(await pool.Get<QualityRuns>().RankingAsync(cancel));
        Assert.Equal((pool.Department("public-security"), run.Result.Total, open.Count), (rank.ProviderId, rank.Score, rank.OpenFindings));

        await pool.PublishAsync(pool.Person(), "SELECT '45020219880808001X' AS id_no, '居民' AS name, DATE '1988-08-08' AS born_on, '450202' AS division");
        await pool.FollowedAsync(async () => { await pool.Get<QualityRuns>().RunDueAsync(only: null, cancel); return await store.NewestAsync(cancel); }, r => r is [{ Version: 2 }]);
        Assert.DoesNotContain(await store.FindingsAsync(null, cancel), f => f.Rule == "R1");
        Assert.NotNull((await store.FindingsAsync("pop.person", cancel)).First(f => f.Rule == "R1").ClosedAt);
        Assert.Equal(2, (await store.OfAsync("pop.person", 10, cancel)).Count);
    }
}
