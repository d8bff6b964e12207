using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads "checks:" of an item, and checks that each can be answered.</summary>
internal static class CheckReader
{
    public static ImmutableArray<CheckRule> Read(PackNode? map, string item, Dictionary<string, PackNode> places)
    {
        var checks = ImmutableArray.CreateBuilder<CheckRule>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            places[PlaceOf(item, key)] = node;
            checks.Add(new(key, node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key), node.Child("holds")?.Text(), node.Child("port")?.Text(), node.Child("otherwise")?.Words()));
            node.NoOthers();
        }
        return checks.ToImmutable();
    }

    public static string PlaceOf(string item, string check) => $"item.{item}.checks.{check}";

    public static void Check(LoadedMatter loaded, PackOutline pack)
    {
        foreach (var item in loaded.Matter.Items.Where(i => !i.Checks.IsDefaultOrEmpty))
        {
            if (item.Task == ItemTask.Machine)
            {
                MatterCheck.Place(loaded, "item." + item.Key, "checks").Fault("A machine waits for its one 'check'; it has no clerk to whom a failed check could go.", "Write 'task: decision', 'review' or 'acceptance' with the clerk's 'role'.");
            }
            foreach (var check in item.Checks)
            {
                Check(loaded, pack, MatterCheck.Place(loaded, PlaceOf(item.Key, check.Key)), check);
            }
        }
    }

    private static void Check(LoadedMatter loaded, PackOutline pack, PackNode place, CheckRule check)
    {
        if (check.Holds is null == check.Port is null)
        {
            place.Fault("A check is an expression or a port, one of the two.", "Write 'holds: capital_wan <= 1000', or 'port: name-is-free'.");
        }
        if (check.Holds is not null && check.Otherwise is null)
        {
            place.Fault("Who fails a check is told why.", "Add 'otherwise: {zh: …, en: …}'.");
        }
        if (check.Port is not null && check.Otherwise is not null)
        {
            place.Fault("A port says itself why a check failed.", "Take 'otherwise' out.");
        }
        if (check.Port is { } port && !pack.Checks.Contains(port))
        {
            MatterCheck.Unknown(place.Child("port") ?? place, "port of checks (declared in pack.yaml under 'checks:')", port, pack.Checks);
        }
    }
}
