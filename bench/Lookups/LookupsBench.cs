using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.DataSharing;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Bench.Lookups;

/// <summary>Single records under a grant, each on record and sealed before its answer leaves, against the same look-up (grant, rows, masks, quota) without the record.</summary>
public static class LookupsBench
{
    /// <param name="args">--rows N (1000000) --callers N (1024) --rounds N (5) --seconds N (3) --grants N (16).</param>
    public static async Task RunAsync(string[] args)
    {
        var (rows, callers, rounds, seconds, grants) = (Option(args, "--rows", 1_000_000), Option(args, "--callers", 1024), Option(args, "--rounds", 5), Option(args, "--seconds", 3), Option(args, "--grants", 16));
        using var folder = new TestFolder();
        IModule[] modules = [new EvidenceModule(), new SecurityModule(), new DataSharingModule()];
        var settings = new ModuleSettings(folder.Path, Dialect.Sqlite, "sqlite:zhuangjin.db", Demo: false, new("https://bench.example"));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(settings);
        services.AddKernel(settings);
        services.AddSingleton(new PhraseBook([typeof(DataSharingModule).Assembly]));
        foreach (var module in modules)
        {
            module.AddServices(services, settings);
        }
        await using var provider = services.BuildServiceProvider();
        await MigrationRunner.ApplyAsync(provider.GetRequiredService<IDatabase>(), MigrationRunner.Of(modules, Dialect.Sqlite), TimeProvider.System);
        await StartUpRunner.RunAsync(provider);
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
        }
        var (user, ids) = await PrepareAsync(provider, rows, grants);
        var exchange = provider.GetRequiredService<RecordExchange>();
        await exchange.FindAsync(user, Code, ids[0], "id_no", Key(0));

        var (audited, bare, flushes) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            flushes.Add(Disk.FlushesPerSecond(folder.Path));
            var without = await RateAsync(callers, seconds, rows, (caller, key) => exchange.LookAsync(user, Code, ids[caller % ids.Count], "id_no", key, default).AsTask());
            var with = await RateAsync(callers, seconds, rows, (caller, key) => exchange.FindAsync(user, Code, ids[caller % ids.Count], "id_no", key));
            if (round > 0)
            {
                (audited, bare) = ([.. audited, with], [.. bare, without]);
            }
        }
        var (a, b) = (Median(audited), Median(bare));
        Console.WriteLine($"{rows:#,0} records, {grants} grants with rows and masks, {callers} callers, each waiting for its own answer; medians of {rounds} interleaved rounds of {seconds} s, in one process on SQLite.");
        Console.WriteLine($"In these minutes: flushes of 4 KB {flushes.Min():0} to {flushes.Max():0}/s.");
        Console.WriteLine();
        Console.WriteLine($"{"not recorded",-34}{b,12:#,0}/s  ({bare.Min():#,0} to {bare.Max():#,0})");
        Console.WriteLine($"{"recorded, durable before the answer",-34}{a,12:#,0}/s  ({audited.Min():#,0} to {audited.Max():#,0})  {a / b:P0} of it");
        foreach (var service in provider.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(default);
        }
    }

    private const string Code = "bench.person";

    private static string Key(int row) => $"450202{row:000000000000}";

    private static async Task<(Actor User, List<string> Grants)> PrepareAsync(ServiceProvider provider, int rows, int grants)
    {
        var tree = provider.GetRequiredService<IOrganisationRegistry>();
        var region = await tree.AddAsync(Actor.Clock, null, OrganisationKind.Region, "450000", null, new LocalText("示例自治区"));
        var source = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.Department, "450000", "source", new LocalText("提供部门"));
        var recipient = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.Department, "450000", "recipient", new LocalText("使用部门"));
        Actor steward = new("s", "s", [new Appointment(source.Id, source.Path, Roles.Steward)], []), user = new("u", "u", [new Appointment(recipient.Id, recipient.Path, Roles.DataUser)], []);
        var catalogue = provider.GetRequiredService<CatalogueStore>();
        var described = await catalogue.DescribeAsync(steward, new(Code, new("人口"), new("人口"), source.Id, SharingClass.Unconditional, null, ["api"], UpdateCycle.Daily, BaseLibrary.Person, false, null, [],
        [
            new("id_no", new("号"), ItemType.Text, 18, Required: true, Identifies: true, Names: "person"),
            new("name", new("姓名"), ItemType.Text, 50),
            new("born_on", new("出生日期"), ItemType.Date),
            new("division", new("区划"), ItemType.Text, 6),
        ]));
        var store = provider.GetRequiredService<ShardStore>();
        var draft = Path.Combine(store.Drafts, "bench.parquet");
        using (var duck = DuckSession.Open(store.Folder, threads: 2, memory: 512L << 20))
        {
            duck.Run($"COPY (SELECT '450202' || lpad(i::VARCHAR, 12, '0') AS id_no, '姓名' || i AS name, DATE '1980-01-01' + (i % 9000)::INTEGER AS born_on, '45020' || (i % 5) AS division FROM range({rows}) t(i)) TO {Sql.Literal(draft)} (FORMAT parquet)");
        }
        await catalogue.PublishAsync(steward, Code, described.Number, [await store.KeepAsync(draft, rows)]);
        var ids = new List<string>();
        for (var i = 0; i < grants; i++)
        {
            ids.Add((await provider.GetRequiredService<ISharingDesk>().AskAsync(user, new(Code, recipient.Id, "测量查询速度", "《示例条例》", [new("id_no"), new("name", Mask.Name), new("born_on", Mask.Year)], new Where("division", Comparison.NotIn, ["450203"]), 30, 10_000_000))).GrantId!);
        }
        return (user, ids);
    }

    private static async Task<double> RateAsync(int callers, int seconds, int rows, Func<int, string, Task> ask)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            var count = 0L;
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                await ask(caller, Key(random.Next(rows)));
                count++;
            }
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Option(string[] args, string name, int otherwise) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
