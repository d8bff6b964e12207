using System.Diagnostics;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Worklist;

/// <summary>A worklist's page at 10 thousand cases and at 1 million, one in twenty of them open. Flat means that the second is as fast as the first.</summary>
public static class WorklistBench
{
    private const int Pages = 300;

    /// <param name="args">--most N (1000000), --store sqlite|postgres (both).</param>
    public static async Task RunAsync(string[] args)
    {
        var most = Array.IndexOf(args, "--most") is var at and >= 0 ? int.Parse(args[at + 1]) : 1_000_000;
        await using var cluster = await PostgresCluster.StartAsync();
        var only = Array.IndexOf(args, "--store") is var place and >= 0 ? args[place + 1] : "";
        foreach (var address in new[] { "sqlite:bench.db", await cluster.CreateDatabaseAsync() }.Where(a => a.StartsWith(only, StringComparison.Ordinal)))
        {
            using var folder = new TestFolder();
            await using var node = await CasesNode.StartAsync(address, folder.Path);
            await node.PeopleAsync();
            var filling = await Filling.OfAsync(node, address);
            var small = await MeasuredAsync(node, filling, 1, 10_000);
            var great = await MeasuredAsync(node, filling, 10_001, most);
            Console.WriteLine($"{node.Database.Dialect}, p95 in ms: 10,000 cases, {most:#,0} cases, ratio");
            foreach (var ((what, first), (_, last)) in small.Zip(great))
            {
                Console.WriteLine($"  {what,-44}{first,8:0.00}{last,8:0.00}{last / first,8:0.00}");
            }
        }
    }

    private static async Task<List<(string What, double Milliseconds)>> MeasuredAsync(CasesNode node, Filling filling, int from, int to)
    {
        await filling.FillAsync(from, to);
        var clerk = await node.ActorAsync("planning-1");
        var search = node.Get<ICaseSearch>();
        var measured = new List<(string, double)>();
        var number = to;
        await AddAsync("page of 50, by cursor", async after => await node.Lists.WorkAsync(clerk, new WorkQuery(After: after)));
        await AddAsync("first page with its count", async _ => await node.Lists.WorkAsync(clerk, new WorkQuery()));
        await AddAsync("search: one case by its number", async _ => await FoundAsync(1, "451000-20220816-" + --number));
        await AddAsync("search: a name of 1 in 5,000", async _ => await FoundAsync(1, "公司" + (number-- % 5_000)));
        await AddAsync("search: a word that all have", async _ => await FoundAsync(20, "花园"));
        await AddAsync("search: two words that few have together", async _ => await FoundAsync(0, "花园 公司" + (number-- % 5_000) + " 北侧退线"));
        await AddAsync("search: nothing", async _ => await FoundAsync(0, "不存在" + number--));
        await AddAsync("worklist narrowed by a name", async _ => { await node.Lists.WorkAsync(clerk, new WorkQuery(Search: "公司" + (number-- % 5_000))); return null; });
        await AddAsync("worklist narrowed by a word that all have", async _ => { await node.Lists.WorkAsync(clerk, new WorkQuery(Search: "花园")); return null; });
        return measured;

        async Task<WorkPage?> FoundAsync(int least, string words)
        {
            var page = await search.SearchAsync(clerk, words);
            return page.Hits.Count >= least || to < 100_000 ? null : throw new InvalidOperationException($"'{words}' was not found.");
        }

        async Task AddAsync(string what, Func<string?, Task<WorkPage?>> read)
        {
            await ReadAsync(read);
            measured.Add((what, await ReadAsync(read)));
        }
    }

    /// <summary>Walks the list by cursor from its beginning, over and over.</summary>
    private static async Task<double> ReadAsync(Func<string?, Task<WorkPage?>> read)
    {
        var times = new List<double>();
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await read(after);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            after = answer?.Next;
        }
        times.Sort();
        return times[(int)(times.Count * 0.95)];
    }
}
