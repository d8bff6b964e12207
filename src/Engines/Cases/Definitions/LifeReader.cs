using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads "announcements:", "voids:" and "remedies:", and checks notices, hearings and terms.</summary>
internal static class LifeReader
{
    private static readonly string[] Moments = ["accepted", "granted", "voided", "ended", "revoked"];

    public static ImmutableArray<AnnouncementRule> Announcements(PackNode? map, Dictionary<string, PackNode> places)
    {
        var rules = ImmutableArray.CreateBuilder<AnnouncementRule>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            places["announcements." + key] = node;
            rules.Add(new(key, node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key), node.Child("text")?.Words(), node.Need("on", "granted")?.Text() ?? "", [.. node.Need("fields", "[name]")?.List().Select(n => n.Text()) ?? []]));
            node.NoOthers();
        }
        return rules.ToImmutable();
    }

    public static VoidRule? Voids(PackNode? node, Dictionary<string, PackNode> places)
    {
        if (node is null)
        {
            return null;
        }
        places["voids"] = node;
        var rule = new VoidRule(node.Child("field")?.Text(), node.Child("material")?.Text(), node.Need("because", "{zh: …, en: …}")?.Words() ?? new(""));
        node.NoOthers();
        return rule;
    }

    public static RemedyRule? Remedies(PackNode? node)
    {
        if (node is null)
        {
            return null;
        }
        var rule = new RemedyRule(node.Need("authority", "{zh: …, en: …}")?.Words() ?? new(""), node.Child("within")?.Limit().Length ?? 60);
        node.NoOthers();
        return rule;
    }

    public static void Check(LoadedMatter loaded)
    {
        foreach (var rule in loaded.Matter.Announcements)
        {
            Announcement(loaded, rule);
        }
        if (loaded.Matter.Voids is { } voids)
        {
            Void(loaded, voids);
        }
        foreach (var item in loaded.Matter.Items)
        {
            Item(loaded, item);
        }
        foreach (var clock in loaded.Matter.Clocks.Where(c => c.Until is not null))
        {
            var place = MatterCheck.Place(loaded, "clocks." + clock.Key, "until");
            if (clock.Kind != ClockKind.Term)
            {
                place.Fault("Only a term ends on a day that the form names.", "Write 'kind: term', or a 'limit'.");
            }
            else if (loaded.Matter.Form.FirstOrDefault(f => f.Key == clock.Until) is not { Type: FieldType.Date, Required: true })
            {
                MatterCheck.Unknown(place, "date field that is always there", clock.Until!, loaded.Matter.Form.Where(f => f is { Type: FieldType.Date, Required: true }).Select(f => f.Key));
            }
        }
    }

    private static void Announcement(LoadedMatter loaded, AnnouncementRule rule)
    {
        var place = "announcements." + rule.Key;
        string[] moments = [.. Moments, .. loaded.Matter.Items.Where(i => i.Task == ItemTask.Notice).Select(i => i.Key)];
        if (!moments.Contains(rule.On))
        {
            MatterCheck.Unknown(MatterCheck.Place(loaded, place, "on"), "moment to publish", rule.On, moments);
        }
        foreach (var name in rule.Fields)
        {
            if (loaded.Matter.Form.FirstOrDefault(f => f.Key == name) is not { } field)
            {
                MatterCheck.Unknown(MatterCheck.Place(loaded, place, "fields"), "field", name, loaded.Matter.Form.Select(f => f.Key));
            }
            else if (field.Type is FieldType.CitizenId or FieldType.Phone)
            {
                MatterCheck.Place(loaded, place, "fields").Fault($"'{name}' is personal and is not published.", "Take it out of 'fields'.");
            }
        }
    }

    private static void Void(LoadedMatter loaded, VoidRule rule)
    {
        var place = MatterCheck.Place(loaded, "voids");
        if (rule.Field is null == rule.Material is null)
        {
            place.Fault("The licence that goes out of force is named by a field or by a material, one of the two.", "Write 'field: licence_no', or 'material: licence'.");
        }
        if (rule.Field is { } field && loaded.Matter.Form.All(f => f.Key != field))
        {
            MatterCheck.Unknown(place, "field", field, loaded.Matter.Form.Select(f => f.Key));
        }
        if (rule.Material is { } material && loaded.Matter.Materials.All(m => m.Key != material))
        {
            MatterCheck.Unknown(place, "material", material, loaded.Matter.Materials.Select(m => m.Key));
        }
    }

    private static void Item(LoadedMatter loaded, Item item)
    {
        var place = MatterCheck.Place(loaded, "item." + item.Key);
        if (item.Task == ItemTask.Notice && loaded.Matter.Clocks.All(c => c.Key != item.Clock || c.Kind != ClockKind.Notice))
        {
            place.Fault("A notice runs for the time of a clock.", "Add 'clock: notice', a clock of 'kind: notice', 'from: opened', 'to: answered', 'limit: 20d'.");
        }
        if (item.Task == ItemTask.Notice && loaded.Matter.Announcements.All(a => a.On != item.Key))
        {
            place.Fault("A notice that nobody can read is none.", $"Add under 'announcements:' '{item.Key}: {{title: …, on: {item.Key}, fields: […]}}'.");
        }
        if (item.Objected is not null && item.Task != ItemTask.Notice)
        {
            place.Fault("Only a notice is objected to by the public.", "Take 'objected' out, or write 'task: notice'.");
        }
    }
}
