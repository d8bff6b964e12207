using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads "coordination:", the tiers of leaders who convene offices.</summary>
internal static class CoordinationReader
{
    public static CoordinationRule? Read(PackNode? node, Dictionary<string, PackNode> places)
    {
        if (node is null)
        {
            return null;
        }
        places["coordination"] = node;
        var tiers = new List<MeetingTier>();
        foreach (var tier in node.Need("tiers", "[{title: …, office: county-leaders}]")?.List() ?? [])
        {
            tiers.Add(new(tier.Need("title", "{zh: …, en: …}")?.Words() ?? new(""), tier.Need("office", "county-leaders")?.Text() ?? ""));
            tier.NoOthers();
        }
        node.NoOthers();
        return new([.. tiers]);
    }
}
