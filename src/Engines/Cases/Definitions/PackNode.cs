using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Collects what is wrong with a pack while it is read, so that all of it is told at once.</summary>
internal sealed class PackReading
{
    public List<PackError> Errors { get; } = [];

    /// <summary>Values of the parameters of the file being read.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public void Add(string file, int line, int column, string message, string remedy) => Errors.Add(new(file, line, column, message, remedy));
}

/// <summary>A place of a YAML file that says what is wrong with itself. Reading never throws: a wrong value is noted and a harmless one given.</summary>
internal sealed partial class PackNode(PackReading reading, string file, YamlNode node, string path)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>File and line, for messages.</summary>
    public string Position => $"{file}:{node.Start.Line}";

    public bool IsMap => node is YamlMappingNode;

    public bool IsList => node is YamlSequenceNode;

    public bool IsScalar => node is YamlScalarNode;

    /// <summary>Reads a file; null with an error when it is no YAML.</summary>
    public static PackNode? Open(PackReading reading, string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
            {
                return new(reading, file, root, "");
            }
            reading.Add(file, 1, 1, "The file holds no map of keys and values.", "Begin with a key, for example 'title: …'.");
        }
        catch (YamlException fault)
        {
            reading.Add(file, (int)fault.Start.Line, (int)fault.Start.Column, $"This is no well-formed YAML: {fault.InnerException?.Message ?? fault.Message}", "Check indentation, quotes and brackets at this place; each key stands once in its map.");
        }
        catch (InvalidOperationException)
        {
            // The scanner stops like this, without a place, where the file ends inside a bracket.
            reading.Add(file, text.TrimEnd().Count(c => c == '\n') + 1, 1, "This is no well-formed YAML: the file ends inside a bracket.", "Close the [ or { that was opened above.");
        }
        return null;
    }

    public void Fault(string message, string remedy) => FaultAt(0, message, remedy);

    /// <param name="offset">Characters into a plain text where the fault is.</param>
    public void FaultAt(int offset, string message, string remedy) =>
        reading.Add(file, (int)node.Start.Line, (int)node.Start.Column + offset + (node is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } && offset > 0 ? 1 : 0), path.Length == 0 ? message : $"{path}: {message}", remedy);

    public bool Has(string key) => Child(key) is not null;

    /// <summary>The child, or null when there is none. Asking makes the key a known one.</summary>
    public PackNode? Child(string key)
    {
        _known.Add(key);
        return node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? new(reading, file, child, Join(key)) : null;
    }

    /// <summary>The child; a missing one is a fault.</summary>
    public PackNode? Need(string key, string example)
    {
        var child = Child(key);
        if (child is null)
        {
            Fault($"'{key}' is missing.", $"Add '{key}: {example}'.");
        }
        return child;
    }

    /// <summary>The children of a map in their order; the keys must look like names.</summary>
    public IEnumerable<(string Key, PackNode Node)> Entries()
    {
        if (node is not YamlMappingNode map)
        {
            Fault("Here a map of keys and values is needed.", "Write 'key: value' lines, indented by two spaces.");
            yield break;
        }
        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            var child = new PackNode(reading, file, value, Join(name));
            if (!Name().IsMatch(name))
            {
                new PackNode(reading, file, key, path).Fault($"'{name}' cannot be a key.", "Use small letters, digits and '_', beginning with a letter: land_deed.");
                continue;
            }
            yield return (name, child);
        }
    }

    /// <summary>The children of a map, whatever their keys look like.</summary>
    public IEnumerable<(string Key, PackNode Node)> Pairs()
    {
        if (node is not YamlMappingNode map)
        {
            Fault("Here a map of keys and values is needed.", "Write {key: value}.");
            return [];
        }
        return map.Children.Select(c => (Key: (c.Key as YamlScalarNode)?.Value ?? "", Node: c.Value)).Select(c => (c.Key, new PackNode(reading, file, c.Node, Join(c.Key))));
    }

    public IEnumerable<PackNode> List()
    {
        if (node is not YamlSequenceNode list)
        {
            Fault("Here a list is needed.", "Write [one, two], or lines beginning with '- '.");
            return [];
        }
        return list.Children.Select((c, i) => new PackNode(reading, file, c, $"{path}[{i + 1}]"));
    }

    /// <summary>Names every key that nobody asked for. Called when all keys have been read.</summary>
    public void NoOthers()
    {
        if (node is not YamlMappingNode map)
        {
            Fault("Here a map of keys and values is needed.", "Write {key: value}.");
            return;
        }
        foreach (var key in map.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!_known.Contains(name))
            {
                var near = Nearest.Of(name, _known);
                new PackNode(reading, file, key, path).Fault($"There is no key '{name}' here.", near is null ? $"Known keys: {string.Join(", ", _known.Order(StringComparer.Ordinal))}." : $"Did you mean '{near}'?");
            }
        }
    }

    /// <summary>The text with ${parameters} filled in; "" with a fault when this is no plain value.</summary>
    public string Text()
    {
        if (node is not YamlScalarNode { Value: { } raw })
        {
            Fault("Here a plain text is needed.", "Write the value behind the colon.");
            return "";
        }
        return Parameter().Replace(raw, match =>
        {
            var name = match.Groups["name"].Value;
            if (reading.Parameters.TryGetValue(name, out var value))
            {
                return value;
            }
            var near = Nearest.Of(name, reading.Parameters.Keys);
            Fault($"There is no parameter '{name}'.", near is null ? "Declare it under 'parameters:' of this matter." : $"Did you mean '${{{near}}}'?");
            return "";
        });
    }

    /// <summary>A text in several languages: plain Chinese, or {zh: …, en: …}.</summary>
    public LocalText Words()
    {
        if (node is YamlScalarNode)
        {
            return new(Text());
        }
        if (node is not YamlMappingNode map)
        {
            Fault("Here a text is needed.", "Write the Chinese text, or {zh: …, en: …}.");
            return new("");
        }
        var values = map.Children.Keys.Select(k => ((YamlScalarNode)k).Value!).ToDictionary(k => k, k => Child(k)!.Text(), StringComparer.Ordinal);
        foreach (var language in values.Keys.Where(k => !Language().IsMatch(k)))
        {
            Fault($"'{language}' is no language.", "Use tags such as zh, en, za.");
        }
        if (!values.ContainsKey("zh"))
        {
            Fault("The Chinese text is missing; Chinese is the language of record.", "Add 'zh: …'.");
            values["zh"] = "";
        }
        return new(values);
    }

    public Limit Limit()
    {
        var text = Text();
        if (Kernel.Time.Limit.TryParse(text, out var limit))
        {
            return limit;
        }
        Fault($"'{text}' is no time limit.", "Write 5wd for working days, 4d for calendar days, 48h for hours.");
        return new(1, TimeBasis.CalendarDay);
    }

    public int Integer(int least, int most)
    {
        var text = Text();
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }
        Fault($"'{text}' is no whole number from {least} to {most}.", $"Write a number, for example {least}.");
        return least;
    }

    public decimal Number()
    {
        var text = Text();
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        Fault($"'{text}' is no number.", "Write digits with a point: 1200 or 0.5.");
        return 0;
    }

    public bool Flag()
    {
        var text = Text();
        if (text is not ("true" or "false"))
        {
            Fault($"'{text}' is neither true nor false.", "Write true or false.");
        }
        return text == "true";
    }

    /// <summary>One of the known words.</summary>
    public T OneOf<T>(IReadOnlyDictionary<string, T> words)
    {
        var text = Text();
        if (words.TryGetValue(text, out var value))
        {
            return value;
        }
        var near = Nearest.Of(text, words.Keys);
        Fault($"'{text}' is not known here.", (near is null ? "" : $"Did you mean '{near}'? ") + $"Choose of: {string.Join(", ", words.Keys)}.");
        return words.Values.First();
    }

    public string OneOf(IEnumerable<string> words) => OneOf(words.ToDictionary(w => w, w => w, StringComparer.Ordinal));

    private string Join(string key) => path.Length == 0 ? key : $"{path}.{key}";

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\$\{(?<name>[a-z0-9_]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Language();
}
