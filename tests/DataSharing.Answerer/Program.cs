// A node that answers single records under a grant as fast as it can until it is killed: Zhuangjin.DataSharing.Answerer FOLDER.
// With "jobs DATABASE" it does jobs of spread runs of quality rules instead, until it is killed.
// It prints "answered ENTRY" once it would send the answer. With a second argument "uses" it prints "use ENTRY" for each use that the log has, and ends.
// With "intake FILE" it brings the file in, or goes on with it, prints "safe ROWS" after each piece and at last "ended STATE KEPT QUARANTINED ROWS DISTINCT SUM" (see IntakeNode).
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhuangjin.DataSharing;
using Zhuangjin.DataSharing.Answerer;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Spreading;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

const string Code = "test.person";
var folder = args[0];
IModule[] modules = [new EvidenceModule(), new SecurityModule(), new DataSharingModule()];
var address = args is [_, "jobs", var named] ? named : Databases.DefaultAddress;
var settings = new ModuleSettings(folder, Databases.DialectOf(address), address, Demo: false, new("https://zhuangjin.example"));
var services = new ServiceCollection();
services.AddLogging();
services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Pool:ChunkRows", "2000")]).Build());
services.AddSingleton(settings);
services.AddKernel(settings);
services.AddSingleton(new PhraseBook([typeof(DataSharingModule).Assembly]));
foreach (var module in modules)
{
    module.AddServices(services, settings);
}
await using var provider = services.BuildServiceProvider();
if (args is [_, "jobs", _])
{
    await StartUpRunner.RunAsync(provider);
    await provider.GetServices<IHostedService>().OfType<SpreadWatch>().Single().StartAsync(default);
    await Task.Delay(Timeout.Infinite);
}
await MigrationRunner.ApplyAsync(provider.GetRequiredService<IDatabase>(), MigrationRunner.Of(modules, Dialect.Sqlite), TimeProvider.System);
await StartUpRunner.RunAsync(provider);
var grantFile = Path.Combine(folder, "grant");
if (args is [_, "uses"])
{
    foreach (var use in (await provider.GetRequiredService<IProofs>().SealsAsync(GrantStore.Stream(await File.ReadAllTextAsync(grantFile)))).Where(s => s.Type == UseRecorder.Type))
    {
        Console.WriteLine($"use {use.EntryId}");
    }
    return;
}
foreach (var service in provider.GetServices<IHostedService>())
{
    await service.StartAsync(default);
}
if (args is [_, "intake", var brought])
{
    await IntakeNode.RunAsync(provider, brought);
    return;
}
var organisations = provider.GetRequiredService<IOrganisations>();
if (!File.Exists(grantFile))
{
    await File.WriteAllTextAsync(grantFile, await FoundAsync());
}
var grantId = await File.ReadAllTextAsync(grantFile);
var user = UserOf(organisations.All.First(o => o.Function == "recipient"));
var records = provider.GetRequiredService<IPoolRecords>();
await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
{
    for (var n = caller; ; n++)
    {
        var found = await records.FindAsync(user, Code, grantId, "id_no", $"K{n % 100}");
        lock (records)
        {
            Console.Out.WriteLine($"answered {found.Use}");
            Console.Out.Flush();
        }
    }
})));

async Task<string> FoundAsync()
{
    var tree = provider.GetRequiredService<IOrganisationRegistry>();
    var region = await tree.AddAsync(Actor.Clock, null, OrganisationKind.Region, "450000", null, new LocalText("示例自治区"));
    var source = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.Department, "450000", "source", new LocalText("提供部门"));
    var recipient = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.Department, "450000", "recipient", new LocalText("使用部门"));
    Actor steward = new("s", "s", [new Appointment(source.Id, source.Path, Roles.Steward)], []);
    var catalogue = provider.GetRequiredService<CatalogueStore>();
    var described = await catalogue.DescribeAsync(steward, new(Code, new("人口"), new("人口"), source.Id, SharingClass.Unconditional, null, ["api"], UpdateCycle.Daily, BaseLibrary.Person, false, null, [],
        [new("id_no", new("号"), ItemType.Text, 18, Required: true, Identifies: true, Names: "person")]));
    var store = provider.GetRequiredService<ShardStore>();
    var draft = Path.Combine(store.Drafts, "test.parquet");
    using (var duck = DuckSession.Open(store.Folder, threads: 1, memory: 128L << 20))
    {
        duck.Run($"COPY (SELECT 'K' || i AS id_no FROM range(100) t(i)) TO {Sql.Literal(draft)} (FORMAT parquet)");
    }
    await catalogue.PublishAsync(steward, Code, described.Number, [await store.KeepAsync(draft, 100)]);
    return (await provider.GetRequiredService<ISharingDesk>().AskAsync(UserOf(recipient), new(Code, recipient.Id, "测试停电之后的记录", "《示例条例》", [new("id_no")], null, 30, 10_000_000))).GrantId!;
}

static Actor UserOf(Organisation recipient) => new("u", "u", [new Appointment(recipient.Id, recipient.Path, Roles.DataUser)], []);
