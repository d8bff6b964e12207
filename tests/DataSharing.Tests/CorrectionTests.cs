using Xunit;
using Zhuangjin.DataSharing.Asking.Corrections;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests;

/// <summary>A resident gives another address than the pool has: its department hears of it once, settles it, and nobody else may.</summary>
public sealed class CorrectionTests(SharedCluster cluster)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_person_corrects_becomes_a_finding_at_its_source(bool postgres)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync(postgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        await pool.PublishAsync(pool.Person(), "SELECT '450202198808080001' AS id_no, '居民一' AS name, DATE '1988-08-08' AS born_on, '450202' AS division");
        ItemPath name = new("pop.person", "name"), division = new("pop.person", "division");
        var corrections = pool.Get<CorrectionService>();
        var given = new Dictionary<ItemPath, string> { [name] = "居民一 ", [division] = "450203" };

        Assert.Equal(1, await corrections.ReportAsync("person", "450202198808080001", given, "matter/x", cancel));
        Assert.Equal(0, await corrections.ReportAsync("person", "450202198808080001", given, "matter/x", cancel));

        var police = pool.Of("public-security", Roles.Steward);
        var open = Assert.Single(await corrections.AtSourceAsync(police, 10, cancel));
        Assert.Equal((division, "450202", "450203", "450202198808080001", null), (open.Item, open.Known, open.Given, open.Code, open.Outcome));
        var market = pool.Of("market-supervision", Roles.Steward);
        Assert.Empty(await corrections.AtSourceAsync(market, 10, cancel));
        await Assert.ThrowsAsync<DeniedException>(() => corrections.SettleAsync(market, open.Id, CorrectionOutcome.Corrected, "已改", cancel));
        await Assert.ThrowsAsync<InvalidInputException>(() => corrections.SettleAsync(police, open.Id, CorrectionOutcome.Corrected, " ", cancel));

        await corrections.SettleAsync(police, open.Id, CorrectionOutcome.Corrected, "已按户籍档案更正", cancel);
        await Assert.ThrowsAsync<ConflictException>(() => corrections.SettleAsync(police, open.Id, CorrectionOutcome.Kept, "再改", cancel));
        Assert.Equal(CorrectionOutcome.Corrected, Assert.Single(await corrections.AtSourceAsync(police, 10, cancel)).Outcome);
        Assert.Equal(1, await corrections.ReportAsync("person", "450202198808080001", given, "matter/x", cancel));

        // Nothing of it can be read in the store.
        var stored = await pool.Database.ReadAsync(s => s.QueryAsync("select code, known, given from sharing_correction", r => r.GetString(0) + r.GetString(1) + r.GetString(2)));
        Assert.DoesNotContain(stored, s => s.Contains("4502", StringComparison.Ordinal));
    }
}
