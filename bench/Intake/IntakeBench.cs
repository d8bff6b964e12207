using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Bench.Quality;
using Zhuangjin.DataSharing;
using Zhuangjin.DataSharing.BaseLibraries;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Bench.Intake;

/// <summary>A CSV of the synthetic person library becomes a version (stored, detected, each value checked, bad rows kept, pieces made safe, hashed, published), against DuckDB's own COPY of the same CSV to Parquet.</summary>
public static class IntakeBench
{
    /// <param name="args">--rows N (2000000) --rounds N (3) --threads N (3).</param>
    public static async Task RunAsync(string[] args)
    {
        var (rows, rounds, threads) = (Option("--rows", 2_000_000), (int)Option("--rounds", 3), (int)Option("--threads", 3));
        using var folder = new TestFolder();
        await using var provider = await NodeAsync(folder.Path, threads);
        var shards = provider.GetRequiredService<ShardStore>();
        var (steward, described) = await DescribeAsync(provider);
        var csv = Path.Combine(shards.Drafts, "bench.csv");
        Make(shards, described.Description, rows, csv);
        var size = new FileInfo(csv).Length;
        var (bare, ours) = (new List<Measure>(), new List<Measure>());
        for (var round = 0; round < rounds; round++)
        {
            bare.Add((await Measure.OfAsync(() => Task.Run(() => Bare(shards, described.Description, csv, threads)))).Measure);
            var (measure, run) = await Measure.OfAsync(() => BringAsync(provider, steward, csv));
            ours.Add(measure);
            if (run.State != IntakeState.Done || run.Kept + run.Quarantined != rows)
            {
                throw new InvalidOperationException($"{run.State}: {run.Kept} + {run.Quarantined} of {rows} rows.");
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} persons, CSV of {size / 1048576.0:#,0} MB, {described.Description.Items.Length} columns, {threads} threads; medians of {rounds} interleaved rounds, in one process on SQLite."));
        Console.WriteLine();
        Tell("DuckDB: COPY (read_csv) to Parquet", bare);
        Tell("CSV to a version", ours);

        void Tell(string name, List<Measure> measures)
        {
            var middle = measures.OrderBy(m => m.Wall).ElementAt(measures.Count / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-38}{rows / middle.Wall.TotalSeconds,12:#,0} rows/s  {middle.Wall.TotalSeconds,7:0.00} s  {middle.Cpu.TotalSeconds,7:0.00} CPU-s  peak {measures.Max(m => m.Peak) >> 20,5} MB"));
        }

        long Option(string name, long otherwise) => Array.IndexOf(args, name) is var at and >= 0 ? long.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    private static async Task<ServiceProvider> NodeAsync(string folder, int threads)
    {
        IModule[] modules = [new EvidenceModule(), new SecurityModule(), new DataSharingModule()];
        var settings = new ModuleSettings(folder, Dialect.Sqlite, "sqlite:zhuangjin.db", Demo: false, new("https://bench.example"));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Pool:IntakeThreads", threads.ToString(CultureInfo.InvariantCulture))]).Build());
        services.AddSingleton(settings);
        services.AddKernel(settings);
        services.AddSingleton(new PhraseBook([typeof(DataSharingModule).Assembly]));
        foreach (var module in modules)
        {
            module.AddServices(services, settings);
        }
        var provider = services.BuildServiceProvider();
        await MigrationRunner.ApplyAsync(provider.GetRequiredService<IDatabase>(), MigrationRunner.Of(modules, Dialect.Sqlite), TimeProvider.System);
        await StartUpRunner.RunAsync(provider);
        return provider;
    }

    private static async Task<(Actor Steward, DescriptionVersion Described)> DescribeAsync(ServiceProvider provider)
    {
        var tree = provider.GetRequiredService<IOrganisationRegistry>();
        var region = await tree.AddAsync(Actor.Clock, null, OrganisationKind.Region, "450000", null, new LocalText("示例自治区"));
        var source = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.Department, "450000", "source", new LocalText("提供部门"));
        Actor steward = new("s", "s", [new Appointment(source.Id, source.Path, Roles.Steward)], []);
        return (steward, await provider.GetRequiredService<CatalogueStore>().DescribeAsync(steward, new SyntheticPersons(1000).Describe(source.Id)));
    }

    private static void Make(ShardStore shards, Description description, long rows, string csv)
    {
        var parquet = Path.Combine(shards.Drafts, "bench.parquet");
        using var duck = DuckSession.Open(shards.Folder, threads: 3, memory: 1L << 30);
        new SyntheticPersons(rows / 8).Write(duck, 0, rows, parquet, []);
        // The library's planted errors are errors of fact; as texts all of its required values but the missing ones fit their items.
        duck.Run($"COPY (SELECT {string.Join(", ", description.Items.Select(i => Sql.Name(i.Key)))} FROM {Sql.Shards([parquet])}) TO {Sql.Literal(csv)} (FORMAT csv, HEADER)");
        File.Delete(parquet);
    }

    private static long Bare(ShardStore shards, Description description, string csv, int threads)
    {
        var to = Path.Combine(shards.Drafts, "bare.parquet");
        using var duck = DuckSession.Open(shards.Folder, threads, memory: 2L << 30);
        var columns = string.Join(", ", description.Items.Select(i => $"{Sql.Literal(i.Key)}: {Sql.Literal(ParquetColumn.Type(i))}"));
        duck.Run($"COPY (SELECT * FROM read_csv({Sql.Literal(csv)}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}})) TO {Sql.Literal(to)} (FORMAT parquet, COMPRESSION zstd)");
        File.Delete(to);
        return 0;
    }

    private static async Task<IntakeRun> BringAsync(ServiceProvider provider, Actor steward, string csv)
    {
        await using var file = File.OpenRead(csv);
        var run = await provider.GetRequiredService<IntakeDesk>().ReceiveAsync(steward, SyntheticPersons.Code, file, "persons.csv", IntakeMode.Full);
        await provider.GetRequiredService<IntakeRunner>().RunAllAsync(default);
        return (await provider.GetRequiredService<IntakeRunStore>().FindAsync(run.Id))!;
    }
}
