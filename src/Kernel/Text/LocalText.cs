namespace Zhuangjin.Kernel.Text;

/// <summary>A short text in several languages, as packs and organisations carry it. Keys are BCP 47 tags ("zh", "en").</summary>
/// <remarks>Chinese is the language of record: every text has "zh"; a missing language falls back to it.</remarks>
public sealed record LocalText
{
    private readonly SortedDictionary<string, string> _values;

    public LocalText(string zh, string? en = null)
    {
        _values = new(StringComparer.Ordinal) { ["zh"] = zh };
        if (en is not null)
        {
            _values["en"] = en;
        }
    }

    public LocalText(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = new(StringComparer.Ordinal);
        foreach (var (language, text) in values)
        {
            _values[language] = text;
        }
        if (!_values.ContainsKey("zh"))
        {
            throw new ArgumentException("A text needs its Chinese form (key 'zh').", nameof(values));
        }
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    public string In(string language) => _values.TryGetValue(language, out var text) ? text : _values["zh"];

    public override string ToString() => _values["zh"];

    public bool Equals(LocalText? other) => other is not null && _values.SequenceEqual(other._values);

    public override int GetHashCode() => _values["zh"].GetHashCode(StringComparison.Ordinal);
}
