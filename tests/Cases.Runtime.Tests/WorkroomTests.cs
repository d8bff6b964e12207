using System.Security.Cryptography;
using System.Text;
using MiniExcelLibs;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>Several pieces of work at once, kept filters, and the list as a file.</summary>
public abstract class WorkroomTests
{
    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task A_batch_does_what_it_may_and_names_what_it_may_not()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var batches = node.Get<IBatches>();
        var cases = await AcceptedAsync(node, 4);
        var (first, second) = (await node.ActorAsync("planning-1"), await node.ActorAsync("planning-2"));
        await node.Cases.ExecuteAsync(second, cases[1].Id, new TakeItem("planning"));
        var work = cases.Select(c => new WorkKey(c.Id, "planning")).Append(new("nosuchcase", "planning")).ToList();

        var taken = await batches.RunAsync(first, new("b1", BatchDeed.Take, work));
        Assert.Equal([true, false, true, true, false], taken.Results.Select(r => r.Done));
        Assert.Equal("cases.fault.held", taken.Results[1].Faults[0].Code);
        Assert.Equal(second.Name, taken.Results[1].Faults[0].Args[0]);
        Assert.Equal("cases.fault.no-such-case", taken.Results[4].Faults[0].Code);
        Assert.Equal(cases[0].Number, taken.Results[0].Number);

        var agreed = await batches.RunAsync(first, new("b2", BatchDeed.Agree, work[..4], "材料齐全，同意"));
        var versions = await VersionsAsync(node, first, cases);
        // Sent again, as after a lost answer: the same results, and nothing twice.
        var again = await batches.RunAsync(first, new("b2", BatchDeed.Agree, work[..4], "材料齐全，同意"));
        Assert.Equal(agreed.Results.Select(r => r.Done), again.Results.Select(r => r.Done));
        Assert.Equal(versions, await VersionsAsync(node, first, cases));
        Assert.Equal("材料齐全，同意", (await node.Cases.FindAsync(first, cases[2].Id))!.Events.Select(e => e.Event).OfType<ItemAgreed>().Single(e => e.Item == "planning").Remark);

        var kept = (await batches.FindAsync(first, "b2"))!;
        Assert.Equal(4, kept.Results.Count);
        Assert.NotNull(kept.FinishedAt);
        Assert.Null(await batches.FindAsync(second, "b2"));
        await Assert.ThrowsAsync<NotFoundException>(() => batches.RunAsync(second, new("b2", BatchDeed.Take, work)));
        await Assert.ThrowsAsync<InvalidInputException>(() => batches.RunAsync(first, new("b3", BatchDeed.Take, [])));
        await Assert.ThrowsAsync<InvalidInputException>(() => batches.RunAsync(first, new("b3", BatchDeed.Assign, work)));
    }

    [Fact]
    public async Task A_filter_is_kept_for_oneself_or_the_office_and_opens_the_list()
    {
        await using var town = await OpenAsync();
        var filters = town.Node.Get<ISavedFilters>();
        var (first, second, far) = (await town.Node.ActorAsync("planning-1"), await town.Node.ActorAsync("planning-2"), await town.Node.ActorAsync("far-planning"));
        var office = first.Appointments[0].OrganisationId;
        var own = await filters.SaveAsync(first, "快到期的", "/work?light=amber", null, true);
        var shared = await filters.SaveAsync(first, "未认领", "/work?whose=untaken", office, false);
        Assert.Equal(own.Id, (await filters.SaveAsync(first, "快到期的", "/work?light=red", null, true)).Id);
        Assert.Equal([("快到期的", "/work?light=red", true, true), ("未认领", "/work?whose=untaken", false, true)], (await filters.SeenByAsync(first)).Select(f => (f.Name, f.Address, f.IsDefault, f.MayRemove)));
        Assert.Equal([("未认领", false)], (await filters.SeenByAsync(second)).Select(f => (f.Name, f.MayRemove)));
        Assert.Empty(await filters.SeenByAsync(far));
        await filters.ChooseAsync(second, shared.Id);
        Assert.True(Assert.Single(await filters.SeenByAsync(second)).IsDefault);
        await Assert.ThrowsAsync<NotFoundException>(() => filters.ChooseAsync(far, shared.Id));
        await Assert.ThrowsAsync<NotFoundException>(() => filters.RemoveAsync(second, shared.Id));
        await Assert.ThrowsAsync<DeniedException>(() => filters.SaveAsync(far, "偷看", "/work", office, false));
        await Assert.ThrowsAsync<InvalidInputException>(() => filters.SaveAsync(first, " ", "/work", null, false));
        await filters.RemoveAsync(first, shared.Id);
        Assert.Empty(await filters.SeenByAsync(second));
    }

    [Fact]
    public async Task The_list_goes_out_as_a_file_and_leaves_an_event()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        await AcceptedAsync(node, 3);
        var owner = await node.ActorAsync("owner");
        await node.SubmitAsync(owner, "=1+1,\"花园\"", "trap");
        var mayor = await node.ActorAsync("mayor");
        var exports = node.Get<IWorkExports>();
        await using var csv = (await exports.ExportAsync(mayor, new(), ListFormat.Csv, "zh")).Content;
        var bytes = new byte[csv.Length];
        await csv.ReadExactlyAsync(bytes);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        // Two offices have each of the three, the window has the fourth.
        Assert.Equal(1 + 7, lines.Length);
        Assert.Contains(lines, l => l.Contains("\"'=1+1,\"\"花园\"\"\"", StringComparison.Ordinal));
        var planner = await node.ActorAsync("planning-1");
        var excel = await exports.ExportAsync(planner, new(MatterKey: "garden"), ListFormat.Excel, "zh");
        await using var sheet = excel.Content;
        var rows = sheet.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(3, rows.Count);
        Assert.All(rows, r => Assert.Equal("规划意见", r.Values.ElementAt(2)));
        sheet.Position = 0;
        Assert.Equal(excel.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(sheet)));
        await Assert.ThrowsAsync<DeniedException>(() => exports.ExportAsync(owner, new(), ListFormat.Csv, "zh"));
        var recorded = await node.Database.ReadAsync(s => s.QueryAsync("select entry from evidence_entry where type = 'cases.list-exported'", r => Encoding.UTF8.GetString(r.GetFieldValue<byte[]>(0))));
        Assert.Equal(2, recorded.Count);
        Assert.Contains(recorded, r => r.Contains(excel.Sha256, StringComparison.Ordinal));
    }

    private static async Task<List<CaseState>> AcceptedAsync(CasesNode node, int count)
    {
        var cases = new List<CaseState>();
        for (var i = 0; i < count; i++)
        {
            var state = await node.SubmitAsync(await node.ActorAsync("owner"), "花园" + i, "k" + i);
            cases.Add(await node.Cases.ExecuteAsync(await node.ActorAsync("approval-1"), state.Id, new Accept()));
        }
        return cases;
    }

    private static async Task<List<long>> VersionsAsync(CasesNode node, Actor actor, List<CaseState> cases)
    {
        var versions = new List<long>();
        foreach (var one in cases)
        {
            versions.Add((await node.Cases.FindAsync(actor, one.Id))!.State.Version);
        }
        return versions;
    }
}

public sealed class SqliteWorkroomTests : WorkroomTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresWorkroomTests(SharedCluster cluster) : WorkroomTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
