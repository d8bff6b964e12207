using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Rehearsal;

/// <summary>Reads cases/*.yaml.</summary>
internal static class TimelineReader
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    public static Timeline? Read(PackReading reading, IPackFiles files, string path)
    {
        if (PackNode.Open(reading, path, files.Read(path)!) is not { } root)
        {
            return null;
        }
        var title = root.Need("title", "…")?.Words().ToString() ?? "";
        var matter = root.Need("matter", "my-service")?.Text() ?? "";
        var parameters = Map(root.Child("parameters"));
        var (form, materials) = (None, ImmutableSortedDictionary<string, MaterialState>.Empty);
        if (root.Child("application") is { } sample)
        {
            if (files.Read(sample.Text()) is { } text && PackNode.Open(reading, sample.Text(), text) is { } application)
            {
                (form, materials) = (Map(application.Child("form")), Materials(application.Child("materials")));
                application.NoOthers();
            }
            else
            {
                sample.Fault($"There is no file '{sample.Text()}'.", "Name a file of the pack, for example samples/application.yaml.");
            }
        }
        form = form.SetItems(Map(root.Child("form")));
        materials = materials.SetItems(Materials(root.Child("materials")));
        var missing = root.Child("missing_offices")?.List().Select(n => n.Text()).ToHashSet(StringComparer.Ordinal) ?? [];
        var checks = Answers(root.Child("checks"));
        var steps = new List<TimelineStep>();
        DateTimeOffset? at = null;
        foreach (var node in root.Need("steps", "[{at: 2022-08-16 09:00, do: submit}]")?.List() ?? [])
        {
            at = node.Child("at") is { } instant ? Instant(instant) : at;
            if (at is null)
            {
                node.Fault("The first step needs its time.", "Add 'at: 2022-08-16 09:00'.");
                at = DateTimeOffset.UnixEpoch;
            }
            if (steps.Count > 0 && at < steps[^1].At)
            {
                node.Fault("This step lies before the one above it.", "Put the steps in order of time.");
            }
            var step = Step(node, at.Value);
            node.NoOthers();
            steps.Add(step);
        }
        root.NoOthers();
        return new(title, matter, parameters, form, materials, missing, checks, steps);
    }

    private static TimelineStep Step(PackNode node, DateTimeOffset at)
    {
        var commands = CommandReader.Read(node);
        return new(node, at, node.Child("by")?.Text() ?? "somebody", commands, node.Child("refused")?.Text(), Expect(node.Child("expect")), Answers(node.Child("checks")));
    }

    private static Expectation Expect(PackNode? node)
    {
        var expectation = new Expectation(
            node?.Child("phase")?.Text(),
            Map(node?.Child("items")),
            Map(node?.Child("rounds")),
            Map(node?.Child("tiers")),
            Map(node?.Child("lights")),
            Map(node?.Child("due")),
            Map(node?.Child("left")),
            Texts(node?.Child("provisional")),
            node?.Child("explains")?.Pairs().ToDictionary(p => p.Key, p => Texts(p.Node), StringComparer.Ordinal) ?? [],
            Map(node?.Child("reasons")),
            Map(node?.Child("form")),
            Texts(node?.Child("events")),
            Texts(node?.Child("not")),
            Texts(node?.Child("can")),
            Texts(node?.Child("cannot")),
            node?.Child("next")?.Text(),
            Map(node?.Child("early")),
            Map(node?.Child("exempted")),
            Map(node?.Child("meetings")),
            Map(node?.Child("checks")),
            Map(node?.Child("decides")),
            node?.Child("fee")?.Text());
        node?.NoOthers();
        return expectation;
    }

    private static IReadOnlyList<string> Texts(PackNode? node) => [.. node?.List().Select(n => n.Text()) ?? []];

    public static ImmutableSortedDictionary<string, string> Map(PackNode? node) =>
        node?.Pairs().ToImmutableSortedDictionary(p => p.Key, p => p.Node.Text(), StringComparer.Ordinal) ?? None;

    /// <summary>"upload", "promised", "missing", or "certificate NUMBER"; a version behind "upload" makes another file.</summary>
    public static ImmutableSortedDictionary<string, MaterialState> Materials(PackNode? node) =>
        node?.Pairs().ToImmutableSortedDictionary(p => p.Key, p => Material(p.Key, p.Node), StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, MaterialState>.Empty;

    public static MaterialState Material(string key, PackNode node)
    {
        var text = node.Text();
        if (text.StartsWith("upload", StringComparison.Ordinal))
        {
            return new(MaterialStatus.Provided, $"sha256-of-{key}-{text}", $"{key}.pdf", 1024, null, null, null);
        }
        if (text.StartsWith("certificate ", StringComparison.Ordinal))
        {
            return new(MaterialStatus.Provided, null, null, 0, "id-of-" + text[12..], text[12..], null);
        }
        if (text is not ("promised" or "awaited" or "missing"))
        {
            node.Fault($"'{text}' is no state of a material.", "Write upload, promised, awaited, missing or 'certificate NUMBER'.");
        }
        return new(text switch { "promised" => MaterialStatus.Promised, "awaited" => MaterialStatus.Awaited, _ => MaterialStatus.Missing }, null, null, 0, null, null, null);
    }

    /// <summary>By check: "passed", "failed 与某某近似", "unavailable 系统未应答".</summary>
    private static Dictionary<string, CheckAnswer> Answers(PackNode? node)
    {
        var answers = new Dictionary<string, CheckAnswer>(StringComparer.Ordinal);
        foreach (var (key, answer) in node?.Pairs() ?? [])
        {
            var (word, because) = answer.Text().Split(' ', 2) is [var first, var rest] ? (first, rest.Trim()) : (answer.Text(), "");
            if (!Enum.TryParse<CheckOutcome>(word, true, out var outcome) || (outcome != CheckOutcome.Passed && because.Length == 0))
            {
                answer.Fault($"'{answer.Text()}' is no answer of a check.", "Write passed, 'failed' with the reason behind it, or 'unavailable' with the reason.");
            }
            answers[key] = new(outcome, because);
        }
        return answers;
    }

    public static DateOnly Date(PackNode? node)
    {
        if (node is not null && DateOnly.TryParseExact(node.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }
        node?.Fault($"'{node.Text()}' is no date.", "Write 2022-08-16.");
        return default;
    }

    public static DateTimeOffset Instant(PackNode node)
    {
        var text = node.Text();
        if (DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return new(local, ChinaTime.Offset);
        }
        node.Fault($"'{text}' is no time.", "Write date and time in China: 2022-08-16 09:30.");
        return DateTimeOffset.UnixEpoch;
    }
}
