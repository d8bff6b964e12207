using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Catalogue.Demo;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Bench.Catalogue;

/// <summary>The search of the catalogue with 75 departments, on both stores: words, facets, departments, and the first search after somebody changed a description.</summary>
public static class CatalogueBench
{
    private const int Departments = 75;

    private static readonly string[] Words = ["食品", "道路运输 许可", "发证日期", "有效期至 消防", "检查 农机 金额", "学籍登记", "没有这个词", "resource"];

    /// <param name="args">--items N (20000) --searches N (600) --changes N (40) --store sqlite|postgres (both).</param>
    public static async Task RunAsync(string[] args)
    {
        var (items, searches, changes) = (Option(args, "--items", 20_000), Option(args, "--searches", 600), Option(args, "--changes", 40));
        var only = Array.IndexOf(args, "--store") is >= 0 and var place && place + 1 < args.Length ? args[place + 1] : "";
        await using var cluster = await PostgresCluster.StartAsync();
        foreach (var address in new[] { "sqlite:zhuangjin.db", await cluster.CreateDatabaseAsync() }.Where(a => a.StartsWith(only, StringComparison.Ordinal)))
        {
            await RunAsync(address, items, searches, changes);
        }
    }

    private static async Task RunAsync(string address, int items, int searches, int changes)
    {
        using var folder = new TestFolder();
        IModule[] modules = [new EvidenceModule(), new SecurityModule(), new DataSharingModule()];
        var settings = new ModuleSettings(folder.Path, Databases.DialectOf(address), address, Demo: false, new("https://bench.example"));
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
        await MigrationRunner.ApplyAsync(provider.GetRequiredService<IDatabase>(), MigrationRunner.Of(modules, settings.Dialect), TimeProvider.System);
        await StartUpRunner.RunAsync(provider);
        var departments = await DepartmentsAsync(provider);
        var all = SyntheticCatalogue.Make(20260723, departments, items).ToList();
        var (store, search) = (provider.GetRequiredService<CatalogueStore>(), provider.GetRequiredService<CatalogueSearch>());
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (d, cancel) => await store.DescribeAsync(Actor.Clock, d, cancel));

        var began = Stopwatch.GetTimestamp();
        await search.FindAsync(new(null, null, null, null));
        Console.WriteLine($"{settings.Dialect}: {Departments} departments, {all.Count:#,0} resources, {items:#,0} items; read for the first time in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms; load {LoadOfTheMinute()}");
        Console.WriteLine($"{"",-44}{"searches",10}{"p50 ms",10}{"p99 ms",10}{"slowest",10}");
        await PrintAsync("everything, with its facets", searches, n => search.FindAsync(new(null, null, null, null)));
        await PrintAsync("Chinese words", searches, n => search.FindAsync(new(Words[n % Words.Length], null, null, null)));
        await PrintAsync("words within a department", searches, n => search.FindAsync(new(Words[n % Words.Length], departments[n % Departments], null, null)));
        await PrintAsync("words, class and cycle", searches, n => search.FindAsync(new(Words[n % Words.Length], null, (SharingClass)(n % 2), null, (UpdateCycle)(n % 7))));
        await PrintAsync("a department, a class, only what is open", searches, n => search.FindAsync(new(null, departments[n % Departments], (SharingClass)(n % 2), null, OnlyOpen: true)));
        await PrintAsync("words, 16 callers at once", searches, n => Task.WhenAll(Enumerable.Range(n, 16).Select(m => Task.Run(() => search.FindAsync(new(Words[m % Words.Length], null, null, null))))));
        await PrintAsync("from which others take", searches, n => search.TakenFromAsync(all[n % all.Count].Code));
        await PrintAsync("first search after a description changed", changes, n => search.FindAsync(new(Words[n % Words.Length], null, null, null)),
            n => store.DescribeAsync(Actor.Clock, all[n] with { Title = new(all[n].Title + "（修订）") }));
    }

    private static async Task<List<string>> DepartmentsAsync(ServiceProvider provider)
    {
        var tree = provider.GetRequiredService<IOrganisationRegistry>();
        var region = await tree.AddAsync(Actor.Clock, null, OrganisationKind.Region, "450000", null, new LocalText("示例自治区"));
        var city = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.City, "450200", null, new LocalText("示例市"));
        var made = new List<string>();
        for (var n = 0; n < Departments; n++)
        {
            made.Add((await tree.AddAsync(Actor.Clock, city.Id, OrganisationKind.Department, "450200", $"bench{n}", new LocalText($"示例部门{n}"))).Id);
        }
        return made;
    }

    /// <param name="beforeAsync">Done before each, outside the time taken.</param>
    private static async Task PrintAsync(string what, int times, Func<int, Task> findAsync, Func<int, Task>? beforeAsync = null)
    {
        var took = new List<double>(times);
        for (var n = 0; n < times; n++)
        {
            await (beforeAsync?.Invoke(n) ?? Task.CompletedTask);
            var start = Stopwatch.GetTimestamp();
            await findAsync(n);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        took.Sort();
        Console.WriteLine($"  {what,-42}{times,10}{took[times / 2],10:0.00}{took[(int)((times - 1) * 0.99)],10:0.00}{took[^1],10:0.00}");
    }

    private static string LoadOfTheMinute() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
