using System.Text.Json;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>A data set as CKAN's API tells it. Only what is used; what is missing is empty.</summary>
internal sealed record RemotePackage(
    string Id, string Name, string Title, string Notes, string Modified, string? Licence, string? LicenceAddress, string? Publisher, string? Frequency, bool IsActive, IReadOnlyList<string> Tags, IReadOnlyList<RemoteFile> Files)
{
    private static readonly string[] FrequencyKeys = ["frequency", "accrual_periodicity", "accrualPeriodicity", "update_frequency"];

    /// <exception cref="InvalidDataException">It has no id or name.</exception>
    public static RemotePackage Read(JsonElement p)
    {
        var (id, name) = (Text(p, "id"), Text(p, "name"));
        if (id is null || name is null)
        {
            throw new InvalidDataException("A data set has no id or no name.");
        }
        var organisation = p.TryGetProperty("organization", out var o) && o.ValueKind == JsonValueKind.Object ? o : default;
        return new(
            id, name, Text(p, "title") ?? name, Text(p, "notes") ?? "", Text(p, "metadata_modified") ?? "", Text(p, "license_title") ?? Text(p, "license_id"), Web(Text(p, "license_url")),
            organisation.ValueKind == JsonValueKind.Object ? Text(organisation, "title") ?? Text(organisation, "name") : null,
            FrequencyKeys.Select(k => Text(p, k)).Concat(List(p, "extras").Where(e => FrequencyKeys.Contains(Text(e, "key"), StringComparer.Ordinal)).Select(e => Text(e, "value"))).FirstOrDefault(f => f is not null),
            (Text(p, "state") ?? "active") == "active" && !(p.TryGetProperty("private", out var hidden) && hidden.ValueKind == JsonValueKind.True),
            [.. List(p, "tags").Select(t => Text(t, "display_name") ?? Text(t, "name")).OfType<string>()],
            [.. List(p, "resources").Where(r => Web(Text(r, "url")) is not null).Select(r => new RemoteFile(
                Text(r, "id") ?? "", Text(r, "name") ?? Text(r, "format") ?? "", Text(r, "format") ?? "", Web(Text(r, "url"))!, r.TryGetProperty("datastore_active", out var active) && active.ValueKind == JsonValueKind.True))]);
    }

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    public static IEnumerable<JsonElement> List(JsonElement element, string name) => element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>Only addresses of the web become links: others could run in the reader's browser.</summary>
    private static string? Web(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.AbsoluteUri : null;
}

/// <param name="HasColumns">Whether the source can tell its columns.</param>
internal sealed record RemoteFile(string Id, string Name, string Format, string Address, bool HasColumns);

/// <summary>A column as the source's datastore tells it.</summary>
internal sealed record RemoteColumn(string Id, string Type, string? Label);
