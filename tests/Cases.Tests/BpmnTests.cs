using System.Diagnostics;
using System.Xml.Linq;
using Xunit;
using Zhuangjin.Cases.Bpmn;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Tests;

/// <summary>Modellers of others read our flows: bpmn.io's own parser (npm bpmn-moddle) takes every matter of every pack without a warning.</summary>
public class BpmnTests
{
    private static readonly BpmnDocument Document = new(text => text.ToString(), function => function, key => key);

    /// <summary>Every kind of gateway: a join of one, a quorum, items that wait for each other, work beside, and a machine.</summary>
    private const string Knots = """
        matter: my-matter
        title: 试验
        summary: 试验
        audience: 试验
        office: hall
        form:
          - fields: {high: {type: flag, label: 高层}}
        flow:
          - step: accept
            title: 受理
            items: {accept: {title: 受理, task: acceptance, office: hall, role: window_clerk}}
          - step: one
            title: 任一
            join: any
            items:
              a: {title: 甲, office: a, role: reviewer}
              b: {title: 乙, office: b, role: reviewer, when: high, skipped_because: 不高}
          - step: some
            title: 三取二
            join: quorum
            quorum: 2
            items:
              c: {title: 丙, office: a, role: reviewer}
              d: {title: 丁, office: b, role: reviewer}
              e: {title: 戊, office: a, role: reviewer}
          - step: order
            title: 先后
            items:
              f: {title: 己, office: a, role: reviewer}
              g: {title: 庚, office: b, role: reviewer}
              h: {title: 辛, office: a, role: reviewer, after: [f, g]}
              i: {title: 壬, office: b, role: reviewer, after: [h]}
              j: {title: 癸, office: c, role: reviewer}
              k: {title: 水电, office: c, role: reviewer, holds: false, after: [f]}
          - step: decide
            title: 决定
            items: {decide: {title: 决定, task: decision, office: hall, role: approver}}
        """;

    [Fact]
    public async Task The_parser_of_bpmn_io_reads_every_matter_and_a_running_case()
    {
        var folder = Directory.CreateTempSubdirectory("zhuangjin-bpmn-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "npm")))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
            await RunAsync("npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
            var written = new List<string>();
            void Write(string name, string xml)
            {
                written.Add(Path.Combine(folder, name + ".bpmn"));
                File.WriteAllText(written[^1], xml);
            }
            foreach (var matter in AllMatters())
            {
                Write(matter.Key, Document.Write(matter));
            }
            Assert.True(written.Count >= 3);
            Write("knots", Document.Write(Load(new TextPack(Knots))));
            Write("running", Document.Write(AcceptancePack.Main.Matter, Running()));

            var output = await RunAsync("node", folder, ["readbpmn.mjs", .. written]);

            Assert.Equal(written.Count, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.EndsWith("11 states", output.Trim(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void A_running_case_shows_its_states_and_colours()
    {
        var xml = XDocument.Parse(Document.Write(AcceptancePack.Main.Matter, Running()));
        XNamespace own = "urn:zhuangjin:cases:1", diagram = "http://www.omg.org/spec/BPMN/20100524/DI", colour = "http://www.omg.org/spec/BPMN/non-normative/color/1.0";

        var states = xml.Descendants(own + "state").ToDictionary(s => (string)s.Parent!.Parent!.Attribute("id")!, s => (string)s.Attribute("status")!);
        Assert.Equal("agreed", states["Item_accept"]);
        Assert.Equal("open", states["Item_fire"]);
        Assert.Equal("reviewing", (string)xml.Descendants(own + "case").Single().Attribute("phase")!);
        Assert.Equal("#c8e6c9", (string)xml.Descendants(diagram + "BPMNShape").Single(s => (string)s.Attribute("bpmnElement")! == "Item_accept").Attribute(colour + "background-color")!);
    }

    private static IEnumerable<Matter> AllMatters() => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "packs"), "pack.yaml", SearchOption.AllDirectories)
        .SelectMany(p => PackLoader.Load(new FolderPackFiles(Path.GetDirectoryName(p)!)).Matters).Select(m => m.Matter);

    private static Matter Load(IPackFiles files)
    {
        var pack = PackLoader.Load(files);
        Assert.True(pack.IsValid, string.Join("\n", pack.Errors));
        return Assert.Single(pack.Matters).Matter;
    }

    private static CaseState Running()
    {
        var context = AcceptancePack.At(AcceptancePack.China(2022, 8, 16));
        CaseState? state = null;
        foreach (var command in new CaseCommand[] { AcceptancePack.Submission(), new Accept() })
        {
            foreach (var happened in Decider.Decide(AcceptancePack.Main, state, command, context).Events)
            {
                state = Applier.Apply(state, new("case", (state?.Version ?? 0) + 1, context.Now, "person", "", happened));
            }
        }
        return state!;
    }

    private static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await output}{await error}");
        return await output;
    }
}
