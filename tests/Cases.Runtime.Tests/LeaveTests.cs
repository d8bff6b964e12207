using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>A planner on leave and her colleague: what he may do in her place, and what neither lends the other.</summary>
public abstract class LeaveTests
{
    private static readonly DateOnly First = new(2022, 8, 16);

    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task A_substitute_does_her_work_in_her_name_until_her_last_day()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var (people, leaves) = (node.Get<IPeopleRegistry>(), node.Get<ISubstitutions>());
        var planning = (await node.ActorAsync("planning-1")).Appointments[0].OrganisationId;
        // He works in the same office and is no reviewer.
        var helper = await people.AddPersonAsync(Actor.Clock, "typist", "password-1", "打字员", null);
        await people.AppointAsync(Actor.Clock, helper, planning, Roles.Surveyor);
        var state = await AcceptedAsync(node);
        var absent = await node.ActorAsync("planning-1");
        await node.Cases.ExecuteAsync(absent, state.Id, new TakeItem("planning"));
        await Assert.ThrowsAsync<DeniedException>(async () => await node.Cases.ExecuteAsync(await node.ActorAsync("typist"), state.Id, new AgreeItem("planning", null)));

        await leaves.NameAsync(absent, absent.PersonId, helper, First, First.AddDays(2));
        var substitute = await node.ActorAsync("typist");
        Assert.Equal(absent.PersonId, Assert.Single(substitute.Substitutions).PersonId);
        Assert.Equal("planning", Assert.Single((await node.Lists.WorkAsync(substitute, new(Mine: true))).Rows).Item);
        // Her rights, and no more: the water office's work is not hers.
        await Assert.ThrowsAsync<DeniedException>(() => node.Cases.ExecuteAsync(substitute, state.Id, new AgreeItem("water", null)));
        await node.Cases.ExecuteAsync(substitute, state.Id, new AgreeItem("planning", "代为同意"));
        var view = (await node.Cases.FindAsync(substitute, state.Id))!;
        var agreed = Assert.Single(view.Events, e => e.Event is ItemAgreed { Item: "planning" });
        Assert.Equal((helper, absent.PersonId), (agreed.ActorId, agreed.InPlaceOf));
        Assert.Equal("一规划局", view.Names[absent.PersonId].ToString());
        Assert.All(view.Events.Where(e => e.ActorId != helper), e => Assert.Null(e.InPlaceOf));

        // It ends by itself, and what was taken for her is hers.
        var second = await AcceptedAsync(node);
        await node.Cases.ExecuteAsync(substitute, second.Id, new TakeItem("planning"));
        node.Time.ShiftTo(ChinaTime.At(First.AddDays(2), new(23, 59)));
        Assert.NotEmpty((await node.ActorAsync("typist")).Substitutions);
        node.Time.ShiftTo(ChinaTime.At(First.AddDays(3), new(0, 1)));
        substitute = await node.ActorAsync("typist");
        Assert.Empty(substitute.Substitutions);
        await Assert.ThrowsAsync<DeniedException>(() => node.Cases.ExecuteAsync(substitute, second.Id, new AgreeItem("planning", null)));
        Assert.Equal(second.Id, Assert.Single((await node.Lists.WorkAsync(await node.ActorAsync("planning-1"), new(Mine: true))).Rows).CaseId);
    }

    [Fact]
    public async Task Only_she_or_her_head_names_a_colleague_and_one_at_a_time()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var leaves = node.Get<ISubstitutions>();
        var absent = await node.ActorAsync("planning-1");
        var colleague = await node.ActorAsync("planning-2");
        var stranger = await node.ActorAsync("water-1");
        await Assert.ThrowsAsync<DeniedException>(() => leaves.NameAsync(colleague, absent.PersonId, colleague.PersonId, First, First));
        await Assert.ThrowsAsync<InvalidInputException>(() => leaves.NameAsync(absent, absent.PersonId, stranger.PersonId, First, First));
        await Assert.ThrowsAsync<InvalidInputException>(() => leaves.NameAsync(absent, absent.PersonId, colleague.PersonId, First.AddDays(-1), First));
        await Assert.ThrowsAsync<InvalidInputException>(() => leaves.NameAsync(absent, absent.PersonId, colleague.PersonId, First, First.AddDays(-1)));
        await node.Get<IPeopleRegistry>().AppointAsync(Actor.Clock, colleague.PersonId, colleague.Appointments[0].OrganisationId, Roles.Head);
        colleague = await node.ActorAsync("planning-2");
        // Two namings at once: one is told that the days are taken.
        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                return await leaves.NameAsync(i % 2 == 0 ? absent : colleague, absent.PersonId, colleague.PersonId, First.AddDays(i), First.AddDays(9));
            }
            catch (InvalidInputException told)
            {
                Assert.Equal("security.fault.leave-overlaps", told.Faults[0].Code);
                return null;
            }
        }));
        var id = Assert.Single(tries, t => t is not null)!;
        Assert.True(Assert.Single(await leaves.SeenByAsync(colleague)).MayEnd);
        Assert.Empty(await leaves.SeenByAsync(stranger));
        await Assert.ThrowsAsync<NotFoundException>(() => leaves.EndAsync(stranger, id));
        await leaves.EndAsync(colleague, id);
        Assert.Empty(await leaves.SeenByAsync(absent));
        Assert.Empty((await node.ActorAsync("planning-2")).Substitutions);
    }

    [Fact]
    public async Task A_substitute_does_not_decide_on_what_the_absent_one_applied_for_nor_administer_in_her_place()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var people = node.Get<IPeopleRegistry>();
        var absent = await node.ActorAsync("planning-1");
        await people.RepresentAsync(Actor.Clock, absent.PersonId, (await node.ActorAsync("owner")).Parties[0].Party.Id);
        await people.AppointAsync(Actor.Clock, absent.PersonId, absent.Appointments[0].OrganisationId, Roles.Administrator);
        var helper = await people.AddPersonAsync(Actor.Clock, "typist", "password-1", "打字员", null);
        await people.AppointAsync(Actor.Clock, helper, absent.Appointments[0].OrganisationId, Roles.Surveyor);
        var state = await AcceptedAsync(node);
        await node.Get<ISubstitutions>().NameAsync(absent, absent.PersonId, helper, First, First);
        var substitute = await node.ActorAsync("typist");
        var refused = await Assert.ThrowsAsync<DeniedException>(() => node.Cases.ExecuteAsync(substitute, state.Id, new AgreeItem("planning", null)));
        Assert.NotEmpty(refused.Faults);
        var access = node.Get<IAccess>();
        Assert.Empty(access.Reach(substitute, Permissions.SecurityAdminister));
        Assert.False(node.Get<IAccess>().Represents(substitute, (await node.ActorAsync("owner")).Parties[0].Party.Id, "garden", First));
    }

    [Fact]
    public async Task The_head_gives_work_to_those_who_may_do_it()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var state = await AcceptedAsync(node);
        var head = await node.ActorAsync("planning-1");
        var worker = await node.ActorAsync("planning-2");
        await Assert.ThrowsAsync<DeniedException>(() => node.Cases.ExecuteAsync(head, state.Id, new AssignItem("planning", worker.PersonId)));
        await node.Get<IPeopleRegistry>().AppointAsync(Actor.Clock, head.PersonId, head.Appointments[0].OrganisationId, Roles.Head);
        head = await node.ActorAsync("planning-1");
        var stranger = await node.ActorAsync("water-1");
        await Assert.ThrowsAsync<InvalidInputException>(() => node.Cases.ExecuteAsync(head, state.Id, new AssignItem("planning", stranger.PersonId)));
        await node.Cases.ExecuteAsync(head, state.Id, new AssignItem("planning", worker.PersonId));
        Assert.Equal("二规划局", Assert.Single((await node.Lists.WorkAsync(worker, new(Mine: true))).Rows).HolderName);
        await Assert.ThrowsAsync<ConflictException>(() => node.Cases.ExecuteAsync(head, state.Id, new AgreeItem("planning", null)));
        await Assert.ThrowsAsync<InvalidInputException>(() => node.Cases.ExecuteAsync(head, state.Id, new AssignItem("planning", worker.PersonId)));
        await node.Cases.ExecuteAsync(worker, state.Id, new AgreeItem("planning", null));
    }

    private static async Task<CaseState> AcceptedAsync(CasesNode node)
    {
        var state = await node.SubmitAsync(await node.ActorAsync("owner"), "花园", Kernel.Ids.New(node.Time));
        return await node.Cases.ExecuteAsync(await node.ActorAsync("approval-1"), state.Id, new Accept());
    }
}

public sealed class SqliteLeaveTests : LeaveTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresLeaveTests(SharedCluster cluster) : LeaveTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
