using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>好差评: an applicant says how it was, and what is bad is followed up, on each store.</summary>
public abstract class SatisfactionTests
{
    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task A_bad_rating_is_answered_closed_and_asked_again_and_the_office_never_learns_who_it_was()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var ratings = node.Get<ISatisfaction>();
        var owner = await node.ActorAsync("owner");
        var clerk = await node.ActorAsync("approval-1");
        var mayor = await node.ActorAsync("mayor");
        var state = await node.SubmitAsync(owner, "花园", "rated");
        await Assert.ThrowsAsync<ConflictException>(() => ratings.RateAsync(owner, state.Id, Good));
        await node.Cases.ExecuteAsync(clerk, state.Id, new RefuseAcceptance("不属于本局职权范围。"));

        Assert.True((await ratings.FormAsync(owner, state.Id))!.MayRate);
        Assert.Null(await ratings.FormAsync(clerk, state.Id));
        await Assert.ThrowsAsync<NotFoundException>(async () => await ratings.RateAsync(await node.ActorAsync("stranger"), state.Id, Good));
        await Assert.ThrowsAsync<InvalidInputException>(() => ratings.RateAsync(owner, state.Id, new(SatisfactionLevel.Dissatisfied, [], " ", true)));
        await Assert.ThrowsAsync<InvalidInputException>(() => ratings.RateAsync(owner, state.Id, new(SatisfactionLevel.VerySatisfied, ["late"], "", true)));
        var bad = await ratings.RateAsync(owner, state.Id, new(SatisfactionLevel.Dissatisfied, ["many-visits", "not-told-once"], "跑了三趟。", true));
        await Assert.ThrowsAsync<ConflictException>(() => ratings.RateAsync(owner, state.Id, Good));

        var seen = Assert.Single(await ratings.TicketsAsync(clerk));
        Assert.Equal((null, null, "跑了三趟。", true, false), (seen.CaseId, seen.CaseNumber, seen.Comment, seen.MayAnswer, seen.MayClose));
        Assert.Equal(new DateOnly(2022, 8, 23), seen.Due);
        Assert.Equal(state.Number, Assert.Single(await ratings.TicketsAsync(mayor)).CaseNumber);
        Assert.Empty(await ratings.TicketsAsync(await node.ActorAsync("far-approval")));
        await Assert.ThrowsAsync<ConflictException>(() => ratings.CloseAsync(mayor, bad.Id, "improved", "已核实，已整改。"));
        await ratings.AnswerAsync(clerk, bad.Id, "已修改一次性告知单，并向窗口人员说明。");
        await Assert.ThrowsAsync<DeniedException>(() => ratings.CloseAsync(clerk, bad.Id, "improved", "自己办结自己。"));
        var closed = await ratings.CloseAsync(mayor, bad.Id, "improved", "回访属实，已整改。");
        Assert.Equal(TicketState.Closed, closed.State);

        var form = (await ratings.FormAsync(owner, state.Id))!;
        Assert.Equal((true, "回访属实，已整改。"), (form.MayRate, form.Conclusion));
        var second = await ratings.RateAsync(owner, state.Id, Good);
        Assert.Equal(2, second.Round);
        Assert.Equal(SatisfactionLevel.Satisfied, (await ratings.TicketAsync(mayor, bad.Id))!.AskedAgain);
        Assert.False((await ratings.FormAsync(owner, state.Id))!.MayRate);
        Assert.Equal([1L, 2L, 3L], (await node.Get<IProofs>().SealsAsync("rating/" + bad.Id)).Select(s => s.Sequence));
    }

    [Fact]
    public async Task A_code_rates_without_signing_in_once_and_the_public_sees_rates_but_no_lone_office()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var ratings = node.Get<ISatisfaction>();
        var owner = await node.ActorAsync("owner");
        var clerk = await node.ActorAsync("approval-1");
        var mayor = await node.ActorAsync("mayor");
        SatisfactionLevel[] levels = [SatisfactionLevel.VerySatisfied, SatisfactionLevel.BasicallySatisfied, SatisfactionLevel.VeryDissatisfied];
        var given = new List<Rating>();
        foreach (var level in levels)
        {
            var state = await node.SubmitAsync(owner, "花园" + level, "code-" + level);
            await node.Cases.ExecuteAsync(clerk, state.Id, new RefuseAcceptance("不属于本局职权范围。"));
            var code = await ratings.CodeAsync(clerk, state.Id);
            Assert.Equal(code, await ratings.CodeAsync(owner, state.Id));
            await Assert.ThrowsAsync<NotFoundException>(async () => await ratings.CodeAsync(await node.ActorAsync("far-approval"), state.Id));
            Assert.Null((await ratings.SummaryAsync(Day, Day)).Offices.SingleOrDefault()?.Counts);
            given.Add(await ratings.RateByCodeAsync(code, new(level, [], "窗口扫码评价。", false)));
            await Assert.ThrowsAsync<ConflictException>(() => ratings.RateByCodeAsync(code, Good));
        }
        await Assert.ThrowsAsync<NotFoundException>(() => ratings.RateByCodeAsync("0000", Good));
        var summary = await ratings.SummaryAsync(Day, Day);
        Assert.Equal(new LevelCounts(1, 0, 1, 0, 1), summary.All);
        Assert.Equal(66.7m, Assert.Single(summary.Offices).Counts!.Rate);
        Assert.Equal((1, 0), (summary.Bad, summary.BadClosed));

        // A mistake is not counted any more, but said to be one.
        await ratings.AnswerAsync(clerk, given[2].Id, "申请人电话确认点错了。");
        await ratings.CloseAsync(mayor, given[2].Id, TicketOutcomes.Unfounded, "回访确认为误评。");
        summary = await ratings.SummaryAsync(Day, Day);
        Assert.Equal((100m, 1, 0), (summary.All.Rate, summary.Unfounded, summary.Bad));
    }

    private static readonly DateOnly Day = new(2022, 8, 16);

    private static readonly NewRating Good = new(SatisfactionLevel.Satisfied, ["fast"], "", true);
}

public sealed class SqliteSatisfactionTests : SatisfactionTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresSatisfactionTests(SharedCluster cluster) : SatisfactionTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
