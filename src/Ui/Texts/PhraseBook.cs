using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Zhuangjin.Ui.Texts;

/// <summary>All texts of all modules, by language. Adding a language is adding its files.</summary>
public sealed class PhraseBook
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _languages;

    /// <param name="assemblies">Assemblies with embedded resources named *.i18n.{language}.json.</param>
    public PhraseBook(IEnumerable<Assembly> assemblies)
    {
        var languages = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var assembly in assemblies.Distinct())
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(r => r.Contains("i18n", StringComparison.Ordinal) && r.EndsWith(".json", StringComparison.Ordinal)))
            {
                var language = Path.GetFileNameWithoutExtension(resource).Split('.', '/')[^1];
                using var stream = assembly.GetManifestResourceStream(resource)!;
                var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
                var into = languages.TryGetValue(language, out var known) ? known : languages[language] = new(StringComparer.Ordinal);
                foreach (var (key, text) in texts)
                {
                    if (!into.TryAdd(key, text))
                    {
                        throw new InvalidDataException($"The text '{key}' ({language}) stands twice; the second time in {resource} of {assembly.GetName().Name}.");
                    }
                }
            }
        }
        _languages = languages.ToFrozenDictionary(l => l.Key, l => l.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> Languages => _languages.Keys;

    public IReadOnlyDictionary<string, string> Of(string language) => _languages[language];

    public bool Has(string language, string key) => _languages.TryGetValue(language, out var texts) && texts.ContainsKey(key);

    public string Say(string language, string key, ReadOnlySpan<object?> args)
    {
        if ((_languages.TryGetValue(language, out var texts) && texts.TryGetValue(key, out var text)) || (_languages.TryGetValue("zh", out texts) && texts.TryGetValue(key, out text)))
        {
            return args.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, args);
        }
        return key;
    }

    public Phrases In(string language) => new(this, _languages.ContainsKey(language) ? language : "zh");
}
