using System.Text.RegularExpressions;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Checks the flow: that every step can be reached and ended, and that silence is never consent where safety is at stake.</summary>
internal static partial class FlowCheck
{
    public static void Check(LoadedMatter loaded)
    {
        var steps = loaded.Matter.Steps;
        if (steps.Length == 0)
        {
            MatterCheck.Place(loaded, "").Fault("A matter needs at least one step.", "Add a step with items under 'flow:'.");
        }
        for (var i = 0; i < steps.Length; i++)
        {
            Step(loaded, steps[i], i, steps.Length);
        }
        foreach (var item in loaded.Matter.Items)
        {
            Item(loaded, item);
        }
        if (!Key().IsMatch(loaded.Matter.Key))
        {
            MatterCheck.Place(loaded, "matter").Fault($"'{loaded.Matter.Key}' cannot be the key of a matter.", "Use small letters, digits and '-': construction-permit.");
        }
    }

    private static void Step(LoadedMatter loaded, Step step, int index, int count)
    {
        var place = MatterCheck.Place(loaded, "step." + step.Key);
        var holding = step.Items.Count(i => i.Holds);
        if (step.Items.Length > 0 && holding == 0 && index < count - 1)
        {
            place.Fault("Nothing in this step holds, so it is over before it begins.", "Move these items into the step before, or let one of them hold.");
        }
        if (step.Items.Length == 0)
        {
            place.Fault("A step without items never does anything.", "Add items, or take the step out.");
        }
        if (step.Join == Join.Quorum != step.Quorum > 0 || step.Quorum > holding)
        {
            place.Fault("A quorum says how many must agree, and not more than there are.", $"Write 'join: quorum' and 'quorum: {Math.Max(1, holding - 1)}'.");
        }
        if (step.Items.FirstOrDefault(i => i.Task == ItemTask.Acceptance) is { } acceptance && (index > 0 || step.Items.Length > 1))
        {
            MatterCheck.Place(loaded, "item." + acceptance.Key, "task").Fault("An application is accepted first, and by one office.", "Make the acceptance the only item of the first step.");
        }
        if (index < count - 1 && step.Items.Any(i => i.Task == ItemTask.Decision))
        {
            MatterCheck.Place(loaded, "step." + loaded.Matter.Steps[index + 1].Key).Fault($"This step can never be reached: the decision in step '{step.Key}' ends the flow.", "Move the decision into the last step.");
        }
        if (step.Items.Count(i => i.Task == ItemTask.Decision) > 1)
        {
            place.Fault("One office decides, not several.", "Let the others be 'task: review'.");
        }
    }

    private static void Item(LoadedMatter loaded, Item item)
    {
        var place = "item." + item.Key;
        if (item is { Safety: true, Silence: Silence.Consent })
        {
            MatterCheck.Place(loaded, place, "silence").Fault("Silence is no consent where safety is at stake.", "Write 'silence: escalate'.");
        }
        if (item.Silence == Silence.Consent && item.Task != ItemTask.Review)
        {
            MatterCheck.Place(loaded, place, "silence").Fault("Only a review can be answered by silence.", "Take 'silence' out; the acceptance has 'on_expiry: deem_accepted' at its clock.");
        }
        if (item.Silence == Silence.Consent && item.Clock is null)
        {
            MatterCheck.Place(loaded, place, "silence").Fault("Silence needs a clock that ends.", "Add 'clock: …'.");
        }
        if (item.Task == ItemTask.Machine != item.Check is not null)
        {
            MatterCheck.Place(loaded, place).Fault(item.Task == ItemTask.Machine ? "A machine needs a check." : "Only a machine has a check.", item.Task == ItemTask.Machine ? "Add 'check: materials.complete'." : "Write 'task: machine', or 'when' for a condition.");
        }
        if (item.When is not null && item.SkippedBecause is null)
        {
            MatterCheck.Place(loaded, place, "when").Fault("A skipped item must say why.", "Add 'skipped_because: {zh: …, en: …}'.");
        }
        if (!item.Holds && item.Task is ItemTask.Acceptance or ItemTask.Decision)
        {
            MatterCheck.Place(loaded, place, "holds").Fault("What accepts or decides always holds.", "Take 'holds' out.");
        }
        if (item.When?.Trim() == "false")
        {
            MatterCheck.Place(loaded, place, "when").Fault("This item can never open.", "Write a condition over the form, or take the item out.");
        }
        foreach (var earlier in item.ReturnTo.Where(e => item.Task != ItemTask.Review || loaded.Matter.Items.TakeWhile(i => i.Key != item.Key).FirstOrDefault(i => i.Key == e) is not { Task: ItemTask.Review, Holds: true }))
        {
            MatterCheck.Place(loaded, place, "return_to").Fault($"'{earlier}' is no earlier review that holds.", "Name the reviews of which one is done again when this one disagrees: items before it.");
        }
        if (item.Tiers.Length > 3)
        {
            MatterCheck.Place(loaded, place, "tiers").Fault("There are three tiers at most.", "Name one to three offices.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();
}
