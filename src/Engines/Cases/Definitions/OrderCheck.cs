using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Checks the order inside steps ('after:'), the early drafts and the exemption list.</summary>
internal static class OrderCheck
{
    public static void Check(LoadedMatter loaded)
    {
        foreach (var step in loaded.Matter.Steps)
        {
            foreach (var item in step.Items.Where(i => i.After.Length > 0))
            {
                After(loaded, step, item);
            }
        }
        foreach (var item in loaded.Matter.Items.Where(i => i.Early && i.Task != ItemTask.Review))
        {
            MatterCheck.Place(loaded, "item." + item.Key, "early").Fault("Only a review has an opinion that can be drafted.", "Take 'early' out.");
        }
        foreach (var item in loaded.Matter.Items.Where(i => i.Early && loaded.Matter.Steps.Take(2).Any(s => s.Items.Contains(i)) && i.After.Length == 0
            && (loaded.Matter.Steps[0].Items.Contains(i) || loaded.Matter.Steps[0].Items.Any(a => a.Task == ItemTask.Acceptance))))
        {
            MatterCheck.Place(loaded, "item." + item.Key, "early").Fault("This item opens as soon as the case is accepted; there is nothing before its turn.", "Take 'early' out.");
        }
        foreach (var key in loaded.Matter.Simulation?.Lacking ?? [])
        {
            if (loaded.Matter.Materials.All(m => m.Key != key))
            {
                MatterCheck.Unknown(MatterCheck.Place(loaded, "simulate", "lacking"), "material", key, loaded.Matter.Materials.Select(m => m.Key));
            }
        }
        if (loaded.Matter.Simulation is { Lacking.IsEmpty: true })
        {
            MatterCheck.Place(loaded, "simulate").Fault("A simulated case lacks something.", "Write 'lacking: [land_deed]', the materials that may be awaited.");
        }
        foreach (var exemption in loaded.Matter.Exemptions)
        {
            Waives(loaded, exemption);
        }
    }

    private static void After(LoadedMatter loaded, Step step, Item item)
    {
        var place = MatterCheck.Place(loaded, "item." + item.Key, "after");
        foreach (var before in item.After)
        {
            if (step.Items.FirstOrDefault(i => i.Key == before) is not { } other)
            {
                if (loaded.Matter.Items.Any(i => i.Key == before))
                {
                    place.Fault($"'{before}' stands in another step, and steps follow each other anyway.", "Name items of the same step, or take it out.");
                }
                else
                {
                    MatterCheck.Unknown(place, "item", before, step.Items.Where(i => i != item).Select(i => i.Key));
                }
            }
            else if (item.Holds && !other.Holds)
            {
                place.Fault($"'{before}' runs beside and holds nothing, but what waits for it would be held.", $"Take 'holds: false' out of '{before}', or let '{item.Key}' not wait for it.");
            }
        }
        if (Reaches(step, item, item.Key, []))
        {
            place.Fault("The items wait for each other in a circle, so none of them ever opens.", "Let one of them wait for none of the others.");
        }
    }

    private static bool Reaches(Step step, Item from, string wanted, HashSet<string> seen) => from.After.Any(key =>
        key == wanted || (seen.Add(key) && step.Items.FirstOrDefault(i => i.Key == key) is { } next && Reaches(step, next, wanted, seen)));

    private static void Waives(LoadedMatter loaded, Exemption exemption)
    {
        var place = MatterCheck.Place(loaded, "exemptions." + exemption.Key, "items");
        foreach (var key in exemption.Items)
        {
            if (loaded.Matter.Items.FirstOrDefault(i => i.Key == key) is not { } item)
            {
                MatterCheck.Unknown(place, "item", key, loaded.Matter.Items.Select(i => i.Key));
            }
            else if (item.Task is ItemTask.Acceptance or ItemTask.Decision)
            {
                place.Fault($"'{key}' accepts or decides, and that is never waived.", "Name items of 'task: review' or 'task: machine'.");
            }
            else if (item.Safety)
            {
                place.Fault($"'{key}' is a matter of safety, and safety is not waived by a list.", "Take it out, or narrow the item itself with 'when'.");
            }
        }
        if (exemption.Basis.IsEmpty || exemption.Items.IsEmpty)
        {
            MatterCheck.Place(loaded, "exemptions." + exemption.Key).Fault("An exemption says what it waives and what allows it.", "Write 'items: [planning]' and 'basis: [{law: …, article: …}]'.");
        }
    }
}
