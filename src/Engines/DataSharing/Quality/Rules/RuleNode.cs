using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Zhuangjin.DataSharing.Quality.Rules;

/// <summary>A map of a file of rules that notes what is wrong with itself, and remembers which of its keys were asked for.</summary>
internal sealed class RuleNode(YamlMappingNode map, List<RuleFault> faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public List<RuleFault> Faults => faults;

    public bool Has(string key) => Child(key) is not null;

    public string? Text(string key, bool needed)
    {
        switch (Child(key))
        {
            case YamlScalarNode { Value: { Length: > 0 } value }:
                return value;
            case null:
                if (needed)
                {
                    faults.Add(new((int)map.Start.Line, $"'{key}' is missing.", $"Write {key}: …"));
                }
                return null;
            default:
                Fault(key, $"'{key}' is no text.", "Write one value.");
                return null;
        }
    }

    public ImmutableArray<string> Texts(string key)
    {
        if (Child(key) is YamlSequenceNode list && list.All(n => n is YamlScalarNode { Value.Length: > 0 }) && list.Any())
        {
            return [.. list.Select(n => ((YamlScalarNode)n).Value!)];
        }
        if (Child(key) is YamlScalarNode { Value: { Length: > 0 } one })
        {
            return [one];
        }
        Fault(key, $"'{key}' is no list of texts.", "Write [a, b].");
        return [];
    }

    public double? Number(string key, bool needed = false)
    {
        if (Text(key, needed) is not { } text)
        {
            return null;
        }
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        Fault(key, $"'{text}' is no number.", "Write digits, with a point for decimals.");
        return null;
    }

    public DateOnly? Day(string key)
    {
        if (Text(key, needed: false) is not { } text)
        {
            return null;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }
        Fault(key, $"'{text}' is no date.", "Write 2022-08-16.");
        return null;
    }

    public T OneOf<T>(string key, IReadOnlyList<T> values)
        where T : struct, Enum
    {
        if (Text(key, needed: true) is { } text)
        {
            foreach (var value in values)
            {
                if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
            Fault(key, $"'{text}' is not known here.", $"Choose among {string.Join(", ", values.Select(v => v.ToString().ToLowerInvariant()))}.");
        }
        return default;
    }

    public IEnumerable<RuleNode> List(string key)
    {
        if (Child(key) is not YamlSequenceNode list)
        {
            Fault(key, $"'{key}' is no list.", "Write one entry below the other, each after '- '.");
            yield break;
        }
        foreach (var node in list)
        {
            if (node is YamlMappingNode inner)
            {
                yield return new(inner, faults);
            }
            else
            {
                faults.Add(new((int)node.Start.Line, "This is no rule.", "Write {id: R01, dim: completeness, item: name, check: present}."));
            }
        }
    }

    public RuleNode? Map(string key) => Child(key) is YamlMappingNode inner ? new(inner, faults) : null;

    public void Fault(string key, string message, string remedy) => faults.Add(new((int)(Child(key)?.Start.Line ?? map.Start.Line), message, remedy));

    /// <summary>Notes each key that was not asked for.</summary>
    public void NoOthers()
    {
        foreach (var key in map.Children.Keys.OfType<YamlScalarNode>().Where(k => !_asked.Contains(k.Value ?? "")))
        {
            faults.Add(new((int)key.Start.Line, $"Nobody knows the key '{key.Value}' here.", "Take it out, or correct its spelling."));
        }
    }

    private YamlNode? Child(string key)
    {
        _asked.Add(key);
        return map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
    }
}
