using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Versions;

/// <summary>One thing that two descriptions say differently.</summary>
/// <param name="Item">Key of the item concerned; null for the resource itself.</param>
/// <param name="Field">Which cell; "item" when the whole item came or went.</param>
/// <param name="Before">Null when it was not there.</param>
/// <param name="After">Null when it is gone.</param>
/// <param name="Breaking">Whether a system that reads by the older description may fail or get less than it relies on.</param>
internal sealed record Difference(string? Item, string Field, string? Before, string? After, bool Breaking)
{
    /// <summary>All differences: the resource's first, then item by item in the older order, new ones last.</summary>
    public static IReadOnlyList<Difference> Between(Description before, Description after) =>
    [
        .. Pairs(null, Fields(before), Fields(after)).Select(d => d with { Breaking = Breaks(d, before, after) }),
        .. before.Items.Select(i => i.Key).Union(after.Items.Select(i => i.Key), StringComparer.Ordinal).SelectMany(key => OfItem(key, before.Find(key), after.Find(key))),
    ];

    private static IEnumerable<Difference> OfItem(string key, Item? old, Item? young) => (old, young) switch
    {
        (null, not null) => [new(key, "item", null, young.Name.ToString(), Breaking: false)],
        (not null, null) => [new(key, "item", old.Name.ToString(), null, Breaking: true)],
        (not null, not null) => Pairs(key, Fields(old), Fields(young)).Select(d => d with { Breaking = Breaks(d.Field, old, young) }),
        _ => [],
    };

    private static IEnumerable<Difference> Pairs(string? item, Dictionary<string, string?> before, Dictionary<string, string?> after) =>
        before.Select(f => new Difference(item, f.Key, f.Value, after[f.Key], Breaking: false)).Where(d => d.Before != d.After);

    private static bool Breaks(Difference d, Description before, Description after) => d.Field switch
    {
        "sharing" => after.Sharing > before.Sharing,
        "methods" => before.Methods.Any(m => !after.Methods.Contains(m)),
        // Whoever relies on daily data is let down by monthly ones.
        "cycle" => after.Cycle > before.Cycle,
        _ => false,
    };

    private static bool Breaks(string field, Item old, Item young) => field switch
    {
        "type" or "codeList" => true,
        // Longer texts do not fit where the shorter were kept; no limit is the longest.
        "length" => young.Length == 0 || (old.Length != 0 && young.Length > old.Length),
        "scale" => true,
        "required" => old.Required,
        "identifies" => old.Identifies,
        _ => false,
    };

    private static Dictionary<string, string?> Fields(Description d) => new(StringComparer.Ordinal)
    {
        ["title"] = Text(d.Title),
        ["summary"] = Text(d.Summary),
        ["provider"] = d.ProviderId,
        ["sharing"] = d.Sharing.ToString(),
        ["basis"] = d.Basis,
        ["methods"] = string.Join(' ', d.Methods),
        ["cycle"] = d.Cycle.ToString(),
        ["library"] = d.Library.ToString(),
        ["open"] = Flag(d.Open),
        ["open-condition"] = d.OpenCondition,
        ["keywords"] = string.Join('、', d.Keywords),
        ["origin"] = d.Origin is { } o ? string.Join(' ', [o.Address, o.Licence ?? "", .. o.Files.Select(f => f.Address)]) : null,
    };

    private static Dictionary<string, string?> Fields(Item i) => new(StringComparer.Ordinal)
    {
        ["name"] = Text(i.Name),
        ["type"] = i.Type.ToString(),
        ["length"] = Number(i.Length),
        ["scale"] = Number(i.Scale),
        ["required"] = Flag(i.Required),
        ["identifies"] = Flag(i.Identifies),
        ["names"] = i.Names,
        ["codeList"] = i.CodeList,
        ["sensitivity"] = i.Sensitivity.ToString(),
        ["source"] = i.Source?.ToString(),
    };

    private static string Text(Kernel.Text.LocalText text) => string.Join(" / ", text.Values.OrderByDescending(v => v.Key, StringComparer.Ordinal).Select(v => v.Value));

    private static string? Number(int value) => value == 0 ? null : value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "yes" : "no";
}
