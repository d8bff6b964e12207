using Zhuangjin.Bench.Measuring;
using Zhuangjin.Bench.Raw;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Transitions;

/// <summary>Whole transitions of the Cases engine (rights, decision, snapshot, event, list row, evidence entry) against the three writes without any logic.</summary>
public static class TransitionBench
{
    private const int Cases = 512;

    /// <param name="args">--rounds N (5), --store sqlite|postgres (both).</param>
    public static async Task RunAsync(string[] args)
    {
        var rounds = Array.IndexOf(args, "--rounds") is var at and >= 0 ? int.Parse(args[at + 1]) : 5;
        await using var cluster = await PostgresCluster.StartAsync();
        var only = Array.IndexOf(args, "--store") is var place and >= 0 ? args[place + 1] : "";
        foreach (var address in new[] { "sqlite:bench.db", await cluster.CreateDatabaseAsync() }.Where(a => a.StartsWith(only, StringComparison.Ordinal)))
        {
            using var folder = new TestFolder();
            await using var node = await CasesNode.StartAsync(address, folder.Path);
            await node.PeopleAsync();
            await Workload.PrepareAsync(node.Database);
            var owner = await node.ActorAsync("owner");
            var clerk = await node.ActorAsync("approval-1");
            var ids = new string[Cases];
            await Parallel.ForAsync(0, Cases, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => ids[i] = (await node.SubmitAsync(owner, "花园" + i, "bench-" + i)).Id);

            // Taking and giving back by turns: each is one event, one entry, one new snapshot, one changed row of a worklist.
            var turns = new int[16];
            async Task StepAsync(int caller)
            {
                var turn = turns[caller]++;
                var id = ids[(caller * (Cases / 16)) + (turn / 2 % (Cases / 16))];
                await node.Cases.ExecuteAsync(clerk, id, turn % 2 == 0 ? new TakeItem("accept") : new ReleaseItem("accept"));
            }

            var number = 0;
            Contestant raw1 = new("three raw writes", 1, _ => Workload.WriteAsync(node.Database, Interlocked.Increment(ref number)));
            Contestant raw16 = raw1 with { Callers = 16 };
            var scores = await Contest.RunAsync([raw1, new("transition", 1, StepAsync) { Limit = raw1 }, raw16, new("transition", 16, StepAsync) { Limit = raw16 }], rounds, TimeSpan.FromSeconds(1));
            Console.WriteLine($"{node.Database.Dialect}: durable, medians of {rounds} interleaved rounds");
            Score.Print(scores, "transitions/s");
        }
    }
}
