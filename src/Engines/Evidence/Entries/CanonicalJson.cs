using System.Text;

namespace Zhuangjin.Evidence.Entries;

/// <summary>The one spelling of a JSON value (RFC 8785): members sorted, no blanks, only the necessary escapes. Numbers are whole.</summary>
internal static class CanonicalJson
{
    public static byte[] Write(SortedDictionary<string, object> members)
    {
        var text = new StringBuilder(512);
        Append(text, members);
        return Strict.GetBytes(text.ToString());
    }

    /// <summary>Refuses half surrogates instead of replacing them: what was signed must be what was meant.</summary>
    public static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static void Append(StringBuilder text, object value)
    {
        switch (value)
        {
            case string s:
                AppendText(text, s);
                break;
            case long n:
                text.Append(n);
                break;
            case SortedDictionary<string, object> members when members.Comparer == StringComparer.Ordinal:
                var separator = '{';
                foreach (var (name, member) in members)
                {
                    text.Append(separator);
                    AppendText(text, name);
                    text.Append(':');
                    Append(text, member);
                    separator = ',';
                }
                text.Append(separator == '{' ? "{}" : "}");
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} has no canonical form here.", nameof(value));
        }
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u00").Append(((int)c).ToString("x2")),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
