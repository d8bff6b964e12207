using System.Globalization;
using System.Text;

namespace Zhuangjin.Certificates.Issuing;

/// <summary>The one spelling of a JSON value (RFC 8785): members sorted by their UTF-16 units, no blanks, only the necessary escapes. Numbers are whole.</summary>
internal static class CanonicalJson
{
    /// <summary>Refuses half surrogates instead of replacing them: what is signed must be what was meant.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="value">Text, whole number, list of values, or members by name. Members without a value are left out.</param>
    public static byte[] Write(object value)
    {
        var text = new StringBuilder(1024);
        Append(text, value);
        return Strict.GetBytes(text.ToString());
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
                foreach (var (item, index) in list.Select((item, index) => (item, index)))
                {
                    text.Append(index == 0 ? "" : ",");
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
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
