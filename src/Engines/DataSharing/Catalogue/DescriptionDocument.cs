using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>The one spelling of a description as canonical JSON: what is stored, hashed and pinned.</summary>
internal static class DescriptionDocument
{
    public static string Write(Description d) => Encoding.UTF8.GetString(CanonicalJson.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["code"] = d.Code,
        ["title"] = Text(d.Title),
        ["summary"] = Text(d.Summary),
        ["provider"] = d.ProviderId,
        ["sharing"] = d.Sharing.ToString(),
        ["basis"] = d.Basis,
        ["methods"] = d.Methods.ToArray<object>(),
        ["cycle"] = d.Cycle.ToString(),
        ["library"] = d.Library.ToString(),
        ["open"] = Flag(d.Open),
        ["openCondition"] = d.OpenCondition,
        ["keywords"] = d.Keywords.ToArray<object>(),
        ["items"] = d.Items.Select(object (i) => Members(i)).ToArray(),
        ["origin"] = d.Origin is { } o ? Members(o) : null,
    }));

    public static string Hash(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    /// <exception cref="JsonException">The document is no description.</exception>
    public static Description Read(string document)
    {
        using var parsed = JsonDocument.Parse(document);
        var root = parsed.RootElement;
        return new(
            Need(root, "code"),
            LocalTextOf(root.GetProperty("title")),
            LocalTextOf(root.GetProperty("summary")),
            Need(root, "provider"),
            Enum.Parse<SharingClass>(Need(root, "sharing")),
            Maybe(root, "basis"),
            Texts(root, "methods"),
            Enum.Parse<UpdateCycle>(Need(root, "cycle")),
            Enum.Parse<BaseLibrary>(Need(root, "library")),
            Is(root, "open"),
            Maybe(root, "openCondition"),
            Texts(root, "keywords"),
            [.. root.GetProperty("items").EnumerateArray().Select(ItemOf)])
        {
            Origin = root.TryGetProperty("origin", out var origin) ? OriginOf(origin) : null,
        };
    }

    private static Dictionary<string, object?> Members(Item i) => new(StringComparer.Ordinal)
    {
        ["key"] = i.Key,
        ["name"] = Text(i.Name),
        ["type"] = i.Type.ToString(),
        ["length"] = (long)i.Length,
        ["scale"] = (long)i.Scale,
        ["required"] = Flag(i.Required),
        ["identifies"] = Flag(i.Identifies),
        ["names"] = i.Names,
        ["codeList"] = i.CodeList,
        ["sensitivity"] = i.Sensitivity.ToString(),
        ["source"] = i.Source?.ToString(),
    };

    private static Dictionary<string, object?> Members(Origin o) => new(StringComparer.Ordinal)
    {
        ["source"] = o.Source,
        ["title"] = o.Title,
        ["address"] = o.Address,
        ["publisher"] = o.Publisher,
        ["licence"] = o.Licence,
        ["licenceAddress"] = o.LicenceAddress,
        ["files"] = o.Files.Select(object (f) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = f.Name, ["format"] = f.Format, ["address"] = f.Address }).ToArray(),
    };

    private static Origin OriginOf(JsonElement o) => new(
        Need(o, "source"), Need(o, "title"), Need(o, "address"), Maybe(o, "publisher"), Maybe(o, "licence"), Maybe(o, "licenceAddress"),
        [.. o.GetProperty("files").EnumerateArray().Select(f => new OriginFile(Need(f, "name"), Need(f, "format"), Need(f, "address")))]);

    private static Item ItemOf(JsonElement i) => new(
        Need(i, "key"),
        LocalTextOf(i.GetProperty("name")),
        Enum.Parse<ItemType>(Need(i, "type")),
        i.GetProperty("length").GetInt32(),
        i.GetProperty("scale").GetInt32(),
        Is(i, "required"),
        Is(i, "identifies"),
        Maybe(i, "names"),
        Maybe(i, "codeList"),
        Enum.Parse<Sensitivity>(Need(i, "sensitivity")),
        Maybe(i, "source") is { } source ? ItemPath.Parse(source) : null);

    private static Dictionary<string, object?> Text(LocalText text) => text.Values.ToDictionary(v => v.Key, object? (v) => v.Value, StringComparer.Ordinal);

    private static LocalText LocalTextOf(JsonElement text) => new(text.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal));

    private static string Flag(bool value) => value ? "yes" : "no";

    private static bool Is(JsonElement element, string name) => Need(element, name) == "yes";

    private static string Need(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string? Maybe(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static ImmutableArray<string> Texts(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}
