using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Zhuangjin.Evidence.Entries;

/// <summary>The one spelling of a JSON value (RFC 8785): members sorted, no blanks, only the necessary escapes. Numbers are whole.</summary>
internal static class CanonicalJson
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
}
