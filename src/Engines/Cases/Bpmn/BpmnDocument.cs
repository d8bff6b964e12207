using System.Globalization;
using System.Text;
using System.Xml;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Bpmn;

/// <summary>Writes a matter, or a running case with its live state, as BPMN 2.0 (ISO/IEC 19510) with diagram interchange.</summary>
/// <param name="Text">A text in the reader's language.</param>
/// <param name="Office">Name of an office by its function.</param>
/// <param name="Word">A phrase by its key.</param>
internal sealed record BpmnDocument(Func<LocalText, string> Text, Func<string, string> Office, Func<string, string> Word)
{
    public const string ContentType = "application/xml; charset=utf-8";

    private const string Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private const string Diagram = "http://www.omg.org/spec/BPMN/20100524/DI";
    private const string Shapes = "http://www.omg.org/spec/DD/20100524/DC";
    private const string Ways = "http://www.omg.org/spec/DD/20100524/DI";
    private const string Colour = "http://www.omg.org/spec/BPMN/non-normative/color/1.0";
    private const string Own = "urn:zhuangjin:cases:1";

    public string Write(Matter matter, CaseState? state = null)
    {
        var graph = BpmnGraph.Of(matter, Text, Word);
        var layout = BpmnLayout.Of(graph);
        var written = new StringBuilder();
        using (var xml = XmlWriter.Create(new Utf8Text(written), new() { Indent = true }))
        {
            xml.WriteStartElement("bpmn", "definitions", Model);
            foreach (var (prefix, space) in new[] { ("bpmndi", Diagram), ("dc", Shapes), ("di", Ways), ("color", Colour), ("zj", Own), ("xsi", "http://www.w3.org/2001/XMLSchema-instance") })
            {
                xml.WriteAttributeString("xmlns", prefix, null, space);
            }
            xml.WriteAttributeString("id", $"Matter_{matter.Key}");
            xml.WriteAttributeString("targetNamespace", $"urn:zhuangjin:matter:{matter.Key}");
            xml.WriteAttributeString("exporter", "Zhuangjin");
            xml.WriteAttributeString("exporterVersion", matter.Version);
            Start(xml, "collaboration", "Collaboration");
            Start(xml, "participant", "Pool", Text(matter.Title));
            xml.WriteAttributeString("processRef", "Process");
            xml.WriteEndElement();
            xml.WriteEndElement();
            Process(xml, matter, state, graph, layout);
            Interchange(xml, state, graph, layout);
            xml.WriteEndElement();
        }
        return written.ToString();
    }

    private void Process(XmlWriter xml, Matter matter, CaseState? state, BpmnGraph graph, BpmnLayout layout)
    {
        Start(xml, "process", "Process", Text(matter.Title));
        xml.WriteAttributeString("isExecutable", "false");
        Say(xml, $"{Text(matter.Summary)}\n{matter.Key} {matter.Version} sha256:{matter.Hash}");
        if (state is not null)
        {
            xml.WriteStartElement("bpmn", "extensionElements", Model);
            xml.WriteStartElement("zj", "case", Own);
            xml.WriteAttributeString("number", state.Number);
            xml.WriteAttributeString("version", state.Version.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("phase", state.Phase.ToString().ToLowerInvariant());
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        Start(xml, "laneSet", "Lanes");
        foreach (var (index, (lane, _)) in layout.Lanes.Index())
        {
            Start(xml, "lane", $"Lane_{index}", Name(lane));
            foreach (var node in graph.Nodes.Where(n => n.Lane == lane))
            {
                xml.WriteElementString("bpmn", "flowNodeRef", Model, node.Id);
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        foreach (var node in graph.Nodes)
        {
            Node(xml, matter, state, graph, node);
        }
        foreach (var flow in graph.Flows)
        {
            Start(xml, "sequenceFlow", flow.Id, flow.Name);
            xml.WriteAttributeString("sourceRef", flow.From);
            xml.WriteAttributeString("targetRef", flow.To);
            if (flow.When is { } when && graph.Nodes.First(n => n.Id == flow.From).Kind is BpmnKind.Inclusive or BpmnKind.Exclusive)
            {
                Expression(xml, "conditionExpression", when);
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private void Node(XmlWriter xml, Matter matter, CaseState? state, BpmnGraph graph, BpmnNode node)
    {
        Start(xml, Element(node.Kind), node.Id, node.Name);
        if (node.Kind == BpmnKind.Exclusive)
        {
            xml.WriteAttributeString("default", graph.Flows.First(f => f.From == node.Id && f.When is null).Id);
        }
        if (node.Item is { } item)
        {
            Say(xml, Rules(matter, item));
            if (state?.Items.GetValueOrDefault(item.Key) is { } at)
            {
                State(xml, at);
            }
        }
        foreach (var flow in graph.Flows.Where(f => f.To == node.Id))
        {
            xml.WriteElementString("bpmn", "incoming", Model, flow.Id);
        }
        foreach (var flow in graph.Flows.Where(f => f.From == node.Id))
        {
            xml.WriteElementString("bpmn", "outgoing", Model, flow.Id);
        }
        if (node.Opens is { } opens)
        {
            Expression(xml, "activationCondition", opens);
        }
        xml.WriteEndElement();
    }

    private static void State(XmlWriter xml, ItemState at)
    {
        xml.WriteStartElement("bpmn", "extensionElements", Model);
        xml.WriteStartElement("zj", "state", Own);
        xml.WriteAttributeString("status", at.Status.ToString().ToLowerInvariant());
        xml.WriteAttributeString("round", at.Round.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("openedAt", Instant(at.OpenedAt));
        if (at.EndedAt is { } ended)
        {
            xml.WriteAttributeString("endedAt", Instant(ended));
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>What holds for the item and has no sign in BPMN, one line each.</summary>
    private string Rules(Matter matter, Item item)
    {
        var lines = new List<string>();
        if (matter.Clocks.FirstOrDefault(c => c.Key == item.Clock) is { } clock)
        {
            lines.Add($"{Text(clock.Title)}: {clock.Limit}");
        }
        if (item.Silence == Silence.Consent)
        {
            lines.Add(Word("cases.bpmn.silence-consent"));
        }
        if (item.Safety)
        {
            lines.Add(Word("cases.bpmn.safety"));
        }
        if (item.When is { } when)
        {
            lines.Add($"{Word("cases.bpmn.if-needed")}: {when}");
        }
        if (item.Check is { } check)
        {
            lines.Add($"{Word("cases.bpmn.check")}: {check}");
        }
        lines.AddRange(item.Basis.Select(b => $"{Text(b.Law)} {b.Article}"));
        return string.Join('\n', lines);
    }

    private void Interchange(XmlWriter xml, CaseState? state, BpmnGraph graph, BpmnLayout layout)
    {
        xml.WriteStartElement("bpmndi", "BPMNDiagram", Diagram);
        xml.WriteAttributeString("id", "Diagram");
        xml.WriteStartElement("bpmndi", "BPMNPlane", Diagram);
        xml.WriteAttributeString("id", "Plane");
        xml.WriteAttributeString("bpmnElement", "Collaboration");
        Shape(xml, "Pool", layout.Pool, horizontal: true);
        foreach (var (index, (_, box)) in layout.Lanes.Index())
        {
            Shape(xml, $"Lane_{index}", box, horizontal: true);
        }
        foreach (var node in graph.Nodes)
        {
            Shape(xml, node.Id, layout[node], colours: Colours(state, node), label: node.Kind is not (BpmnKind.UserTask or BpmnKind.ServiceTask) && node.Name.Length > 0);
        }
        foreach (var flow in graph.Flows)
        {
            var (from, to) = (graph.Nodes.First(n => n.Id == flow.From), graph.Nodes.First(n => n.Id == flow.To));
            xml.WriteStartElement("bpmndi", "BPMNEdge", Diagram);
            xml.WriteAttributeString("id", flow.Id + "_di");
            xml.WriteAttributeString("bpmnElement", flow.Id);
            foreach (var (x, y) in layout.Way(from, to, c => graph.Nodes.Any(n => n.Column == c && n.Lane == from.Lane && n.Slot == from.Slot)))
            {
                xml.WriteStartElement("di", "waypoint", Ways);
                xml.WriteAttributeString("x", Number(x));
                xml.WriteAttributeString("y", Number(y));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Shape(XmlWriter xml, string of, Box box, bool horizontal = false, (string Back, string Border)? colours = null, bool label = false)
    {
        xml.WriteStartElement("bpmndi", "BPMNShape", Diagram);
        xml.WriteAttributeString("id", of + "_di");
        xml.WriteAttributeString("bpmnElement", of);
        if (horizontal)
        {
            xml.WriteAttributeString("isHorizontal", "true");
        }
        if (colours is var (back, border))
        {
            xml.WriteAttributeString("color", "background-color", Colour, back);
            xml.WriteAttributeString("color", "border-color", Colour, border);
        }
        Bounds(xml, box);
        if (label)
        {
            xml.WriteStartElement("bpmndi", "BPMNLabel", Diagram);
            Bounds(xml, new(box.Centre - 45, box.Y + box.Height + 4, 90, 14));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Bounds(XmlWriter xml, Box box)
    {
        xml.WriteStartElement("dc", "Bounds", Shapes);
        xml.WriteAttributeString("x", Number(box.X));
        xml.WriteAttributeString("y", Number(box.Y));
        xml.WriteAttributeString("width", Number(box.Width));
        xml.WriteAttributeString("height", Number(box.Height));
        xml.WriteEndElement();
    }

    /// <summary>Background and border by the live state, in the colours that bpmn.io offers.</summary>
    private static (string Back, string Border)? Colours(CaseState? state, BpmnNode node) => node.Item is null ? null : state?.Items.GetValueOrDefault(node.Item.Key)?.Status switch
    {
        ItemStatus.Open => ("#bbdefb", "#0d4372"),
        ItemStatus.Agreed or ItemStatus.Deemed => ("#c8e6c9", "#205022"),
        ItemStatus.Disagreed or ItemStatus.Returned => ("#ffcdd2", "#831311"),
        ItemStatus.Skipped => ("#eeeeee", "#757575"),
        _ => null,
    };

    private string Name(string lane) => Decisions.DecisionTables.IsName(lane) ? Word("cases.bpmn.by-table") : Office(lane) is { Length: > 0 } name ? name : lane;

    private static string Element(BpmnKind kind) => kind switch
    {
        BpmnKind.Start => "startEvent",
        BpmnKind.End => "endEvent",
        BpmnKind.UserTask => "userTask",
        BpmnKind.ServiceTask => "serviceTask",
        BpmnKind.Exclusive => "exclusiveGateway",
        BpmnKind.Parallel => "parallelGateway",
        BpmnKind.Inclusive => "inclusiveGateway",
        _ => "complexGateway",
    };

    private static void Start(XmlWriter xml, string element, string id, string name = "")
    {
        xml.WriteStartElement("bpmn", element, Model);
        xml.WriteAttributeString("id", id);
        if (name.Length > 0)
        {
            xml.WriteAttributeString("name", name);
        }
    }

    private static void Say(XmlWriter xml, string text)
    {
        if (text.Length > 0)
        {
            xml.WriteElementString("bpmn", "documentation", Model, text);
        }
    }

    private static void Expression(XmlWriter xml, string element, string text)
    {
        xml.WriteStartElement("bpmn", element, Model);
        xml.WriteAttributeString("xsi", "type", "http://www.w3.org/2001/XMLSchema-instance", "bpmn:tFormalExpression");
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private static string Instant(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed class Utf8Text(StringBuilder into) : StringWriter(into, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
