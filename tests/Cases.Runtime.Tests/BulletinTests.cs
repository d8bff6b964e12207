using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Cases.Sweeping;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>The monthly bulletin: numbers that can be followed down to the case and counted again at any time, on each store.</summary>
public abstract class BulletinTests
{
    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task A_month_is_counted_as_it_stood_at_its_end_and_counting_again_later_gives_the_same()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var (late, refused) = await AugustAsync(node);
        var bulletins = node.Get<IBulletins>();
        var mayor = await node.ActorAsync("mayor");
        var city = mayor.Appointments[0].OrganisationId;
        await Assert.ThrowsAsync<InvalidInputException>(() => bulletins.IssueAsync(mayor, city, new(2022, 8, 1)));
        node.Time.ShiftTo(ChinaTime.At(new(2022, 9, 1), new(9, 0)));
        await Assert.ThrowsAsync<DeniedException>(async () => await bulletins.IssueAsync(await node.ActorAsync("planning-1"), city, new(2022, 8, 1)));
        var head = await bulletins.IssueAsync(mayor, city, new(2022, 8, 20));
        Assert.Equal(("2022-01", 1, new DateOnly(2022, 8, 1)), (head.Number, head.Version, head.Month));
        await Assert.ThrowsAsync<ConflictException>(() => bulletins.IssueAsync(mayor, city, new(2022, 8, 1)));

        var bulletin = (await bulletins.FindAsync(await node.ActorAsync("water-1"), head.Id))!;
        Assert.Null(await bulletins.FindAsync(await node.ActorAsync("far-water"), head.Id));
        Assert.Empty(await bulletins.ListAsync(await node.ActorAsync("owner")));
        Assert.Equal(head.Digest, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bulletin.Text))));
        var n = bulletin.Numbers;
        Assert.Equal((2, 1, 1), (n.Submitted, n.Ended, n.EndedOnTime));
        Assert.Equal(refused.Number, Assert.Single(n.Refused).Number);
        // Planning was silent from the 20th to the month's end; water answered on the 17th, in time.
        Assert.Equal(("planning", "2022-08-19", 12), Assert.Single(n.Overdue) is var (_, item) ? (item.Item, item.Due, item.DaysOver) : default);
        var planning = n.Offices.Single(o => o.Office == late.Items["planning"].OrganisationId);
        Assert.Equal((12, 1, 0, 1), ((int)(planning.LostTime / 86_400_000_000), planning.Overdue, planning.Done, planning.Notices));
        Assert.Equal([1, 2, 3], n.Offices.Select(o => o.Rank));
        Assert.Equal(planning, n.Offices[^1]);
        foreach (var fact in bulletin.Data.Cases)
        {
            Assert.Equal(fact.Elapsed, fact.InTime + fact.Office + fact.Applicant + fact.Excluded);
        }
        Assert.Equal(n.OfficeTime, bulletin.Data.Cases.Sum(c => c.Office));

        // Whatever happens in September changes nothing of August.
        await node.Cases.ExecuteAsync(await node.ActorAsync("planning-1"), late.Id, new AgreeItem("planning", null));
        var notice = Assert.Single(await node.Get<ISupervision>().NoticesAsync(mayor));
        await node.Get<ISupervision>().SettleAsync(mayor, notice.Id, "九月已办结。");
        node.Time.ShiftTo(ChinaTime.At(new(2022, 10, 20), new(9, 0)));
        var again = await bulletins.RecountAsync(mayor, head.Id);
        Assert.True(again.Same, string.Join(", ", again.Differences));
        var seal = Assert.Single(await node.Get<IProofs>().SealsAsync($"bulletin/{city}/2022-08"));
        Assert.Equal(1, seal.Sequence);
    }

    [Fact]
    public async Task On_paper_it_carries_its_data_and_the_workbook_has_a_sheet_for_each_table()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        await AugustAsync(node);
        node.Time.ShiftTo(ChinaTime.At(new(2022, 9, 1), new(9, 0)));
        var bulletins = node.Get<IBulletins>();
        var mayor = await node.ActorAsync("mayor");
        var head = await bulletins.IssueAsync(mayor, mayor.Appointments[0].OrganisationId, new(2022, 8, 1));
        var pdf = await bulletins.PdfAsync(mayor, head.Id);
        Assert.Equal(pdf, await bulletins.PdfAsync(mayor, head.Id));
        Assert.Equal(head.Digest, Convert.ToHexStringLower(SHA256.HashData(Assert.Single(PdfAttachments.Read(pdf, 1_000_000)))));
        using var workbook = new ZipArchive(new MemoryStream(await bulletins.ExcelAsync(mayor, head.Id)));
        Assert.Equal(8, workbook.Entries.Count(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)));
        using var reader = new StreamReader(workbook.GetEntry("xl/workbook.xml")!.Open());
        Assert.Contains("各单位办理情况", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>Two gardens: one whose planning office stays silent and gets a notice, one that is refused.</summary>
    private static async Task<(CaseState Late, CaseState Refused)> AugustAsync(CasesNode node)
    {
        var owner = await node.ActorAsync("owner");
        var clerk = await node.ActorAsync("approval-1");
        var late = await node.SubmitAsync(owner, "迟到花园", "late");
        late = await node.Cases.ExecuteAsync(clerk, late.Id, new Accept());
        var refused = await node.SubmitAsync(owner, "不许花园", "refused");
        await node.Cases.ExecuteAsync(clerk, refused.Id, new RefuseAcceptance("不属于本局职权范围。"));
        node.Time.ShiftTo(ChinaTime.At(new(2022, 8, 17), new(9, 0)));
        await node.Cases.ExecuteAsync(await node.ActorAsync("water-1"), late.Id, new AgreeItem("water", null));
        node.Time.ShiftTo(ChinaTime.At(new(2022, 8, 23), new(9, 0)));
        await node.Get<Sweeper>().TickAsync((_, fault) => Assert.Fail(fault.Message), default);
        await node.Get<ISupervision>().IssueAsync(await node.ActorAsync("mayor"), new(late.Items["planning"].OrganisationId, late.Id, "planning", "规划意见超时", "请说明超时原因并尽快办结。"));
        return (late, refused);
    }
}

public sealed class SqliteBulletinTests : BulletinTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresBulletinTests(SharedCluster cluster) : BulletinTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
