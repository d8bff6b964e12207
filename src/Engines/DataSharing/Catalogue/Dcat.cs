using System.Text.Json;
using System.Text.Json.Nodes;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>Descriptions as DCAT-AP 3 in JSON-LD, for portals that harvest, and back again. What DCAT has no word for stands under the platform's own prefix "zj".</summary>
internal sealed class Dcat(IOrganisations organisations, Uri site)
{
    private const string Own = "https://zhuangjin.example/ns#";

    public string Write(IEnumerable<CatalogueEntry> entries)
    {
        var datasets = new JsonArray();
        foreach (var entry in entries)
        {
            datasets.Add((JsonNode)Dataset(entry));
        }
        return new JsonObject
        {
            ["@context"] = new JsonObject
            {
                ["dcat"] = "http://www.w3.org/ns/dcat#",
                ["dct"] = "http://purl.org/dc/terms/",
                ["foaf"] = "http://xmlns.com/foaf/0.1/",
                ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
                ["zj"] = Own,
            },
            ["@id"] = Address("/catalogue"),
            ["@type"] = "dcat:Catalog",
            ["dcat:dataset"] = datasets,
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is no catalogue of this kind; the message says what is missing.</exception>
    public static IReadOnlyList<Description> Read(string jsonLd)
    {
        try
        {
            using var document = JsonDocument.Parse(jsonLd);
            return [.. document.RootElement.GetProperty("dcat:dataset").EnumerateArray().Select(d => DescriptionDocument.Read(d.GetProperty("zj:description").GetRawText()) is var own
                // The words of DCAT are what other portals change; they count before our own.
                ? own with { Title = Texts(d, "dct:title") ?? own.Title, Summary = Texts(d, "dct:description") ?? own.Summary }
                : own)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("This is no DCAT catalogue of this platform: " + e.Message, e);
        }
    }

    private JsonObject Dataset(CatalogueEntry entry)
    {
        var d = entry.Description;
        var dataset = new JsonObject
        {
            ["@id"] = Address("/catalogue/" + d.Code),
            ["@type"] = "dcat:Dataset",
            ["dct:identifier"] = d.Code,
            ["dct:title"] = Texts(d.Title),
            ["dct:description"] = Texts(d.Summary),
            ["dct:publisher"] = new JsonObject { ["@type"] = "foaf:Agent", ["foaf:name"] = organisations.Find(d.ProviderId)?.Name.In("zh") ?? d.ProviderId },
            ["dct:accrualPeriodicity"] = new JsonObject { ["@id"] = "http://publications.europa.eu/resource/authority/frequency/" + Frequency(d.Cycle) },
            ["dct:accessRights"] = new JsonObject { ["@id"] = "http://publications.europa.eu/resource/authority/access-right/" + (d.Open ? "PUBLIC" : d.Sharing == SharingClass.Withheld ? "NON_PUBLIC" : "RESTRICTED") },
            ["dcat:keyword"] = new JsonArray([.. d.Keywords.Select(k => (JsonNode)new JsonObject { ["@value"] = k, ["@language"] = "zh" })]),
            ["zj:description"] = JsonNode.Parse(DescriptionDocument.Write(d)),
        };
        if (d.Origin is { } origin)
        {
            dataset["dcat:landingPage"] = new JsonObject { ["@id"] = origin.Address };
            dataset["dct:license"] = origin.LicenceAddress is { } licence ? new JsonObject { ["@id"] = licence } : origin.Licence;
            dataset["dcat:distribution"] = new JsonArray([.. origin.Files.Select(f => (JsonNode)new JsonObject
            {
                ["@type"] = "dcat:Distribution", ["dct:title"] = f.Name, ["dct:format"] = f.Format, ["dcat:downloadURL"] = new JsonObject { ["@id"] = f.Address },
            })]);
        }
        if (entry.At is { } at)
        {
            dataset["dct:modified"] = new JsonObject { ["@value"] = at.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture), ["@type"] = "xsd:dateTime" };
            dataset["dcat:version"] = $"{entry.Latest}";
        }
        return dataset;
    }

    private string Address(string path) => site.AbsoluteUri.TrimEnd('/') + path;

    private static JsonArray Texts(LocalText text) => new([.. text.Values.Select(v => (JsonNode)new JsonObject { ["@value"] = v.Value, ["@language"] = v.Key })]);

    private static LocalText? Texts(JsonElement dataset, string name) => dataset.TryGetProperty(name, out var values)
        ? new(values.EnumerateArray().Select(v => KeyValuePair.Create(v.GetProperty("@language").GetString()!, v.GetProperty("@value").GetString()!)))
        : null;

    private static string Frequency(UpdateCycle cycle) => cycle switch
    {
        UpdateCycle.RealTime => "UPDATE_CONT",
        UpdateCycle.Daily => "DAILY",
        UpdateCycle.Weekly => "WEEKLY",
        UpdateCycle.Monthly => "MONTHLY",
        UpdateCycle.Quarterly => "QUARTERLY",
        UpdateCycle.Yearly => "ANNUAL",
        _ => "IRREG",
    };
}
