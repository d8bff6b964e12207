using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Zhuangjin.Kernel.Text;

/// <summary>The one spelling of a JSON value (RFC 8785): members sorted by their UTF-16 units, no blanks, only the necessary escapes. Numbers are whole. What is digested and signed is written so.</summary>
public static class CanonicalJson
{
    private const int MostKept = 16_384;

    /// <summary>Refuses half surrogates instead of replacing them: what was signed must be what was meant.</summary>
    public static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    [ThreadStatic]
    private static StringBuilder? _text;

    /// <summary>An empty text to write into; this thread writes no other until <see cref="End"/>.</summary>
    public static StringBuilder Begin() => (_text ??= new(512)).Clear();

    /// <summary>The bytes of what was written.</summary>
    public static byte[] End(StringBuilder text)
    {
        if (text.Capacity > MostKept)
        {
            _text = null;
        }
        return Strict.GetBytes(text.ToString());
    }

    /// <param name="value">Text, whole number (long), list of values, or members by name. Members without a value are left out.</param>
    /// <exception cref="ArgumentException">A value of another kind, or a text with half a surrogate.</exception>
    public static byte[] Write(object value)
    {
        var text = Begin();
        Append(text, value);
        return End(text);
    }

    /// <summary>Writes an object of texts.</summary>
    public static void AppendTexts(StringBuilder text, ImmutableSortedDictionary<string, string> members)
    {
        var separator = '{';
        foreach (var (name, member) in members.WithComparers(StringComparer.Ordinal))
        {
            AppendText(text.Append(separator), name);
            AppendText(text.Append(':'), member);
            separator = ',';
        }
        text.Append(separator == '{' ? "{}" : "}");
    }

    /// <summary>Writes a text with its quotation marks.</summary>
    public static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        var rest = value.AsSpan();
        for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
        {
            text.Append(rest[..at]);
            _ = rest[at] switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                var c => text.Append("\\u00").Append(((int)c).ToString("x2")),
            };
            rest = rest[(at + 1)..];
        }
        text.Append(rest).Append('"');
    }

    private static void Append(StringBuilder text, object value)
    {
        switch (value)
        {
            case string s:
                AppendText(text, s);
                break;
            case long n:
                text.Append(n.ToString(CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> members:
                AppendMembers(text, members);
                break;
            case IEnumerable<object> list:
                text.Append('[');
                var index = 0;
                foreach (var item in list)
                {
                    text.Append(index++ == 0 ? "" : ",");
                    Append(text, item);
                }
                text.Append(']');
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} has no canonical form here.", nameof(value));
        }
    }

    private static void AppendMembers(StringBuilder text, IReadOnlyDictionary<string, object?> members)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, member) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (member is null)
            {
                continue;
            }
            text.Append(first ? "" : ",");
            first = false;
            AppendText(text, name);
            text.Append(':');
            Append(text, member);
        }
        text.Append('}');
    }
}
