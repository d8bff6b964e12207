using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Zhuangjin.Bench.Evidence;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Stepping;

/// <summary>Whole permits, one after the other: a window accepts, two offices review side by side, one decides. npm's bpmn-engine beside our own stepping, in memory and durable.</summary>
public static class SteppingBench
{
    /// <param name="args">--rounds N (5) --milliseconds N (2000).</param>
    public static async Task RunAsync(string[] args)
    {
        var rounds = Option(args, "--rounds", 5);
        var each = TimeSpan.FromMilliseconds(Option(args, "--milliseconds", 2000));
        using var folder = new TestFolder();
        await using var node = await CasesNode.StartAsync("sqlite:bench.db", folder.Path);
        await node.PeopleAsync();
        var permits = await Permits.OfAsync(node);
        await using var peer = await OtherProgram.BpmnEngineAsync("bpmn-engine, in memory");
        (string Name, Func<TimeSpan, Task<Lap>> RunAsync)[] contest =
        [
            (peer.Name, peer.RunAsync),
            ("ours, in memory", time => LapAsync(permits.InMemoryAsync, time)),
            ("ours, durable on SQLite", time => LapAsync(permits.DurableAsync, time)),
        ];
        var laps = contest.ToDictionary(c => c.Name, _ => new List<Lap>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, runAsync) in contest)
            {
                var lap = await runAsync(round == 0 ? each / 2 : each);
                if (round > 0)
                {
                    laps[name].Add(lap);
                }
            }
        }
        Console.WriteLine($"One caller; each permit is begun and has four steps. Medians of {rounds} interleaved rounds of {each.TotalSeconds:0.#} s. Load {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}.");
        Console.WriteLine($"{"",-28}{"permits/s",12}{"slowest",10}{"fastest",10}{"p50 ms",9}{"p99 ms",9}");
        foreach (var (name, all) in laps)
        {
            var rates = all.Select(l => l.PerSecond).Order().ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{rates[rates.Count / 2],12:#,0}{rates[0],10:#,0}{rates[^1],10:#,0}{all[all.Count / 2].Median,9:0.00}{all[all.Count / 2].Slowest1Percent,9:0.00}"));
        }
    }

    private static async Task<Lap> LapAsync(Func<Task> doAsync, TimeSpan time)
    {
        var took = new List<TimeSpan>();
        var watch = Stopwatch.StartNew();
        do
        {
            var from = watch.Elapsed;
            await doAsync();
            took.Add(watch.Elapsed - from);
        }
        while (watch.Elapsed < time);
        return Lap.Of(took, watch.Elapsed);
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

    private sealed class Permits(CasesNode node, Actor owner, IReadOnlyList<(CaseCommand Command, Actor By)> steps)
    {
        private int _number;

        public static async Task<Permits> OfAsync(CasesNode node) => new(node, await node.ActorAsync("owner"),
        [
            (new Accept(), await node.ActorAsync("approval-1")),
            (new AgreeItem("planning", null), await node.ActorAsync("planning-1")),
            (new AgreeItem("water", null), await node.ActorAsync("water-1")),
            (new Grant("decide", null), await node.ActorAsync("approval-1")),
        ]);

        /// <summary>Decides and applies without rights, store and evidence: what bpmn-engine does, and the clocks, which it has not.</summary>
        public async Task InMemoryAsync()
        {
            var (logic, now, calendar) = (node.Get<CaseLogic>(), node.Time.GetUtcNow(), node.Get<IWorkCalendars>().Current);
            var city = node.Get<IOrganisations>().Area("451000")!;
            var submit = new Submit(
                Ids.New(node.Time), "451000-20220816-000001", owner.Parties[0].Party, null, city.Id, city.Path, null,
                ImmutableSortedDictionary<string, string>.Empty.Add("name", "花园").Add("place", "451000"), ImmutableSortedDictionary<string, MaterialState>.Empty);
            var (state, _) = await logic.DecideAsync(GardenMatter.Compiled, null, submit, owner, "party/x", now, calendar, null, default);
            foreach (var (command, by) in steps)
            {
                (state, _) = await logic.DecideAsync(GardenMatter.Compiled, state, command, by, "office/x", now, calendar, null, default);
            }
            Check(state);
        }

        /// <summary>As the product does it: rights, snapshot, events, list rows, evidence with commitments; each step is on the disk before it is answered.</summary>
        public async Task DurableAsync()
        {
            var number = (++_number).ToString(CultureInfo.InvariantCulture);
            var state = await node.SubmitAsync(owner, "花园" + number, "stepping-" + number);
            foreach (var (command, by) in steps)
            {
                state = await node.Cases.ExecuteAsync(by, state.Id, command);
            }
            Check(state);
        }

        private static void Check(CaseState state)
        {
            if (state.DecidedAt is null)
            {
                throw new InvalidOperationException("A permit did not come to its decision.");
            }
        }
    }
}
