using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Tests;

/// <summary>A city with a few departments and the real engine on a real store.</summary>
internal sealed class Pool : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, string> _departments = new(StringComparer.Ordinal);

    private Pool(string database, Action<IServiceCollection>? more)
    {
        Address = database;
        var settings = new ModuleSettings(_folder.Path, Databases.DialectOf(database), database, Demo: false, new("https://zhuangjin.example"));
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(settings);
        services.AddKernel(settings);
        services.AddSingleton(new PhraseBook([typeof(DataSharingModule).Assembly]));
        foreach (var module in Modules)
        {
            module.AddServices(services, settings);
        }
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    private static IReadOnlyList<IModule> Modules { get; } = [new EvidenceModule(), new SecurityModule(), new DataSharingModule()];

    public string Address { get; }

    public string Folder => _folder.Path;

    public IServiceProvider Services => _services;

    public IDatabase Database => Get<IDatabase>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<Pool> OpenAsync(string database = "sqlite:zhuangjin.db", Action<IServiceCollection>? more = null)
    {
        var pool = new Pool(database, more);
        await MigrationRunner.ApplyAsync(pool.Database, MigrationRunner.Of(Modules, pool.Database.Dialect), TimeProvider.System);
        await StartUpRunner.RunAsync(pool._services);
        foreach (var service in pool._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
        pool.At("2022-08-16 10:00");
        var tree = pool.Get<IOrganisationRegistry>();
        var region = await tree.AddAsync(Actor.Clock, null, OrganisationKind.Region, "450000", null, new LocalText("广西", "Guangxi"));
        var city = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.City, "450200", null, new LocalText("柳州市", "Liuzhou"));
        pool._departments["city"] = city.Id;
        foreach (var function in (string[])["big-data", "public-security", "market-supervision", "natural-resources", "housing-fund"])
        {
            pool._departments[function] = (await tree.AddAsync(Actor.Clock, city.Id, OrganisationKind.Department, "450200", function, new LocalText(function, function))).Id;
        }
        return pool;
    }

    /// <summary>Another node of this installation: the same database and master key, a disk of its own. Only with PostgreSQL.</summary>
    public async Task<Pool> SecondNodeAsync()
    {
        var node = new Pool(Address, more: null);
        foreach (var file in Directory.EnumerateFiles(Folder, "*key*"))
        {
            File.Copy(file, Path.Combine(node.Folder, Path.GetFileName(file)));
        }
        await StartUpRunner.RunAsync(node._services);
        node.At("2022-08-16 10:00");
        foreach (var (function, id) in _departments)
        {
            node._departments[function] = id;
        }
        return node;
    }

    public void At(string time) => Get<MovableTime>().ShiftTo(new DateTimeOffset(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), ChinaTime.Offset));

    /// <summary>Id of the department that does this; "city" for the city itself.</summary>
    public string Department(string function) => _departments[function];

    /// <summary>Somebody of the department in this role.</summary>
    public Actor Of(string function, string role)
    {
        var organisation = Get<IOrganisations>().Find(Department(function))!;
        return new($"{function}-{role}", $"示例·{function}", [new Appointment(organisation.Id, organisation.Path, role)], []);
    }

    /// <summary>A small resource of persons, described by the police.</summary>
    public Description Person(SharingClass sharing = SharingClass.Unconditional) => new(
        "pop.person", new("人口基本信息", "Persons"), new("常住人口的基本信息。", "Residents."), Department("public-security"), sharing, sharing == SharingClass.Unconditional ? null : "须经提供部门同意", ["api", "file"],
        UpdateCycle.Daily, BaseLibrary.Person, Open: false, OpenCondition: null, ["人口"],
        [
            new("id_no", new("公民身份号码", "Identity number"), ItemType.Text, 18, Required: true, Identifies: true, Names: "person", CodeList: "GB 11643", Sensitivity: Sensitivity.Sensitive),
            new("name", new("姓名", "Name"), ItemType.Text, 50, Required: true, Sensitivity: Sensitivity.Personal),
            new("born_on", new("出生日期", "Born on"), ItemType.Date, Sensitivity: Sensitivity.Personal),
            new("division", new("行政区划", "Division"), ItemType.Text, 6, CodeList: "GB/T 2260"),
        ]);

    /// <summary>Describes the resource as its provider's steward and publishes what the question answers as its data.</summary>
    public async Task<DataVersion> PublishAsync(Description description, params string[] shards)
    {
        var provider = Get<IOrganisations>().Find(description.ProviderId)!;
        Actor steward = new("steward", "示例·数据专员", [new Appointment(provider.Id, provider.Path, Roles.Steward)], []);
        var described = await Get<CatalogueStore>().DescribeAsync(steward, description);
        var store = Get<ShardStore>();
        var kept = new List<Shard>();
        foreach (var question in shards)
        {
            var draft = Path.Combine(store.Drafts, Path.GetRandomFileName() + ".parquet");
            using var duck = DuckSession.Open(store.Folder, threads: 1, memory: 256L << 20);
            var rows = duck.Ask($"SELECT count(*) FROM ({question})", r => r.GetInt64(0))[0];
            duck.Run($"COPY ({question}) TO {Sql.Literal(draft)} (FORMAT parquet)");
            kept.Add(await store.KeepAsync(draft, rows));
        }
        return await Get<CatalogueStore>().PublishAsync(steward, description.Code, described.Number, [.. kept]);
    }

    /// <summary>Asks again until the followers of the log have come so far.</summary>
    public async Task<T> FollowedAsync<T>(Func<Task<T>> ask, Predicate<T> arrived)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await ask();
            if (arrived(answer) || tries == 600)
            {
                return answer;
            }
            await Task.Delay(50, Xunit.TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
