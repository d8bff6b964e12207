using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Bpmn;

internal enum BpmnKind
{
    Start,
    End,
    UserTask,
    ServiceTask,
    Exclusive,
    Parallel,
    Inclusive,
    Complex,
}

/// <param name="Id">Unique, and a legal XML name.</param>
/// <param name="Lane">Function of the office that it lies with.</param>
/// <param name="Column">From 0, from left to right.</param>
/// <param name="Item">The item that a task stands for; null for what holds the flow together.</param>
internal sealed record BpmnNode(string Id, BpmnKind Kind, string Name, string Lane, int Column, Item? Item = null)
{
    /// <summary>Condition of a complex gateway that opens before all have come.</summary>
    public string? Opens { get; init; }

    /// <summary>Slot within lane and column, from above.</summary>
    public int Slot { get; init; }
}

/// <param name="When">Expression under which the flow is taken; null when always.</param>
internal sealed record BpmnFlow(string Id, string From, string To, string Name, string? When);

/// <summary>A matter as a graph of BPMN 2.0: tasks of the offices, and the gateways that its joins, conditions and decisions come to.</summary>
/// <remarks>What the engine does by rule and BPMN has no sign for (silence, tiers, deferred papers) stands in the documentation of the tasks.</remarks>
internal sealed class BpmnGraph
{
    private readonly Matter _matter;
    private readonly Func<Kernel.Text.LocalText, string> _text;
    private readonly Func<string, string> _word;
    private readonly List<BpmnNode> _nodes = [];
    private readonly List<BpmnFlow> _flows = [];
    private readonly Dictionary<(string Lane, int Column), int> _filled = [];
    private int _column;

    private BpmnGraph(Matter matter, Func<Kernel.Text.LocalText, string> text, Func<string, string> word) => (_matter, _text, _word) = (matter, text, word);

    public IReadOnlyList<BpmnNode> Nodes => _nodes;

    public IReadOnlyList<BpmnFlow> Flows => _flows;

    public static BpmnGraph Of(Matter matter, Func<Kernel.Text.LocalText, string> text, Func<string, string> word)
    {
        var graph = new BpmnGraph(matter, text, word);
        graph.Build();
        return graph;
    }

    private void Build()
    {
        var last = Add("Start", BpmnKind.Start, _word("cases.bpmn.submitted"), _matter.Office);
        foreach (var step in _matter.Steps)
        {
            last = Build(step, last);
        }
        if (_matter.Issue is { } issue)
        {
            _column++;
            last = To(last, Add("Issue", BpmnKind.ServiceTask, _text(issue.Title), issue.Office));
        }
        _column++;
        To(last, Add("End", BpmnKind.End, _word("cases.bpmn.delivered"), _matter.Office));
    }

    private BpmnNode Build(Step step, BpmnNode before)
    {
        var holding = step.Items.Where(i => i.Holds).ToList();
        var first = step.Items.Where(i => i.After.Length == 0).ToList();
        var splits = first.Count > 1 || first.Any(i => i.When is not null || !i.Holds);
        var conditional = first.Any(i => i.When is not null);
        var from = before;
        if (splits)
        {
            _column++;
            from = To(before, Add($"Split_{step.Key}", conditional ? BpmnKind.Inclusive : BpmnKind.Parallel, _text(step.Title), _matter.Office));
        }
        var begin = _column + 1;
        var depths = step.Items.ToDictionary(i => i.Key, i => Depth(step, i), StringComparer.Ordinal);
        var nodes = new Dictionary<string, BpmnNode>(StringComparer.Ordinal);
        foreach (var item in step.Items.OrderBy(i => depths[i.Key]))
        {
            // Between two tasks that wait for each other a column is kept free for the gateway that gathers several.
            _column = begin + (depths[item.Key] * 2);
            var task = Add($"Item_{item.Key}", item.Task == ItemTask.Machine ? BpmnKind.ServiceTask : BpmnKind.UserTask, _text(item.Title), Lane(item), item);
            nodes[item.Key] = task;
            Enter(item, from, nodes);
        }
        _column = begin + (depths.Values.DefaultIfEmpty(0).Max() * 2);
        foreach (var beside in step.Items.Where(i => !i.Holds && step.Items.All(o => !o.After.Contains(i.Key))))
        {
            var end = Add($"End_{beside.Key}", BpmnKind.End, _word("cases.bpmn.beside"), Lane(beside), column: nodes[beside.Key].Column + 1);
            To(nodes[beside.Key], end);
        }
        var leaves = holding.Where(i => step.Items.All(o => !o.Holds || !o.After.Contains(i.Key))).Select(i => nodes[i.Key]).ToList();
        return Decide(step, Join(step, leaves, from, conditional));
    }

    private void Enter(Item item, BpmnNode from, Dictionary<string, BpmnNode> nodes)
    {
        var task = nodes[item.Key];
        if (item.After.Length == 0)
        {
            To(from, task, item.When is null ? "" : _word("cases.bpmn.if-needed"), item.When);
            return;
        }
        var before = item.After.Where(nodes.ContainsKey).Select(k => nodes[k]).ToList();
        var entry = before.Count == 1 ? before[0] : Add($"Wait_{item.Key}", BpmnKind.Parallel, _word("cases.bpmn.all"), Lane(item), column: task.Column - 1);
        foreach (var earlier in before.Where(b => b != entry))
        {
            To(earlier, entry);
        }
        To(entry, task);
    }

    private BpmnNode Join(Step step, List<BpmnNode> leaves, BpmnNode from, bool conditional)
    {
        if (leaves.Count == 1 && !conditional)
        {
            return leaves[0];
        }
        if (leaves.Count == 0)
        {
            // Nothing of this step holds: the way on does not wait for it.
            return from;
        }
        _column++;
        var join = Add($"Join_{step.Key}", step.Join == Contracts.Join.All ? conditional ? BpmnKind.Inclusive : BpmnKind.Parallel : BpmnKind.Complex,
            _word("cases.bpmn.join-" + step.Join switch { Contracts.Join.All => "all", Contracts.Join.Any => "any", _ => "quorum" }).Replace("{0}", step.Quorum.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), _matter.Office) with
        {
            Opens = step.Join switch { Contracts.Join.All => null, Contracts.Join.Any => "agreed >= 1", _ => $"agreed >= {step.Quorum}" },
        };
        _nodes[^1] = join;
        foreach (var leaf in leaves)
        {
            To(leaf, join);
        }
        return join;
    }

    /// <summary>Behind acceptance and decision the way parts: on, or to an end without a result.</summary>
    private BpmnNode Decide(Step step, BpmnNode last)
    {
        if (step.Items.FirstOrDefault(i => i.Task is ItemTask.Acceptance or ItemTask.Decision) is not { } decider)
        {
            return last;
        }
        _column++;
        var gate = To(last, Add($"Outcome_{decider.Key}", BpmnKind.Exclusive, _text(decider.Title), _matter.Office));
        var refused = Add($"Refused_{decider.Key}", BpmnKind.End, _word(decider.Task == ItemTask.Acceptance ? "cases.bpmn.not-accepted" : "cases.bpmn.refused"), _matter.Office, column: _column + 1, slot: 1);
        To(gate, refused, _word("cases.bpmn.no"), decider.Task == ItemTask.Acceptance ? "not accepted" : "not granted");
        return gate;
    }

    private string Lane(Item item) => item.Office;

    private static int Depth(Step step, Item item) => item.After.Length == 0 ? 0 : 1 + item.After.Max(k => step.Items.FirstOrDefault(i => i.Key == k) is { } before ? Depth(step, before) : 0);

    private BpmnNode Add(string id, BpmnKind kind, string name, string lane, Item? item = null, int? column = null, int? slot = null)
    {
        var at = (lane, column ?? _column);
        var next = Math.Max(_filled.GetValueOrDefault(at), slot ?? 0);
        _filled[at] = next + 1;
        var node = new BpmnNode(id, kind, name, lane, at.Item2, item) { Slot = next };
        _nodes.Add(node);
        return node;
    }

    private BpmnNode To(BpmnNode from, BpmnNode to, string name = "", string? when = null)
    {
        _flows.Add(new($"Flow_{from.Id}_{to.Id}", from.Id, to.Id, name, when));
        return to;
    }
}
