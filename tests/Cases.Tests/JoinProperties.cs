using System.Collections.Immutable;
using CsCheck;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Tests;

/// <summary>Steps with random orders inside and random joins, answered in random order: what opens, when a step is over, and that every flow can end.</summary>
public class JoinProperties
{
    /// <param name="Join">0 all, 1 any, 2 quorum.</param>
    /// <param name="Edges">Bits of the pairs (earlier, later) of which the later waits for the earlier.</param>
    /// <param name="Beside">Bits of the items that hold nothing.</param>
    private sealed record Shape(int Items, int Join, int Quorum, int Edges, int Beside);

    private static readonly Gen<Shape> Shapes = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 2], Gen.Int[1, 5], Gen.Int[0, 1023], Gen.Int[0, 31], (items, join, quorum, edges, beside) => new Shape(items, join, quorum, edges, beside));

    [Fact]
    public void An_item_opens_exactly_when_all_it_waits_for_agreed_and_the_next_step_exactly_when_the_join_is_met() =>
        Gen.Select(Shapes, Gen.Int[0, 1000].Array[0, 30]).Sample((shape, choices) =>
        {
            var matter = Matter(shape);
            var first = matter.Matter.Steps[0];
            var state = Send(matter, null, Submission);
            Check(matter, first, state);
            foreach (var choice in choices)
            {
                var open = state.Items.Values.Where(i => i.Status == ItemStatus.Open && i.Key != "last").Select(i => i.Key).Order(StringComparer.Ordinal).ToList();
                var mending = state.Items.Values.Where(i => i.Correcting).Select(i => i.Key).Order(StringComparer.Ordinal).ToList();
                if (state.EndedAt is not null || (open.Count == 0 && mending.Count == 0))
                {
                    break;
                }
                var all = open.Concat(mending).ToList();
                var key = all[choice % all.Count];
                state = Send(matter, state, mending.Contains(key) ? new ProvideCorrection(key, "已改", NoForm, NoMaterials) : choice % 3 == 0 ? new DisagreeItem(key, "理由") : new AgreeItem(key, null));
                Check(matter, first, state);
            }
        }, iter: 2000);

    [Fact]
    public void A_flow_in_which_everybody_agrees_ends() =>
        Gen.Select(Shapes, Gen.Int[0, 1000].Array[12]).Sample((shape, choices) =>
        {
            var matter = Matter(shape);
            var state = Send(matter, null, Submission);
            foreach (var choice in choices)
            {
                var open = state.Items.Values.Where(i => i.Status == ItemStatus.Open).Select(i => i.Key).Order(StringComparer.Ordinal).ToList();
                if (open.Count == 0)
                {
                    break;
                }
                state = Send(matter, state, new AgreeItem(open[choice % open.Count], null));
            }
            return state.Phase == CasePhase.Issued;
        }, iter: 2000);

    /// <summary>The definitions written down a second time, in the plainest words.</summary>
    private static void Check(CompiledMatter matter, Step step, CaseState state)
    {
        bool Good(string key) => state.Items.GetValueOrDefault(key)?.Status is ItemStatus.Agreed or ItemStatus.Deemed or ItemStatus.Skipped;
        bool Said(string key) => state.Items.GetValueOrDefault(key)?.Status is ItemStatus.Agreed or ItemStatus.Deemed;
        var holding = step.Items.Where(i => i.Holds).ToList();
        var met = step.Join switch
        {
            Join.All => holding.All(i => Good(i.Key)),
            Join.Any => holding.Any(i => Said(i.Key)),
            _ => holding.Count(i => Said(i.Key)) >= step.Quorum,
        };
        Assert.Equal(met, state.Items.ContainsKey("last"));
        foreach (var item in step.Items)
        {
            var turn = item.After.All(Good);
            if (!met || step.Join == Join.All)
            {
                Assert.Equal(turn, state.Items.ContainsKey(item.Key));
            }
            else if (item.Holds)
            {
                Assert.NotEqual(ItemStatus.Open, state.Items[item.Key].Status);
            }
        }
    }

    private static CompiledMatter Matter(Shape shape)
    {
        var keys = Enumerable.Range(0, shape.Items).Select(i => $"i{i}").ToArray();
        bool Beside(int i) => shape.Items > 1 && i > 0 && (shape.Beside >> i & 1) == 1;
        var holding = Enumerable.Range(0, shape.Items).Count(i => !Beside(i));
        var items = keys.Select((key, i) => new Item
        {
            Key = key,
            Title = new(key),
            Task = ItemTask.Review,
            Office = "office",
            Role = Roles.Reviewer,
            Holds = !Beside(i),
            After = [.. keys.Take(i).Where((_, before) => (shape.Edges >> ((i * (i - 1) / 2) + before) & 1) == 1 && (Beside(i) || !Beside(before)))],
        }).ToImmutableArray();
        return CompiledMatter.Of(AcceptancePack.Main.Matter with
        {
            Form = [],
            Materials = [],
            Clocks = [],
            Issue = null,
            Published = [],
            Steps =
            [
                new Step { Key = "first", Title = new("first"), Items = items, Join = (Join)shape.Join, Quorum = shape.Join == 2 ? Math.Min(shape.Quorum, holding) : 0 },
                new Step { Key = "second", Title = new("second"), Items = [new Item { Key = "last", Title = new("last"), Task = ItemTask.Review, Office = "office", Role = Roles.Reviewer }] },
            ],
        });
    }

    private static readonly ImmutableSortedDictionary<string, string> NoForm = ImmutableSortedDictionary<string, string>.Empty;
    private static readonly ImmutableSortedDictionary<string, MaterialState> NoMaterials = ImmutableSortedDictionary<string, MaterialState>.Empty;

    private static readonly Submit Submission = new("case", "1", new Party("party", PartyKind.LegalEntity, "示例", ""), null, "home", "home/", null, NoForm, NoMaterials);

    private static CaseState Send(CompiledMatter matter, CaseState? state, CaseCommand command)
    {
        var decision = Decider.Decide(matter, state, command, AcceptancePack.At(AcceptancePack.China(2022, 8, 16)));
        Assert.Empty(decision.Faults);
        foreach (var happened in decision.Events)
        {
            state = Applier.Apply(state, new("case", (state?.Version ?? 0) + 1, AcceptancePack.China(2022, 8, 16), "person", "", happened));
        }
        return state!;
    }
}
