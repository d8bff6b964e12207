using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Zhuangjin.Scenarios.CityManagement.Open311;

/// <summary>An answer of GeoReport v2 before it is written: a list of things, each with named values; a value is a text, a number, a flag, null, or a list of things again.</summary>
/// <param name="Root">Name of the list in XML: "services".</param>
/// <param name="One">Name of an entry in XML: "service".</param>
internal sealed record GeoList(string Root, string One, IReadOnlyList<GeoThing> Things);

/// <summary>Names and values, in order.</summary>
internal sealed record GeoThing(IReadOnlyList<(string Name, object? Value)> Values);

/// <summary>What the standard calls an error: a code of HTTP and words.</summary>
internal sealed class GeoReportException(int status, string description) : Exception(description)
{
    public int Status { get; } = status;
}

/// <summary>Writes answers of Open311 GeoReport v2 in its two formats. XML is the one that every server must speak; JSON is the same without the outermost name.</summary>
internal static class GeoReport
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static GeoList Errors(int status, string description) =>
        new("errors", "error", [new([("code", status), ("description", description)])]);

    /// <summary>An instant as the standard wants it: with its zone.</summary>
    public static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static byte[] Json(GeoList list)
    {
        using var into = new MemoryStream();
        using (var json = new Utf8JsonWriter(into, Plain))
        {
            // A service definition is one object; everything else is a list.
            if (list.Root == "service_definition")
            {
                Write(json, list.Things[0]);
            }
            else
            {
                Write(json, list);
            }
        }
        return into.ToArray();
    }

    public static byte[] Xml(GeoList list)
    {
        using var into = new MemoryStream();
        using (var xml = XmlWriter.Create(into, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartDocument();
            if (list.Root == "service_definition")
            {
                Write(xml, list.Root, list.Things[0]);
            }
            else
            {
                Write(xml, list);
            }
        }
        return into.ToArray();
    }

    private static void Write(Utf8JsonWriter json, GeoList list)
    {
        json.WriteStartArray();
        foreach (var thing in list.Things)
        {
            Write(json, thing);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, GeoThing thing)
    {
        json.WriteStartObject();
        foreach (var (name, value) in thing.Values)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case GeoList list: Write(json, list); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                case int number: json.WriteNumberValue(number); break;
                case double number: json.WriteNumberValue(number); break;
                case null: json.WriteNullValue(); break;
                default: json.WriteStringValue(value.ToString()); break;
            }
        }
        json.WriteEndObject();
    }

    private static void Write(XmlWriter xml, GeoList list)
    {
        xml.WriteStartElement(list.Root);
        foreach (var thing in list.Things)
        {
            Write(xml, list.One, thing);
        }
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, GeoThing thing)
    {
        xml.WriteStartElement(name);
        foreach (var (key, value) in thing.Values)
        {
            if (value is GeoList list)
            {
                Write(xml, list);
                continue;
            }
            xml.WriteElementString(key, value switch
            {
                null => "",
                bool flag => flag ? "true" : "false",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => Valid(value.ToString()!),
            });
        }
        xml.WriteEndElement();
    }

    /// <summary>XML 1.0 has no way at all to write some characters that a phone may send.</summary>
    private static string Valid(string text) => text.All(XmlConvert.IsXmlChar) ? text : new string([.. text.Where(XmlConvert.IsXmlChar)]);
}
