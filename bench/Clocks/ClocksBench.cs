using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Sweeping;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Clocks;

/// <summary>A million running clocks: a sweep that finds nothing, a new year's notice that touches few of them, and a day off at once that moves nearly all.</summary>
public static class ClocksBench
{
    private const int Batch = 20_000;

    /// <param name="args">--clocks N (1000000), --store sqlite|postgres (both).</param>
    public static async Task RunAsync(string[] args)
    {
        var clocks = Array.IndexOf(args, "--clocks") is var at and >= 0 ? int.Parse(args[at + 1]) : 1_000_000;
        await using var cluster = await PostgresCluster.StartAsync();
        var only = Array.IndexOf(args, "--store") is var place and >= 0 ? args[place + 1] : "";
        foreach (var address in new[] { "sqlite:bench.db", await cluster.CreateDatabaseAsync() }.Where(a => a.StartsWith(only, StringComparison.Ordinal)))
        {
            using var folder = new TestFolder();
            await using var node = await CasesNode.StartAsync(address, folder.Path);
            await node.PeopleAsync();
            node.Time.ShiftTo(ChinaTime.At(new(2026, 11, 2), new(9, 0)));
            await FillAsync(node, clocks);
            var sweeper = node.Get<Sweeper>();
            Console.WriteLine($"{node.Database.Dialect}: {await node.Database.ReadAsync(s => s.FirstAsync("select count(*) from cases_clock", r => r.GetInt64(0))):#,0} clocks of {await node.Database.ReadAsync(s => s.FirstAsync("select count(*) from cases_case", r => r.GetInt64(0))):#,0} cases");
            await SweepAsync(node, sweeper, "sweep, nothing due");
            node.Time.ShiftTo(ChinaTime.At(new(2026, 11, 6), new(0, 0)));
            var start = Stopwatch.GetTimestamp();
            var due = await node.Database.ReadAsync(session => Cases.Storage.SweepTable.DueAsync(session, node.Time.GetUtcNow().ToMicros(), 500));
            Print("finding the first due", start, due.Count, node);
            await sweeper.MoveDuesAsync(default);
            await LoadAsync(node, """{"years":{"2027":{"off":["2026-12-31","2027-01-01"],"work":["2027-01-02"]}}}""", "the new year's notice", sweeper);
            await LoadAsync(node, With(2026, "2026-11-09"), "a day off at once", sweeper);
        }
    }

    private static async Task SweepAsync(CasesNode node, Sweeper sweeper, string what)
    {
        var start = Stopwatch.GetTimestamp();
        var ticked = await sweeper.TickAsync((_, fault) => Console.WriteLine(fault.Message), default);
        Print(what, start, ticked, node);
    }

    private static async Task LoadAsync(CasesNode node, string notice, string what, Sweeper sweeper)
    {
        await node.Get<IWorkCalendars>().LoadNoticeAsync(new MemoryStream(Encoding.UTF8.GetBytes(notice)));
        var before = await node.Database.ReadAsync(s => s.FirstAsync("select count(*) from cases_due_history", r => r.GetInt64(0)));
        var start = Stopwatch.GetTimestamp();
        var looked = await sweeper.MoveDuesAsync(default);
        Print(what, start, looked, node);
        Console.WriteLine($"    {await node.Database.ReadAsync(s => s.FirstAsync("select count(*) from cases_due_history", r => r.GetInt64(0))) - before:#,0} dues moved");
    }

    private static void Print(string what, long start, int cases, CasesNode node) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {node.Database.Dialect,-8} {what,-28} {Stopwatch.GetElapsedTime(start).TotalSeconds,8:0.00} s, {cases:#,0} cases"));

    private static string With(int year, string day)
    {
        using var stream = typeof(WorkCalendar).Assembly.GetManifestResourceStream("Zhuangjin.Kernel.Time.cn-holidays.json")!;
        using var document = System.Text.Json.JsonDocument.Parse(stream);
        var text = document.RootElement.GetProperty("years").GetProperty(year.ToString(CultureInfo.InvariantCulture)).GetRawText();
        var at = text.IndexOf('[', text.IndexOf("\"off\"", StringComparison.Ordinal)) + 1;
        return $"{{\"years\":{{\"{year}\":{text[..at]}\"{day}\",{text[at..]}}}}}";
    }

    /// <summary>Real snapshots: gardens with two offices at work, accepted on one of sixty days to come as far as their clocks go; rows written as the engine writes them.</summary>
    private static async Task FillAsync(CasesNode node, int clocks)
    {
        var pattern = await node.SubmitAsync(await node.ActorAsync("owner"), "花园", "pattern");
        pattern = await node.Cases.ExecuteAsync(await node.ActorAsync("approval-1"), pattern.Id, new Accept());
        var calendar = node.Get<IWorkCalendars>().Current;
        var running = pattern.Clocks.Values.Count(c => c.IsRunning);
        for (var start = 0; start < clocks / running; start += Batch)
        {
            var rows = Enumerable.Range(start, Math.Min(Batch, (clocks / running) - start)).AsParallel().AsOrdered().Select(i =>
            {
                var shift = TimeSpan.FromDays(i % 60);
                var state = pattern with
                {
                    Id = "bench" + i.ToString("000000000", CultureInfo.InvariantCulture),
                    Number = "451000-bench-" + i.ToString(CultureInfo.InvariantCulture),
                    Clocks = pattern.Clocks.SetItems(pattern.Clocks.Select(c => KeyValuePair.Create(c.Key, c.Value with { StartedAt = c.Value.StartedAt + shift }))),
                };
                return (Projection: Projection.Of(GardenMatter.Compiled.Matter, state, calendar), Snapshot: CaseJson.Write(state));
            }).ToList();
            await node.Database.WriteAsync(async session =>
            {
                foreach (var (projection, snapshot) in rows)
                {
                    await Cases.Storage.CaseTable.InsertAsync(session, projection.Case, snapshot);
                    foreach (var item in projection.Items.Where(i => i.Open))
                    {
                        await Cases.Storage.ItemTable.WriteAsync(session, null, item);
                    }
                    foreach (var clock in projection.Clocks)
                    {
                        await Cases.Storage.ItemTable.WriteAsync(session, clock);
                    }
                }
                return 0;
            });
        }
        if (node.Database.Dialect == Dialect.Postgres)
        {
            await node.Database.WriteAsync(session => session.ExecuteAsync("analyze"));
        }
    }
}
