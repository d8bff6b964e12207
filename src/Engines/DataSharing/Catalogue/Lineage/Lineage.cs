using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Lineage;

/// <summary>A resource in the lineage of another, with those of its items that take part.</summary>
/// <param name="Level">Steps away: negative for where data come from, positive for where they go, 0 for the resource itself.</param>
/// <param name="Entry">Null when it is in the catalogue no longer.</param>
/// <param name="Items">Keys, in the order of the description.</param>
internal sealed record LineageNode(string Code, int Level, Description? Entry, IReadOnlyList<string> Items)
{
    public string NameOf(string item, string language) => Entry?.Find(item)?.Name.In(language) ?? item;
}

/// <summary>One item is taken from another.</summary>
internal readonly record struct LineageEdge(ItemPath From, ItemPath To);

/// <summary>Where the items of a resource come from and where they go, column by column.</summary>
/// <param name="Nodes">By level, the farthest sources first.</param>
/// <param name="Cut">Whether more lies beyond what is told.</param>
internal sealed record LineageGraph(string Code, IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges, bool Cut)
{
    public IEnumerable<LineageEdge> Upstream => Edges.Where(e => LevelOf(e.To) <= 0 && LevelOf(e.From) < 0);

    public IEnumerable<LineageEdge> Downstream => Edges.Where(e => LevelOf(e.From) >= 0 && LevelOf(e.To) > 0);

    public LineageNode Find(string code) => Nodes.First(n => n.Code == code);

    private int LevelOf(ItemPath path) => Find(path.Resource).Level;
}
