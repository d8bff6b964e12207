using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Tests;

/// <summary>A running case goes on under a new version when nothing of it would be lost, and is refused with everything that stands against it otherwise.</summary>
public class MigrationTests
{
    private static readonly DateTimeOffset Now = AcceptancePack.China(2022, 8, 16, 10);

    [Fact]
    public void A_changed_table_reaches_a_running_case_only_by_moving_it()
    {
        var csv = Versioning.Csv(AcceptancePack.Main.Matter.Decisions[0], AcceptancePack.Main.Matter.Form).Replace("工业,> 2500", "工业、仓储,> 2500", StringComparison.Ordinal);
        var (next, faults) = Versioning.WithTable(AcceptancePack.Main.Matter, "fire_way", csv, "2022.8.2", 2);
        Assert.True(next is not null, string.Join("\n", faults));
        Assert.Equal("2022.8.2-r2", next.Version);
        Assert.NotEqual(AcceptancePack.Main.Matter.Hash, next.Hash);
        var state = Running();
        Assert.Equal("filing", state.Form["fire_way"]);

        var difference = Assert.Single(WhatIf.Compare(AcceptancePack.Main, CompiledMatter.Of(next), state.Form));
        Assert.Equal(("result", "备案", "验收"), (difference.Kind, difference.Before, difference.After));

        var decision = Move(state, CompiledMatter.Of(next));
        var moved = Assert.IsType<CaseMigrated>(Assert.Single(decision.Events));
        var after = Applier.Apply(state, new("case", state.Version + 1, Now, "head", "", moved));
        Assert.Equal("acceptance", after.Form["fire_way"]);
        Assert.Equal((next.Version, next.Hash), (after.MatterVersion, after.MatterHash));

        // Asked again, nothing happens.
        var again = Move(after, CompiledMatter.Of(next));
        Assert.False(again.IsRefused);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void What_would_be_lost_refuses_the_move_and_everything_is_told_at_once()
    {
        var matter = AcceptancePack.Main.Matter;
        var next = CompiledMatter.Of(matter with
        {
            Version = "next",
            Hash = new string('b', 64),
            Form = [.. matter.Form.Where(f => f.Key != "archive_no" && f.Key != "contact"), new Field { Key = "email", Type = FieldType.Text, Label = new("电子邮箱"), Required = true }],
            Steps = [.. matter.Steps.Select(s => s with { Items = [.. s.Items.Where(i => i.Key != "gas")] })],
            Clocks = [.. matter.Clocks.Where(c => c.Key != "certificate")],
        });
        var plan = MigrationPlanning.Of(AcceptancePack.Main, next, Running(), Now);

        Assert.Equal(
            ["clock.certificate cases.migrate.clock-gone", "form.contact cases.migrate.form", "form.email cases.migrate.form", "item.gas cases.migrate.item-gone"],
            plan.Obstacles.Select(o => $"{o.Field} {o.Code}").Order(StringComparer.Ordinal));
        Assert.True(Move(Running(), next).IsRefused);
    }

    [Fact]
    public void New_items_open_and_clocks_that_run_keep_their_limit()
    {
        var matter = AcceptancePack.Main.Matter;
        var next = CompiledMatter.Of(matter with
        {
            Version = "next",
            Hash = new string('c', 64),
            Clocks = [.. matter.Clocks.Select(c => c.Key == "whole" ? c with { Limit = Limit.Parse("10wd") } : c)],
            Steps = [.. matter.Steps.Select(s => s.Key == "review" ? s with { Items = s.Items.Add(s.Items[0] with { Key = "tax", Title = new("税务"), Office = "tax" }) } : s)],
        });
        var state = Running();
        var plan = MigrationPlanning.Of(AcceptancePack.Main, next, state, Now);
        Assert.True(plan.MayMove);
        Assert.Equal(["cases.migrate.clock-keeps", "cases.migrate.item-opens"], plan.Notes.Select(n => n.Code).Order(StringComparer.Ordinal));

        foreach (var happened in Move(state, next).Events)
        {
            state = Applier.Apply(state, new("case", state.Version + 1, Now, "head", "", happened));
        }
        Assert.Equal(ItemStatus.Open, state.Items["tax"].Status);
        Assert.Equal(Limit.Parse("20wd"), state.Clocks["whole"].Limit);
    }

    [Fact]
    public void A_decided_case_stays_under_the_rules_that_it_was_decided_by()
    {
        var plan = MigrationPlanning.Of(AcceptancePack.Main, AcceptancePack.Main, Running() with { Phase = CasePhase.Granted }, Now);

        Assert.Equal("cases.migrate.decided", Assert.Single(plan.Obstacles).Code);
    }

    [Fact]
    public void A_new_pack_takes_over_with_the_tables_that_people_had_published()
    {
        var pack = AcceptancePack.Main.Matter;
        var csv = Versioning.Csv(pack.Decisions[1], pack.Form).Replace("80", "60", StringComparison.Ordinal);
        var running = Versioning.WithTable(pack, "registration_fee", csv, pack.Version, 2).Next!;
        var coming = pack with { Version = "2023.1", Hash = new string('d', 64), Title = new("新标题") };

        var carried = Versioning.Carry(pack, running, coming, 4)!;

        Assert.Equal(("2023.1-r4", "新标题"), (carried.Version, carried.Title.ToString()));
        Assert.Equal("60", carried.Decisions[1].Rows[0].Cells[1]);
        var changedByBoth = coming with { Decisions = coming.Decisions.Replace(coming.Decisions[1], coming.Decisions[1] with { Rows = [.. coming.Decisions[1].Rows.Select(r => r with { Cells = r.Cells.SetItem(1, "90") })] }) };
        Assert.Null(Versioning.Carry(pack, running, changedByBoth, 4));
    }

    private static Decision Move(CaseState state, CompiledMatter to) =>
        Decider.Decide(AcceptancePack.Main.Matter.Hash == state.MatterHash ? AcceptancePack.Main : to, state, new MigrateCase(to.Matter.Version, to.Matter.Hash, "新标准施行"), AcceptancePack.At(Now, "head") with { Target = to });

    private static CaseState Running()
    {
        var context = AcceptancePack.At(AcceptancePack.China(2022, 8, 16));
        CaseState? state = null;
        foreach (var command in new CaseCommand[] { AcceptancePack.Submission(), new Accept() })
        {
            foreach (var happened in Decider.Decide(AcceptancePack.Main, state, command, context).Events)
            {
                state = Applier.Apply(state, new("case", (state?.Version ?? 0) + 1, context.Now, "person", "", happened));
            }
        }
        return state!;
    }
}
