using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads "exemptions:", the list of what need not be done.</summary>
internal static class ExemptionReader
{
    public static ImmutableArray<Exemption> Read(PackNode? map, Dictionary<string, PackNode> places)
    {
        var exemptions = ImmutableArray.CreateBuilder<Exemption>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            places["exemptions." + key] = node;
            exemptions.Add(new Exemption
            {
                Key = key,
                Title = node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key),
                Items = [.. node.Need("items", "[planning]")?.List().Select(n => n.Text()) ?? []],
                When = node.Need("when", "area_m2 < 300")?.Text() ?? "false",
                Because = node.Need("because", "{zh: …, en: …}")?.Words() ?? new(key),
                Basis = PartReader.Basis(node.Need("basis", "[{law: …, article: …}]")),
            });
            node.NoOthers();
        }
        return exemptions.ToImmutable();
    }
}
