using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Catalogue.Programs;

/// <summary>A description as programs send and get it. Texts are by language, "zh" always among them.</summary>
/// <param name="Provider">Id of the organisation that answers for it.</param>
/// <param name="Sharing">Unconditional, Conditional or Withheld.</param>
/// <param name="Basis">Condition (Conditional) or law (Withheld).</param>
/// <param name="Methods">api, file, subscription.</param>
/// <param name="Cycle">RealTime, Daily, Weekly, Monthly, Quarterly, Yearly or Irregular.</param>
/// <param name="Library">None, Person, Enterprise or Place.</param>
/// <param name="Origin">The other catalogue from which it was read; never read from a program.</param>
internal sealed record ResourceBody(
    string? Code, Dictionary<string, string>? Title, Dictionary<string, string>? Summary, string? Provider, string? Sharing, string? Basis, string[]? Methods, string? Cycle, string? Library,
    bool Open, string? OpenCondition, string[]? Keywords, ItemBody[]? Items, Origin? Origin = null)
{
    public static ResourceBody Of(Description d) => new(
        d.Code, Texts(d.Title), Texts(d.Summary), d.ProviderId, d.Sharing.ToString(), d.Basis, [.. d.Methods], d.Cycle.ToString(), d.Library.ToString(), d.Open, d.OpenCondition, [.. d.Keywords],
        [.. d.Items.Select(i => new ItemBody(i.Key, Texts(i.Name), i.Type.ToString(), i.Length, i.Scale, i.Required, i.Identifies, i.Names, i.CodeList, i.Sensitivity.ToString(), i.Source?.ToString()))], d.Origin);

    /// <summary>The description that is meant; what cannot be read is among the faults, at its member.</summary>
    public Description Read(string code, List<Fault> faults)
    {
        if (Code is not null && Code != code)
        {
            faults.Add(new("code", "sharing.catalogue.fault.other-code", Code));
        }
        return new(
            code, Local(Title, "title", faults), Local(Summary, "summary", faults), Provider ?? "", Choice<SharingClass>(Sharing, "sharing", faults), Basis, [.. Methods ?? []],
            Choice<UpdateCycle>(Cycle, "cycle", faults), Choice<BaseLibrary>(Library ?? nameof(BaseLibrary.None), "library", faults), Open, OpenCondition, [.. Keywords ?? []], ReadItems(faults));
    }

    private ImmutableArray<Item> ReadItems(List<Fault> faults) => [.. (Items ?? []).Select((i, n) =>
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"items[{n}].");
        ItemPath? source = null;
        try
        {
            source = string.IsNullOrEmpty(i.Source) ? null : ItemPath.Parse(i.Source);
        }
        catch (FormatException)
        {
            faults.Add(new(at + "source", "sharing.catalogue.fault.member", i.Source!));
        }
        return new Item(i.Key ?? "", Local(i.Name, at + "name", faults), Choice<ItemType>(i.Type, at + "type", faults), i.Length, i.Scale, i.Required, i.Identifies, i.Names, i.CodeList,
            Choice<Sensitivity>(i.Sensitivity ?? nameof(Sensitivity.Internal), at + "sensitivity", faults), source);
    })];

    private static LocalText Local(Dictionary<string, string>? texts, string member, List<Fault> faults)
    {
        if (texts?.ContainsKey("zh") == true)
        {
            return new(texts);
        }
        faults.Add(new(member, "sharing.catalogue.fault.chinese"));
        return new("");
    }

    private static T Choice<T>(string? text, string member, List<Fault> faults)
        where T : struct, Enum
    {
        // Numbers are no names: what they mean would change with the order of the list.
        if (text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value))
        {
            return value;
        }
        faults.Add(new(member, "sharing.catalogue.fault.member", text ?? ""));
        return default;
    }

    private static Dictionary<string, string> Texts(LocalText text) => text.Values.ToDictionary(StringComparer.Ordinal);
}

/// <param name="Type">Text, Integer, Decimal, Date, Instant or Flag.</param>
/// <param name="Sensitivity">Open, Internal, Personal or Sensitive.</param>
/// <param name="Source">The item from which it is taken: pop.person/id_no.</param>
internal sealed record ItemBody(
    string? Key, Dictionary<string, string>? Name, string? Type, int Length, int Scale, bool Required, bool Identifies, string? Names, string? CodeList, string? Sensitivity, string? Source);

/// <param name="Number">From 1; the ETag of the newest.</param>
/// <param name="Withdrawn">Since when it is in the catalogue no longer; null while it stands.</param>
/// <param name="Rows">Records of the newest data; null for who may not know.</param>
internal sealed record DescribedResource(ResourceBody Resource, int Number, DateTimeOffset At, string Hash, DateTimeOffset? Withdrawn, long? Rows);

/// <param name="Breaking">How many differences to the version before may break those who read by it.</param>
internal sealed record VersionLine(int Number, DateTimeOffset At, string Hash, int Breaking);

internal sealed record FoundResources(int Found, int All, IReadOnlyList<FoundResource> Resources, Facets Facets, int? Next);

internal sealed record FoundResource(string Code, Dictionary<string, string> Title, string Provider, string Sharing, string Cycle, string Library, bool Open, int Items, int Version, long? Rows, DateTimeOffset? UpdatedAt);

/// <summary>How many of the found there are of each kind.</summary>
internal sealed record Facets(IReadOnlyDictionary<string, int> Providers, IReadOnlyDictionary<string, int> Sharing, IReadOnlyDictionary<string, int> Libraries, IReadOnlyDictionary<string, int> Cycles);
