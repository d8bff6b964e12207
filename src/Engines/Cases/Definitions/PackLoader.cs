using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Definitions;

/// <summary>A pack as it was read: usable when it has no errors.</summary>
/// <param name="Parameters">Values that a deployment may set, of all matters.</param>
internal sealed record PackLoadResult(string Key, LocalText Title, IReadOnlyList<CompiledMatter> Matters, IReadOnlyList<PackError> Errors)
{
    public bool IsValid => Errors.Count == 0;
}

/// <summary>Reads a pack: pack.yaml and the matters that it lists. Tells everything that is wrong at once, with file, line, column and remedy.</summary>
internal static class PackLoader
{
    public const string Main = "pack.yaml";

    /// <param name="parameters">Values of the deployment; what it does not set keeps the pack's default.</param>
    public static PackLoadResult Load(IPackFiles files, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var reading = new PackReading();
        var none = new PackLoadResult("", new(""), [], reading.Errors);
        if (files.Read(Main) is not { } text)
        {
            reading.Add(Main, 1, 1, $"The folder {files.Name} has no {Main}.", "Give the folder of a pack, or begin one: docs/guides/write-a-scenario.md.");
            return none;
        }
        if (PackNode.Open(reading, Main, text) is not { } root)
        {
            return none;
        }
        var key = root.Need("pack", "my-service")?.Text() ?? "";
        var version = root.Need("version", "2022.8")?.Text() ?? "";
        var title = root.Need("title", "{zh: …, en: …}")?.Words() ?? new("");
        _ = root.Child("source")?.Text();
        var outline = new PackOutline(
            [.. root.Child("sources")?.List().Select(n => n.Text()) ?? []],
            root.Child("certificates")?.List().Select(n => n.Text()).ToImmutableHashSet() ?? [],
            root.Child("checks")?.List().Select(n => n.Text()).ToImmutableHashSet() ?? []);
        var matters = root.Need("matters", "[matters/my-service.yaml]")?.List().Select(n => (Node: n, Path: n.Text())).ToList() ?? [];
        root.NoOthers();

        var unused = new HashSet<string>(parameters?.Keys ?? [], StringComparer.Ordinal);
        var loaded = new List<LoadedMatter>();
        foreach (var (node, path) in matters)
        {
            if (files.Read(path) is not { } body)
            {
                var near = Nearest.Of(path, files.Paths);
                node.Fault($"There is no file '{path}'.", near is null ? "Name a file of this folder." : $"Did you mean '{near}'?");
                continue;
            }
            if (MatterReader.Read(reading, path, body, version, text, parameters, unused, files) is { } matter)
            {
                loaded.Add(matter);
            }
        }
        foreach (var name in unused.Order(StringComparer.Ordinal))
        {
            reading.Add(Main, 1, 1, $"No matter has a parameter '{name}'.", "Take it out of the settings, or declare it under 'parameters:' of a matter.");
        }
        foreach (var twice in loaded.GroupBy(m => m.Matter.Key, StringComparer.Ordinal).Where(g => g.Count() > 1).SelectMany(g => g.Skip(1)))
        {
            reading.Add(twice.File, 1, 1, $"There is another matter '{twice.Matter.Key}' in this pack.", "Give each matter a key of its own.");
        }
        foreach (var matter in loaded)
        {
            MatterCheck.Check(matter, outline, loaded);
        }
        reading.Errors.Sort((a, b) => (string.CompareOrdinal(a.File, b.File), a.Line.CompareTo(b.Line), a.Column.CompareTo(b.Column)) switch { ( not 0 and var f, _, _) => f, (_, not 0 and var l, _) => l, var (_, _, c) => c });
        return new(key, title, reading.Errors.Count > 0 ? [] : [.. loaded.Select(m => CompiledMatter.Of(m.Matter))], reading.Errors);
    }

    /// <summary>Lower-case hexadecimal SHA-256 over what the matter's meaning rests on.</summary>
    public static string Hash(string pack, string matter, IEnumerable<KeyValuePair<string, string>> parameters, IEnumerable<DecisionTable>? decisions = null)
    {
        var whole = new StringBuilder(pack.ReplaceLineEndings("\n")).Append('\0').Append(matter.ReplaceLineEndings("\n"));
        foreach (var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            whole.Append('\0').Append(name).Append('=').Append(value);
        }
        foreach (var table in decisions ?? [])
        {
            // What the table says counts, not how its file is encoded.
            whole.Append('\0').Append(table.Key).Append('\0').Append(Decisions.CsvText.Join(table.Rows.Select(r => r.Cells.AsEnumerable()).Prepend(table.Columns), "\n"));
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole.ToString())));
    }
}

/// <summary>What pack.yaml declares for all its matters.</summary>
/// <param name="Sources">Names of prefill sources.</param>
/// <param name="Certificates">Types of certificates that other matters give.</param>
/// <param name="Checks">Names of ports that answer checks.</param>
internal sealed record PackOutline(ImmutableHashSet<string> Sources, ImmutableHashSet<string> Certificates, ImmutableHashSet<string> Checks);

/// <summary>A matter as read, with the places from which its parts came.</summary>
internal sealed record LoadedMatter(string File, Matter Matter, PackNode Root, IReadOnlyDictionary<string, PackNode> Places);
