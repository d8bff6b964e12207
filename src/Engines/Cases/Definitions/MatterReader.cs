using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads the file of one matter into its definition. What it means is checked afterwards by <see cref="MatterCheck"/>.</summary>
internal static class MatterReader
{
    private static readonly LocalText Empty = new("");

    /// <param name="unused">Parameters of the deployment that no matter has used so far.</param>
    public static LoadedMatter? Read(PackReading reading, string file, string text, string version, string pack, IReadOnlyDictionary<string, string>? settings, HashSet<string> unused, IPackFiles files)
    {
        reading.Parameters = ImmutableDictionary<string, string>.Empty;
        if (PackNode.Open(reading, file, text) is not { } root)
        {
            return null;
        }
        var parameters = Parameters(root, settings, unused);
        reading.Parameters = parameters;
        var places = new Dictionary<string, PackNode>(StringComparer.Ordinal) { [""] = root };
        var subject = root.Child("subject");
        var form = FormReader.Read(root.Child("form"), places);
        var decisions = DecisionReader.Read(reading, root.Child("decisions"), files, form, places);
        var matter = new Matter
        {
            Key = root.Need("matter", "my-service")?.Text() ?? "",
            Version = version,
            Hash = PackLoader.Hash(pack, text, parameters, decisions),
            Title = root.Need("title", "{zh: …, en: …}")?.Words() ?? Empty,
            Summary = root.Need("summary", "{zh: …, en: …}")?.Words() ?? Empty,
            Audience = root.Need("audience", "{zh: …, en: …}")?.Words() ?? Empty,
            Office = root.Need("office", "approval-office")?.Text() ?? "",
            BeginsAt = root.Child("begins_at")?.Text(),
            Basis = PartReader.Basis(root.Child("basis")),
            Fee = PartReader.Fee(root.Child("fee")),
            Parameters = parameters.ToImmutableSortedDictionary(StringComparer.Ordinal),
            SubjectSource = subject?.Child("source")?.Text(),
            SubjectField = subject?.Child("field")?.Text(),
            DivisionField = subject?.Child("division")?.Text(),
            Form = form,
            Decisions = decisions,
            Materials = PartReader.Materials(root.Child("materials"), places),
            Clocks = PartReader.Clocks(root.Child("clocks"), places),
            Steps = FlowReader.Read(root.Need("flow", "[{step: accept, title: …, items: {…}}]"), places),
            Issue = PartReader.Issue(root.Child("issue"), places),
            Exemptions = ExemptionReader.Read(root.Child("exemptions"), places),
            Simulation = Simulation(root.Child("simulate"), places),
            Coordination = CoordinationReader.Read(root.Child("coordination"), places),
            Announcements = LifeReader.Announcements(root.Child("announcements"), places),
            Voids = LifeReader.Voids(root.Child("voids"), places),
            Remedies = LifeReader.Remedies(root.Child("remedies")),
            Published = [.. root.Child("publish")?.List().Select(n => n.Text()) ?? []],
        };
        subject?.NoOthers();
        Keep(places, "subject", subject);
        Keep(places, "publish", root.Child("publish"));
        Keep(places, "begins_at", root.Child("begins_at"));
        Keep(places, "fee", root.Child("fee"));
        Keep(places, "matter", root.Child("matter"));
        root.NoOthers();
        return new(file, matter, root, places);
    }

    private static SimulationRule? Simulation(PackNode? node, Dictionary<string, PackNode> places)
    {
        if (node is null)
        {
            return null;
        }
        places["simulate"] = node;
        var rule = new SimulationRule([.. node.Need("lacking", "[land_deed]")?.List().Select(n => n.Text()) ?? []]);
        node.NoOthers();
        return rule;
    }

    private static void Keep(Dictionary<string, PackNode> places, string name, PackNode? node)
    {
        if (node is not null)
        {
            places[name] = node;
        }
    }

    private static Dictionary<string, string> Parameters(PackNode root, IReadOnlyDictionary<string, string>? settings, HashSet<string> unused)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in root.Child("parameters")?.Entries() ?? [])
        {
            var chosen = node.Need("default", "4d")?.Text() ?? "";
            var allowed = node.Child("one_of")?.List().Select(n => n.Text()).ToList();
            _ = node.Child("title")?.Words();
            node.NoOthers();
            if (settings?.TryGetValue(name, out var set) == true)
            {
                chosen = set;
                unused.Remove(name);
            }
            if (allowed is not null && !allowed.Contains(chosen))
            {
                node.Fault($"'{chosen}' is no value of this parameter.", $"Choose of: {string.Join(", ", allowed)}.");
            }
            values[name] = chosen;
        }
        return values;
    }
}
