using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Bulletins;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Quality;

/// <summary>A month's bulletin: made once, from runs on pinned versions, and made again with the same bytes whatever came later.</summary>
public sealed class QualityBulletinTests
{
    private const string Rules = "resource: pop.person\nrules:\n- {id: R1, dim: completeness, item: name, check: present}\n- {id: X1, dim: consistency, item: division, exists_in: geo.place/code}\n";

    private const string Persons = "SELECT '45020219880808001X' AS id_no, NULL::VARCHAR AS name, DATE '1988-08-08' AS born_on, '450202' AS division UNION ALL SELECT '450202198808080028', '居民', DATE '1988-08-08', '450203'";

    [Fact]
    public async Task A_month_is_told_once_and_can_be_computed_again_from_what_it_names()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var (turn, desk) = (pool.Get<QualityTurn>(), pool.Get<BulletinDesk>());
        pool.At("2022-07-20 09:00");
        var places = pool.Person() with
        {
            Code = "geo.place", Title = new("地址", "Places"), ProviderId = pool.Department("natural-resources"), Library = BaseLibrary.Place,
            Items = [new("code", new("区划", "Code"), ItemType.Text, 6, Required: true, Identifies: true)],
        };
        await pool.PublishAsync(places, "SELECT '450202' AS code");
        await pool.PublishAsync(pool.Person(), Persons);
        await turn.PublishRulesAsync(pool.Of("public-security", Roles.Steward), "pop.person", Rules, cancel);
        await turn.RunAsync("pop.person", cancel);
        Assert.Empty(await desk.ListAsync(cancel));

        pool.At("2022-08-01 00:30");
        await turn.RunAsync("pop.person", cancel);
        await turn.RunAsync("pop.person", cancel);
        var bulletin = Assert.Single(await desk.ListAsync(cancel));
        var department = Assert.Single(bulletin.Data.Departments);
        Assert.Equal(("2022-07", 1, "0.500000", 2L, 2L, 2, 0), (bulletin.Number, department.Place, department.Score, department.Rows, department.Failing, department.Open, department.Overdue));
        Assert.Equal(1, Assert.Single(bulletin.Data.Resources).Targets["geo.place"]);

        // Everything moves on: other data, other places, other rules. July stays what it was.
        await pool.PublishAsync(places, "SELECT '450203' AS code");
        await pool.PublishAsync(pool.Person(), Persons.Replace("NULL::VARCHAR", "'某某'", StringComparison.Ordinal));
        await turn.PublishRulesAsync(pool.Of("public-security", Roles.Steward), "pop.person", Rules.Replace("R1", "R9", StringComparison.Ordinal), cancel);
        await turn.RunAsync("pop.person", cancel);
        Assert.Equal((true, bulletin.Digest), await desk.AgainAsync(bulletin.Id, cancel));
        Assert.Equal(bulletin.Digest, BulletinData.DigestOf(bulletin.Text));

        var files = pool.Get<BulletinFiles>();
        Assert.Equal(files.Pdf(bulletin), files.Pdf(bulletin));
        Assert.True(Print.Pdf.PdfAttachments.Read(files.Pdf(bulletin), 1 << 20) is [var attached] && System.Text.Encoding.UTF8.GetString(attached) == bulletin.Text);
        Assert.True(files.Workbook(bulletin).AsSpan().StartsWith("PK"u8));

        // A number that somebody changed on record is found out.
        await pool.Database.WriteAsync(s => s.ExecuteAsync("update sharing_quality_bulletin set document = replace(document, '0.500000', '0.900000') where id = $1", bulletin.Id), cancel);
        Assert.False((await desk.AgainAsync(bulletin.Id, cancel)).Same);
    }

    [Theory]
    [InlineData(UpdateCycle.Daily, 1)]
    [InlineData(UpdateCycle.Weekly, 7)]
    [InlineData(UpdateCycle.Monthly, 31)]
    [InlineData(UpdateCycle.Quarterly, 92)]
    [InlineData(UpdateCycle.Yearly, 365)]
    public void What_does_not_change_is_measured_again_when_its_cycle_is_over(UpdateCycle cycle, int days)
    {
        var last = new DateOnly(2022, 7, 16);
        Assert.True(QualityRuns.IsDue(null, cycle, last));
        Assert.False(QualityRuns.IsDue(last, cycle, last.AddDays(days - 1)));
        Assert.True(QualityRuns.IsDue(last, cycle, last.AddDays(days)));
    }
}
