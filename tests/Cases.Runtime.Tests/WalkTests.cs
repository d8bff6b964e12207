using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Sweeping;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>Stories of a garden's permit, told by the service on each store.</summary>
public abstract class WalkTests
{
    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task A_garden_goes_from_its_draft_to_its_permit_and_leaves_one_entry_a_step()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var owner = await node.ActorAsync("owner");
        var draft = await node.Drafts.StartAsync(owner, "garden", owner.Parties[0].Party.Id, null);
        Assert.Equal("百色花园有限公司", draft.Form["owner"]);
        draft = await node.Drafts.SaveAsync(owner, draft.Id, new Dictionary<string, string> { ["name"] = "右江花园", ["place"] = "451000", ["owner"] = "改名", ["area_m2"] = "很大" });
        Assert.Equal("百色花园有限公司", draft.Form["owner"]);
        Assert.Equal("很大", draft.Form["area_m2"]);
        Assert.Contains(draft.Faults, f => f.Field == "form.area_m2");
        await Assert.ThrowsAsync<InvalidInputException>(() => node.Drafts.SubmitAsync(owner, draft.Id));
        draft = await node.Drafts.SaveAsync(owner, draft.Id, new Dictionary<string, string> { ["area_m2"] = "１,２００" });
        Assert.Empty(draft.Faults);

        var state = await node.Drafts.SubmitAsync(owner, draft.Id);
        var again = await node.Drafts.SubmitAsync(owner, draft.Id);
        Assert.Equal(state.Id, again.Id);
        Assert.Equal("1200", state.Form["area_m2"]);
        Assert.StartsWith("451000-20220816-", state.Number);
        Assert.Equal(state.Id, await node.Cases.IdByNumberAsync(state.Number));

        var clerk = await node.ActorAsync("approval-1");
        var view = (await node.Cases.FindAsync(clerk, state.Id))!;
        Assert.Contains("Accept", view.Actions);
        await node.Cases.ExecuteAsync(clerk, state.Id, new Accept(), view.State.Version);
        await node.Cases.ExecuteAsync(await node.ActorAsync("planning-1"), state.Id, new AgreeItem("planning", "相符"));
        await node.Cases.ExecuteAsync(await node.ActorAsync("water-1"), state.Id, new AgreeItem("water", null));
        await node.Cases.ExecuteAsync(clerk, state.Id, new Grant("decide", null));
        state = await node.Cases.ExecuteAsync(owner, state.Id, new HandOver("online"));

        Assert.Equal(CasePhase.Closed, state.Phase);
        view = (await node.Cases.FindAsync(owner, state.Id))!;
        Assert.True(view.AsApplicant);
        Assert.Equal(Enumerable.Range(1, (int)state.Version).Select(n => (long)n), view.Events.Select(e => e.Sequence));
        var seals = await node.Get<IProofs>().SealsAsync("case/" + state.Id);
        Assert.Equal(view.Events.Select(e => (e.Sequence, e.At)), seals.Select(s => (s.Sequence, s.At)));
        Assert.Empty((await node.Lists.WorkAsync(clerk, new())).Rows);
        var mine = Assert.Single(await node.Lists.MineAsync(owner));
        Assert.Equal((4, 4), (mine.StepsDone, mine.StepsAll));
    }

    [Fact]
    public async Task Two_clerks_at_once_one_wins_and_the_other_is_told_who()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var state = await node.SubmitAsync(await node.ActorAsync("owner"), "花园", "k");
        var first = await node.ActorAsync("approval-1");
        var second = await node.ActorAsync("approval-2");
        var tries = await Task.WhenAll(new[] { first, second }.Select(async clerk =>
        {
            try
            {
                await node.Cases.ExecuteAsync(clerk, state.Id, new Accept(), state.Version);
                return (clerk, Told: (ConflictException?)null);
            }
            catch (ConflictException told)
            {
                return (clerk, Told: (ConflictException?)told);
            }
        }));
        var winner = Assert.Single(tries, t => t.Told is null);
        var loser = Assert.Single(tries, t => t.Told is not null);
        Assert.Equal("cases.fault.stale", loser.Told!.Faults[0].Code);
        Assert.Equal(winner.clerk.Name, loser.Told.Faults[0].Args[0]);
        var late = await Assert.ThrowsAsync<ConflictException>(() => node.Cases.ExecuteAsync(loser.clerk, state.Id, new Accept()));
        Assert.Equal(winner.clerk.Name, late.Faults[0].Args[0]);
    }

    [Fact]
    public async Task One_key_acts_once_and_answers_the_same()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var state = await node.SubmitAsync(await node.ActorAsync("owner"), "花园", "k");
        var clerk = await node.ActorAsync("approval-1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => node.Cases.ExecuteAsync(clerk, state.Id, new Accept(), idempotencyKey: "one")));
        Assert.Single(answers.Select(a => a.Version).Distinct());
        await node.Cases.ExecuteAsync(await node.ActorAsync("water-1"), state.Id, new AgreeItem("water", null));
        var later = await node.Cases.ExecuteAsync(clerk, state.Id, new Accept(), idempotencyKey: "one");
        Assert.Equal(answers[0].Version, later.Version);
        Assert.Equal(ItemStatus.Open, later.Items["water"].Status);
        await Assert.ThrowsAsync<InvalidInputException>(() => node.Cases.ExecuteAsync(clerk, state.Id, new Grant("decide", null), idempotencyKey: "one"));
    }

    [Fact]
    public async Task Nobody_outside_his_reach_finds_a_case_its_rows_or_its_counts()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var state = await node.SubmitAsync(await node.ActorAsync("owner"), "花园", "k");
        await node.Cases.ExecuteAsync(await node.ActorAsync("approval-1"), state.Id, new Accept());
        foreach (var login in new[] { "far-approval", "far-planning", "stranger" })
        {
            var outsider = await node.ActorAsync(login);
            Assert.Null(await node.Cases.FindAsync(outsider, state.Id));
            var page = await node.Lists.WorkAsync(outsider, new());
            Assert.Empty(page.Rows);
            Assert.Equal(0, page.Total);
            Assert.Empty((await node.Lists.WorkAsync(outsider, new(Search: "花"))).Rows);
            Assert.Empty(await node.Lists.MineAsync(outsider));
            Assert.Equal(0, (await node.Lists.BoardAsync(outsider)).Cases);
            Assert.Null(await node.Get<IMaterials>().OpenAsync(outsider, state.Id, "plan"));
            await Assert.ThrowsAsync<NotFoundException>(() => node.Cases.ExecuteAsync(outsider, state.Id, new AgreeItem("planning", null)));
        }
        Assert.Null(await node.Cases.FindAsync(Actor.Visitor, state.Id));
        var planner = await node.ActorAsync("planning-1");
        Assert.Equal("planning", Assert.Single((await node.Lists.WorkAsync(planner, new())).Rows).Item);
        await Assert.ThrowsAsync<DeniedException>(() => node.Cases.ExecuteAsync(planner, state.Id, new AgreeItem("water", null)));
        var board = await node.Lists.BoardAsync(await node.ActorAsync("mayor"));
        Assert.Equal(1, board.Cases);
        Assert.Equal(2, board.Offices.Sum(o => o.Green));
    }

    [Theory]
    [InlineData(WorkOrder.Due, false)]
    [InlineData(WorkOrder.Submitted, true)]
    [InlineData(WorkOrder.Number, false)]
    public async Task Pages_by_cursor_are_the_whole_list_in_order(WorkOrder order, bool descending)
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var owner = await node.ActorAsync("owner");
        for (var i = 0; i < 23; i++)
        {
            node.Time.ShiftTo(CasesNodeBegin.AddDays(i / 5));
            await node.SubmitAsync(owner, "花园" + i, "k" + i);
        }
        var mayor = await node.ActorAsync("mayor");
        var whole = (await node.Lists.WorkAsync(mayor, new(Order: order, Descending: descending, Size: 100))).Rows;
        Assert.Equal(23, whole.Count);
        var paged = new List<WorkRow>();
        string? after = null;
        do
        {
            var page = await node.Lists.WorkAsync(mayor, new(Order: order, Descending: descending, Size: 4, After: after));
            Assert.Equal(23, page.Total);
            paged.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(whole.Select(r => r.CaseId), paged.Select(r => r.CaseId));
        Assert.Equal("花园7", Assert.Single((await node.Lists.WorkAsync(mayor, new(Search: "花园7"))).Rows).Subject);
    }

    [Fact]
    public async Task The_sweep_lets_time_act_once()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var state = await node.SubmitAsync(await node.ActorAsync("owner"), "花园", "k");
        var sweeper = node.Get<Sweeper>();
        Assert.Equal(0, await sweeper.TickAsync(Fail, default));
        // Five working days after Tuesday 2022-08-16 end with the 23rd.
        node.Time.ShiftTo(ChinaTime.At(new(2022, 8, 24), new(0, 0, 1)));
        Assert.Equal(1, await sweeper.TickAsync(Fail, default));
        var clerk = await node.ActorAsync("approval-1");
        var view = (await node.Cases.FindAsync(clerk, state.Id))!;
        Assert.Contains(view.Events, e => e.Event is Accepted { BySilence: true } && e.ActingFor == "clock");
        Assert.Equal(0, await sweeper.TickAsync(Fail, default));
        Assert.Equal(view.State.Version, (await node.Cases.FindAsync(clerk, state.Id))!.State.Version);

        static void Fail(string id, Exception fault) => throw fault;
    }

    private static readonly DateTimeOffset CasesNodeBegin = Runtime.Node.CasesNode.Begin;
}

public sealed class SqliteWalkTests : WalkTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresWalkTests(SharedCluster cluster) : WalkTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
