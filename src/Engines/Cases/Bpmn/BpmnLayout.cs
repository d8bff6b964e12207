namespace Zhuangjin.Cases.Bpmn;

internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Middle => Y + (Height / 2);

    public double Centre => X + (Width / 2);
}

/// <summary>Places a graph: stages from left to right, a lane for each office, as bpmn.io and its like draw them. Pure arithmetic.</summary>
internal sealed class BpmnLayout
{
    private const double Left = 160;
    private const double Top = 80;
    private const double Head = 30;
    private const double Gap = 50;
    private const double SlotHeight = 112;
    private const double TaskWidth = 150;
    private const double TaskHeight = 80;

    private readonly Dictionary<string, Box> _boxes = [];

    public Box Pool { get; private init; }

    public IReadOnlyList<(string Lane, Box Box)> Lanes { get; private init; } = [];

    public Box this[BpmnNode node] => _boxes[node.Id];

    public static BpmnLayout Of(BpmnGraph graph)
    {
        var columns = graph.Nodes.Max(n => n.Column) + 1;
        var x = new double[columns + 1];
        x[0] = Left + (2 * Head) + Gap;
        for (var c = 0; c < columns; c++)
        {
            var inside = graph.Nodes.Where(n => n.Column == c).Select(n => Size(n.Kind).Width).DefaultIfEmpty(0).Max();
            x[c + 1] = x[c] + inside + (inside > 0 ? Gap : 0);
        }
        var lanes = new List<(string, Box)>();
        var y = Top;
        foreach (var lane in graph.Nodes.Select(n => n.Lane).Distinct(StringComparer.Ordinal))
        {
            var slots = graph.Nodes.Where(n => n.Lane == lane).Max(n => n.Slot) + 1;
            lanes.Add((lane, new(Left + Head, y, x[columns] - Left - Head, slots * SlotHeight)));
            y += slots * SlotHeight;
        }
        var layout = new BpmnLayout { Lanes = lanes, Pool = new(Left, Top, x[columns] - Left, y - Top) };
        foreach (var node in graph.Nodes)
        {
            var (width, height) = Size(node.Kind);
            var widest = graph.Nodes.Where(n => n.Column == node.Column).Max(n => Size(n.Kind).Width);
            var top = lanes.First(l => l.Item1 == node.Lane).Item2.Y + (node.Slot * SlotHeight);
            layout._boxes[node.Id] = new(x[node.Column] + ((widest - width) / 2), top + ((SlotHeight - height) / 2), width, height);
        }
        return layout;
    }

    /// <summary>Way of a flow in right angles. One that passes other columns runs along the lower edge of its slot, where nothing stands.</summary>
    public IReadOnlyList<(double X, double Y)> Way(BpmnNode from, BpmnNode to, Func<int, bool> occupied)
    {
        var (a, b) = (this[from], this[to]);
        var passes = Enumerable.Range(from.Column + 1, Math.Max(0, to.Column - from.Column - 1)).Any(occupied);
        if (!passes && Math.Abs(a.Middle - b.Middle) < 0.5)
        {
            return [(a.Right, a.Middle), (b.X, b.Middle)];
        }
        var turn = b.X - (Gap / 2);
        if (!passes)
        {
            return [(a.Right, a.Middle), (turn, a.Middle), (turn, b.Middle), (b.X, b.Middle)];
        }
        var corridor = a.Middle + (SlotHeight / 2) - 8;
        var leave = a.Right + (Gap / 2) - 6;
        return [(a.Right, a.Middle), (leave, a.Middle), (leave, corridor), (turn, corridor), (turn, b.Middle), (b.X, b.Middle)];
    }

    private static (double Width, double Height) Size(BpmnKind kind) => kind switch
    {
        BpmnKind.Start or BpmnKind.End => (36, 36),
        BpmnKind.UserTask or BpmnKind.ServiceTask => (TaskWidth, TaskHeight),
        _ => (50, 50),
    };
}
