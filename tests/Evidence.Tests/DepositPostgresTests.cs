using System.Net;
using Xunit;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Deposits on the shared store, where requests really meet.</summary>
public sealed class DepositPostgresTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Fact]
    public async Task Two_nodes_number_streams_without_gaps_and_one_key_deposits_once()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var one = await DepositSite.StartAsync(address: address);
        await using var two = await DepositSite.StartAsync(address: address);
        string[] scenes = ["land-supply", "joint-survey", "city-iot"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => (i % 2 == 0 ? one : two).PostAsync("/api/v1/deposits/batch", new
        {
            deposits = Enumerable.Range(0, 3).Select(n => new { key = $"k{i / 2}-{n}", scene = scenes[n], kind = "digest", sha256 = $"{(i / 2 * 3) + n:x64}", size = 4000 }),
        })));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        var lines = answers.SelectMany(a => a.Answer.GetProperty("results").EnumerateArray()).ToList();
        Assert.Equal((180, 180), (lines.Count(l => l.GetProperty("status").GetInt32() == 201), lines.Count(l => l.GetProperty("status").GetInt32() == 200)));
        foreach (var scene in scenes)
        {
            var numbers = lines.Select(l => l.GetProperty("receipt")).Where(r => r.GetProperty("scene").GetString() == scene).Select(r => r.GetProperty("sequence").GetInt64()).Distinct().Order();
            Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), numbers);
        }
        foreach (var page in (string[])["", $"?digest={7:x64}", "?scene=city-iot&from=2020-01-01&to=2099-01-01", $"?department={DepositSite.Land}&before=9999999999999999-z"])
        {
            Assert.Equal(3 * 60, await two.Database.ReadAsync(s => s.FirstAsync("select cast(sum(deposits) as bigint) from evidence_deposit_day", r => r.GetInt64(0))));
            var found = await two.Database.ReadAsync(s => Deposits.Searching.DepositSearch.FindAsync(s, Criteria(page), 200));
            Assert.Equal(page.Contains("digest") ? 1 : page.Contains("scene") ? 60 : 180, found.Count);
        }
    }

    private static Deposits.Searching.DepositsPage.Criteria Criteria(string page) => new(
        page.Contains("department") ? DepositSite.Land : null,
        page.Contains("scene") ? "city-iot" : null,
        page.Contains("from") ? new(2020, 1, 1) : null,
        page.Contains("to=") ? new(2099, 1, 1) : null,
        page.Contains("digest") ? $"{7:x64}" : null,
        page.Contains("before") ? new(9_999_999_999_999_999, "z") : null);
}
