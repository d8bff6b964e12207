using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Plans what moving one running case to another version of its matter would mean. Pure; the dry run shows it and the move rests on it.</summary>
internal static class MigrationPlanning
{
    public static MigrationPlan Of(CompiledMatter from, CompiledMatter to, CaseState state, DateTimeOffset now)
    {
        if (state.EndedAt is not null || state.Phase is not (CasePhase.Submitted or CasePhase.Reviewing))
        {
            // What was decided stands under the rules that it was decided by.
            return new([new("", "cases.migrate.decided")], [], ImmutableSortedDictionary<string, string>.Empty);
        }
        var obstacles = ImmutableArray.CreateBuilder<Fault>();
        var notes = ImmutableArray.CreateBuilder<Fault>();
        var form = to.Complete(state.Form.Where(f => to.FindField(f.Key) is not null).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal));
        Papers(from, to, state, now, obstacles);
        Items(to, state, form, obstacles, notes);
        Clocks(from, to, state, obstacles, notes);
        var changes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var field in to.Matter.Form.Where(f => f.Compute is not null))
        {
            var value = to.Holds(field.When, to.Facts(form)) ? form.GetValueOrDefault(field.Key, "") : "";
            if (value != state.Form.GetValueOrDefault(field.Key, ""))
            {
                changes[field.Key] = value;
                notes.Add(new("form." + field.Key, "cases.migrate.value", field.Label.ToString(), Told(from.FindField(field.Key), state.Form.GetValueOrDefault(field.Key)), Told(field, value)));
            }
        }
        return new(obstacles.ToImmutable(), notes.ToImmutable(), changes.ToImmutable());
    }

    /// <summary>What the new version finds wrong with form and papers and the old one did not.</summary>
    private static void Papers(CompiledMatter from, CompiledMatter to, CaseState state, DateTimeOffset now, ImmutableArray<Fault>.Builder obstacles)
    {
        List<Fault> Faults(CompiledMatter matter) => [.. FormCheck.Check(matter, Asked(matter, state), state.Materials, forSubmission: true, now.ChinaDate())];
        var known = Faults(from).Select(f => (f.Field, f.Code)).ToHashSet();
        foreach (var fault in Faults(to).Where(f => !known.Contains((f.Field, f.Code))))
        {
            obstacles.Add(new(fault.Field, "cases.migrate.form", Named(to, from, fault.Field)));
        }
    }

    /// <summary>Computed values are not brought by anybody, so no version is asked whether it takes them.</summary>
    private static Dictionary<string, string> Asked(CompiledMatter matter, CaseState state) =>
        state.Form.Where(f => matter.FindField(f.Key) is not { Compute: not null }).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);

    private static void Items(CompiledMatter to, CaseState state, Dictionary<string, string> form, ImmutableArray<Fault>.Builder obstacles, ImmutableArray<Fault>.Builder notes)
    {
        foreach (var item in state.Items.Values)
        {
            if (to.FindItem(item.Key) is not { } next)
            {
                obstacles.Add(new("item." + item.Key, "cases.migrate.item-gone", item.Key));
                continue;
            }
            var needed = to.Holds(next.When, to.Facts(form)) && to.ExemptionOf(next.Key, form) is null;
            if (item.Status == ItemStatus.Skipped && item.Reason != Flow.JoinMet && needed)
            {
                obstacles.Add(new("item." + item.Key, "cases.migrate.item-needed", next.Title.ToString()));
            }
            else if (item.Status == ItemStatus.Open && !needed)
            {
                notes.Add(new("item." + item.Key, "cases.migrate.item-stays", next.Title.ToString()));
            }
        }
        foreach (var item in to.Matter.Items.Where(i => !state.Items.ContainsKey(i.Key)))
        {
            if (item.Task is ItemTask.Acceptance && state.Phase != CasePhase.Submitted)
            {
                obstacles.Add(new("item." + item.Key, "cases.migrate.accepted-already", item.Title.ToString()));
            }
            else if (to.StepOf(item.Key).Items.Any(i => state.Items.ContainsKey(i.Key)) && item.After.IsEmpty)
            {
                notes.Add(new("item." + item.Key, "cases.migrate.item-opens", item.Title.ToString()));
            }
        }
    }

    private static void Clocks(CompiledMatter from, CompiledMatter to, CaseState state, ImmutableArray<Fault>.Builder obstacles, ImmutableArray<Fault>.Builder notes)
    {
        foreach (var clock in state.Clocks.Values)
        {
            if (to.FindClock(clock.RuleKey) is not { } rule)
            {
                obstacles.Add(new("clock." + clock.Key, "cases.migrate.clock-gone", from.FindClock(clock.RuleKey)?.Title.ToString() ?? clock.RuleKey));
            }
            else if (clock.IsRunning && rule.Limit != default && rule.Limit != clock.Limit)
            {
                notes.Add(new("clock." + clock.Key, "cases.migrate.clock-keeps", rule.Title.ToString(), clock.Limit.ToString(), rule.Limit.ToString()));
            }
        }
    }

    private static string Named(CompiledMatter to, CompiledMatter from, string field)
    {
        var key = field[(field.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return field.StartsWith("material.", StringComparison.Ordinal)
            ? (to.FindMaterial(key) ?? from.FindMaterial(key))?.Title.ToString() ?? key
            : (to.FindField(key) ?? from.FindField(key))?.Label.ToString() ?? key;
    }

    private static string Told(Field? field, string? value) =>
        string.IsNullOrEmpty(value) ? "—" : field?.Choices.FirstOrDefault(c => c.Key == value)?.Label.ToString() ?? value;
}
