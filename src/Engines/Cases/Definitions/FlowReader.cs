using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads "flow:", the steps with their items.</summary>
internal static class FlowReader
{
    private static readonly Dictionary<string, ItemTask> Tasks = new(StringComparer.Ordinal)
    {
        ["acceptance"] = ItemTask.Acceptance,
        ["review"] = ItemTask.Review,
        ["decision"] = ItemTask.Decision,
        ["machine"] = ItemTask.Machine,
        ["notice"] = ItemTask.Notice,
        ["hearing"] = ItemTask.Hearing,
    };

    private static readonly Dictionary<string, Silence> Silences = new(StringComparer.Ordinal)
    {
        ["escalate"] = Silence.Escalate,
        ["consent"] = Silence.Consent,
    };

    private static readonly Dictionary<string, Join> Joins = new(StringComparer.Ordinal)
    {
        ["all"] = Join.All,
        ["any"] = Join.Any,
        ["quorum"] = Join.Quorum,
    };

    public static ImmutableArray<Step> Read(PackNode? flow, Dictionary<string, PackNode> places)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        foreach (var node in flow?.List() ?? [])
        {
            var key = node.Need("step", "review")?.Text() ?? "";
            if (!places.TryAdd("step." + key, node))
            {
                node.Fault($"There is another step '{key}'.", "Give each step a key of its own.");
            }
            steps.Add(new Step
            {
                Key = key,
                Title = node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key),
                Join = node.Child("join")?.OneOf(Joins) ?? Join.All,
                Quorum = node.Child("quorum")?.Integer(1, 100) ?? 0,
                Requires = node.Child("requires")?.Text(),
                Items = Items(node.Need("items", "{fire: {title: …, task: review, office: …, role: reviewer}}"), places),
            });
            node.NoOthers();
        }
        return steps.ToImmutable();
    }

    private static ImmutableArray<Item> Items(PackNode? map, Dictionary<string, PackNode> places)
    {
        var items = ImmutableArray.CreateBuilder<Item>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            if (!places.TryAdd("item." + key, node))
            {
                node.Fault($"There is another item '{key}' in this matter.", "Give each item a key of its own.");
                continue;
            }
            var task = node.Child("task")?.OneOf(Tasks) ?? ItemTask.Review;
            items.Add(new Item
            {
                Key = key,
                Title = node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key),
                Task = task,
                Office = node.Need("office", "fire-review")?.Text() ?? "",
                Role = task is ItemTask.Machine ? node.Child("role")?.OneOf(Roles.All) ?? "" : node.Need("role", "reviewer")?.OneOf(Roles.All) ?? "",
                Silence = node.Child("silence")?.OneOf(Silences) ?? Silence.Escalate,
                Safety = node.Child("safety")?.Flag() ?? false,
                When = node.Child("when")?.Text(),
                SkippedBecause = node.Child("skipped_because")?.Words(),
                Check = node.Child("check")?.Text(),
                Holds = node.Child("holds")?.Flag() ?? true,
                Clock = node.Child("clock")?.Text(),
                Tiers = [.. node.Child("tiers")?.List().Select(n => n.Text()) ?? []],
                Basis = PartReader.Basis(node.Child("basis")),
                After = [.. node.Child("after")?.List().Select(n => n.Text()) ?? []],
                ReturnTo = [.. node.Child("return_to")?.List().Select(n => n.Text()) ?? []],
                Early = node.Child("early")?.Flag() ?? false,
                Objected = node.Child("objected")?.Words(),
                Checks = CheckReader.Read(node.Child("checks"), key, places),
            });
            node.NoOthers();
        }
        return items.ToImmutable();
    }
}
