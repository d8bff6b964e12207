using Xunit;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Somebody with full access to database and files changes the national tree; `zj fsck` says where.</summary>
public sealed class NationalCheckTests
{
    /// <summary>700 entries, bound at 700, and 5 more that have not come to the national tree yet.</summary>
    private static async Task<NationalFixture> MakeAsync()
    {
        var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 300);
        await fixture.Sealer.ExtendAsync(default);
        await fixture.GrowAsync("case/b", 400);
        await fixture.FollowAsync();
        fixture.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(700, await fixture.Binding.BindAsync(default));
        await fixture.Log.SealAllAsync();
        await fixture.FollowAsync();
        await fixture.GrowAsync("case/c", 5);
        return fixture;
    }

    private static Task<LogCheckReport> CheckAsync(NationalFixture fixture) => LogCheck.RunAsync(fixture.Log.Database, fixture.Log.DataDirectory);

    private static Task<int> ChangeAsync(NationalFixture fixture, string sql) => fixture.Log.Database.WriteAsync(s => s.ExecuteAsync(sql));

    [Fact]
    public async Task Sound_trees_have_no_findings()
    {
        await using var fixture = await MakeAsync();
        var report = await CheckAsync(fixture);
        Assert.Empty(report.Findings);
        Assert.Equal(706, report.Size);
        Assert.Equal((701L, 1L), (report.NationalSize!.Value, report.Bindings));
    }

    [Theory]
    [InlineData("update evidence_national_checkpoint set note = replace(note, 'log-gm', 'log-gn') where size = 300", "log-gm checkpoint 300", "checkpoint")]
    [InlineData("update evidence_national_checkpoint set size = 301 where size = 300", "log-gm checkpoint 301", "checkpoint")]
    [InlineData("delete from evidence_checkpoint where size = 300", "log-gm checkpoint 300", "national-unsealed")]
    [InlineData("delete from evidence_log where name = 'log-gm'", "log-gm", "national-missing")]
    [InlineData("delete from evidence_entry where place = 300", "row 300", "row-missing")]
    public async Task A_changed_row_is_named(string sql, string place, string code)
    {
        await using var fixture = await MakeAsync();
        Assert.NotEqual(0, await ChangeAsync(fixture, sql));
        var first = (await CheckAsync(fixture)).Findings.First();
        Assert.Equal((place, "evidence.check." + code), (first.Place, first.What.Code));
    }

    [Fact]
    public async Task A_binding_of_other_roots_than_were_signed_is_named_even_when_it_is_sealed_rightly()
    {
        await using var fixture = await MakeAsync();
        await fixture.Log.Database.WriteAsync(async s =>
        {
            var bound = new National.BoundRoots(300, new byte[32], new byte[32]);
            return await fixture.Log.Recorder.RecordAsync(s, Samples.Event(National.RootsBinding.Stream, 2) with { Facts = bound.Facts });
        });
        await fixture.Log.SealAllAsync();
        var finding = Assert.Single((await CheckAsync(fixture)).Findings);
        Assert.Equal(("row 706", "evidence.check.national-binding"), (finding.Place, finding.What.Code));
    }
}
