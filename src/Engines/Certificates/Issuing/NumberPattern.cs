using System.Globalization;
using System.Text;

namespace Zhuangjin.Certificates.Issuing;

/// <summary>How numbers of a type are written: literal text with {yyyy}, {division} and exactly one {seq:digits}. Each year, and each division where the pattern names it, has a series of its own from 1.</summary>
internal sealed class NumberPattern
{
    private readonly List<(string Literal, char Kind, int Digits)> _parts = [];

    private NumberPattern()
    {
    }

    /// <exception cref="FormatException">The pattern is not of this form; the message says what to write.</exception>
    public static NumberPattern Parse(string pattern)
    {
        var parsed = new NumberPattern();
        var rest = pattern.AsSpan();
        while (!rest.IsEmpty)
        {
            var open = rest.IndexOf('{');
            if (open != 0)
            {
                var literal = open < 0 ? rest : rest[..open];
                parsed._parts.Add((literal.ToString(), ' ', 0));
                rest = rest[literal.Length..];
                continue;
            }
            var close = rest.IndexOf('}');
            parsed._parts.Add(close < 0 ? throw Wrong(pattern) : Placeholder(rest[1..close], pattern));
            rest = rest[(close + 1)..];
        }
        return parsed._parts.Count(p => p.Kind == 's') == 1 && parsed._parts.Any(p => p.Kind == 'y') ? parsed : throw Wrong(pattern);
    }

    /// <summary>The name of the series that a number belongs to: two patterns that could give the same number share it.</summary>
    public string Series(int year, string division) => Write(year, division, null);

    public string Write(int year, string division, long sequence) => Write(year, division, (long?)sequence);

    private string Write(int year, string division, long? sequence)
    {
        var text = new StringBuilder();
        foreach (var (literal, kind, digits) in _parts)
        {
            text.Append(kind switch
            {
                'y' => year.ToString("0000", CultureInfo.InvariantCulture),
                'd' => division,
                's' => sequence?.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') ?? "#",
                _ => literal,
            });
        }
        return text.ToString();
    }

    private static (string Literal, char Kind, int Digits) Placeholder(ReadOnlySpan<char> name, string pattern) => name switch
    {
        "yyyy" => ("", 'y', 0),
        "division" => ("", 'd', 0),
        _ when name.StartsWith("seq:", StringComparison.Ordinal) && int.TryParse(name[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits is > 0 and <= 12 => ("", 's', digits),
        _ => throw Wrong(pattern),
    };

    private static FormatException Wrong(string pattern) =>
        new($"'{pattern}' is no number pattern; write text with {{yyyy}}, {{division}} and one {{seq:7}} (7 digits).");
}
