using System.Globalization;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Lineage;

/// <summary>Where each box and line of a lineage stands: sources on the left, users on the right.</summary>
internal sealed class LineageDrawing
{
    public const int BoxWidth = 232;
    public const int Head = 48;
    public const int Row = 24;
    private const int Gap = 84;
    private const int Between = 20;
    private const int Margin = 12;

    private readonly Dictionary<string, (int X, int Y)> _places = new(StringComparer.Ordinal);
    private readonly LineageGraph _graph;

    public LineageDrawing(LineageGraph graph)
    {
        _graph = graph;
        var levels = graph.Nodes.Select(n => n.Level).Distinct().Order().ToList();
        Width = (2 * Margin) + (levels.Count * BoxWidth) + ((levels.Count - 1) * Gap);
        var columns = levels.ConvertAll(l => Ordered(graph.Nodes.Where(n => n.Level == l).ToList()));
        Height = (2 * Margin) + columns.Max(Tall);
        for (var column = 0; column < columns.Count; column++)
        {
            var y = Margin + ((Height - (2 * Margin) - Tall(columns[column])) / 2);
            foreach (var node in columns[column])
            {
                _places[node.Code] = (Margin + (column * (BoxWidth + Gap)), y);
                y += HeightOf(node) + Between;
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    public (int X, int Y) this[LineageNode node] => _places[node.Code];

    public static int HeightOf(LineageNode node) => Head + (node.Items.Count * Row) + (node.Items.Count > 0 ? 8 : 0);

    /// <summary>The line between two items as an SVG path; null within one resource, which the text tells.</summary>
    public string? PathOf(LineageEdge edge)
    {
        if (edge.From.Resource == edge.To.Resource)
        {
            return null;
        }
        var (from, to) = (PointOf(edge.From), PointOf(edge.To));
        var isForward = from.X < to.X;
        var (x1, x2) = (from.X + (isForward ? BoxWidth : 0), to.X + (isForward ? 0 : BoxWidth));
        var bend = (x2 - x1) / 2;
        return string.Create(CultureInfo.InvariantCulture, $"M{x1} {from.Y}C{x1 + bend} {from.Y} {x2 - bend} {to.Y} {x2} {to.Y}");
    }

    /// <summary>As much as fits, Chinese characters counting two.</summary>
    public static string Short(string text, int width)
    {
        var used = 0;
        for (var i = 0; i < text.Length; i++)
        {
            used += text[i] > 0x2E7F ? 2 : 1;
            if (used > width)
            {
                return text[..Math.Max(0, i - 1)] + "…";
            }
        }
        return text;
    }

    private (int X, int Y) PointOf(ItemPath path)
    {
        var node = _graph.Find(path.Resource);
        var (x, y) = _places[path.Resource];
        return (x, y + Head + (Row / 2) + (Row * Math.Max(0, node.Items.ToList().IndexOf(path.Item))));
    }

    /// <summary>Boxes stand at the height of those they are tied to, so that few lines cross.</summary>
    private List<LineageNode> Ordered(List<LineageNode> column) => [.. column.OrderBy(n => _graph.Edges
        .Where(e => e.From.Resource == n.Code || e.To.Resource == n.Code)
        .Select(e => e.From.Resource == n.Code ? e.To : e.From)
        .Select(o => _places.TryGetValue(o.Resource, out var place) ? place.Y : 1000.0 + _graph.Find(o.Resource).Items.ToList().IndexOf(o.Item))
        .DefaultIfEmpty(0).Average()).ThenBy(n => n.Code, StringComparer.Ordinal)];

    private static int Tall(List<LineageNode> column) => column.Sum(HeightOf) + ((column.Count - 1) * Between);
}
