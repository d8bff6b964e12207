using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>What stands red is asked about, answered and concluded, on each store.</summary>
public abstract class SupervisionTests
{
    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task A_red_light_becomes_a_notice_that_the_office_answers_and_that_ends_in_tolerance()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var state = await OverdueAsync(node);
        var supervision = node.Get<ISupervision>();
        var mayor = await node.ActorAsync("mayor");
        var red = await supervision.RedListAsync(mayor);
        Assert.Equal(["planning", "water"], red.Select(r => r.Item).Order());
        Assert.Empty(await supervision.RedListAsync(await node.ActorAsync("far-planning")));

        var planning = red.First(r => r.Item == "planning");
        await Assert.ThrowsAsync<InvalidInputException>(() => supervision.IssueAsync(mayor, Notice(planning) with { Demand = " " }));
        await Assert.ThrowsAsync<DeniedException>(async () => await supervision.IssueAsync(await node.ActorAsync("water-1"), Notice(planning)));
        var notice = await supervision.IssueAsync(mayor, Notice(planning));
        Assert.Equal("451000-督-2022-0001", notice.Number);
        Assert.Equal(new DateOnly(2022, 8, 26), notice.AnswerBy);
        Assert.Contains(notice.Number, (await Assert.ThrowsAsync<ConflictException>(() => supervision.IssueAsync(mayor, Notice(planning)))).Faults[0].Args);
        Assert.Equal(notice.Id, (await supervision.RedListAsync(mayor)).First(r => r.Item == "planning").Notice!.Id);

        var office = await node.ActorAsync("planning-1");
        Assert.Null(await supervision.NoticeAsync(await node.ActorAsync("water-1"), notice.Id));
        await Assert.ThrowsAsync<InvalidInputException>(() => supervision.AnswerAsync(office, notice.Id, "weather", "下雨了，不能去。"));
        notice = await supervision.AnswerAsync(office, notice.Id, "coordination", "现场与供水管线冲突，两局会商未果。");
        await Assert.ThrowsAsync<ConflictException>(() => supervision.AnswerAsync(office, notice.Id, "staff", "又想起一个理由。"));

        var record = await supervision.RecordAsync(mayor, new(RecordKind.Tolerance, planning.OrganisationId, notice.Id, null, null, "花园许可规划意见超时", null, "中共中央办公厅《关于进一步激励广大干部新时代新担当新作为的意见》关于“三个区分开来”的要求", "依法会商，无谋取私利，已整改。", "市督查办主任会议", new(2022, 8, 23)));
        Assert.Equal(state.Number, record.CaseNumber);
        var closed = (await supervision.NoticeAsync(office, notice.Id))!;
        Assert.Equal((NoticeState.Closed, record.Id), (closed.State, closed.RecordId));
        Assert.Equal(record, Assert.Single(await supervision.RecordsAsync(office)));
        Assert.Empty(await supervision.RecordsAsync(await node.ActorAsync("far-planning")));
        var seals = await node.Get<IProofs>().SealsAsync("notice/" + notice.Id);
        Assert.Equal([1L, 2L, 3L], seals.Select(s => s.Sequence));
        Assert.Single(await node.Get<IProofs>().SealsAsync("accountability/" + record.Id));
    }

    [Fact]
    public async Task Accountability_names_measure_ground_and_who_decided_and_a_settled_notice_is_over()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        await OverdueAsync(node);
        var supervision = node.Get<ISupervision>();
        var mayor = await node.ActorAsync("mayor");
        var red = await supervision.RedListAsync(mayor);
        var first = await supervision.IssueAsync(mayor, Notice(red[0]));
        var faults = (await Assert.ThrowsAsync<InvalidInputException>(() => supervision.RecordAsync(mayor, new(RecordKind.Accountability, red[0].OrganisationId, first.Id, null, null, "超时未办", "fine", "", "", "", new(2023, 1, 1))))).Faults;
        Assert.Equal(["basis", "decidedBy", "decidedOn", "measure", "reason"], faults.Select(f => f.Field).Order());
        var record = await supervision.RecordAsync(mayor, new(RecordKind.Accountability, red[0].OrganisationId, first.Id, null, null, "超时未办", "talk", "《行政许可法》第七十四条", "签收后无故不办，经督办仍未说明理由。", "市督查办", new(2022, 8, 23)));
        Assert.Equal("451000-问-2022-0001", record.Number);
        var second = await supervision.IssueAsync(mayor, Notice(red[1]));
        second = await supervision.SettleAsync(mayor, second.Id, "督办当日已办结。");
        Assert.Equal(NoticeState.Closed, second.State);
        await Assert.ThrowsAsync<ConflictException>(() => supervision.SettleAsync(mayor, second.Id, "再办结一次。"));
    }

    [Fact]
    public async Task The_split_of_a_case_adds_up_and_is_told_only_to_those_who_may_see_the_case()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var state = await OverdueAsync(node);
        var supervision = node.Get<ISupervision>();
        var split = (await supervision.BlameAsync(await node.ActorAsync("owner"), state.Id))!;
        var office = state.Items["planning"].OrganisationId;
        // Opened on Tuesday the 16th, three working days: over from the 20th at midnight; now it is the 23rd, nine o'clock.
        Assert.Equal(81, (int)split.LateOf(office).TotalHours);
        Assert.Equal(split.LateOf(office), split.Of(TimeBearer.Office));
        Assert.Equal(split.Elapsed, split.Of(TimeBearer.Office) + split.Of(TimeBearer.InTime));
        Assert.Null(await supervision.BlameAsync(await node.ActorAsync("stranger"), state.Id));
    }

    private static NewNotice Notice(RedItem red) => new(red.OrganisationId, red.CaseId, red.Item, $"{red.Number} {red.ItemTitle}", "请说明超时原因，并于三个工作日内办结。");

    /// <summary>A garden whose two offices are silent for a week.</summary>
    private static async Task<CaseState> OverdueAsync(CasesNode node)
    {
        var state = await node.SubmitAsync(await node.ActorAsync("owner"), "迟到花园", "late");
        state = await node.Cases.ExecuteAsync(await node.ActorAsync("approval-1"), state.Id, new Accept());
        node.Time.ShiftTo(ChinaTime.At(new(2022, 8, 23), new(9, 0)));
        return state;
    }
}

public sealed class SqliteSupervisionTests : SupervisionTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresSupervisionTests(SharedCluster cluster) : SupervisionTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
