using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Evidence;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Node;

/// <summary>One node of the real engines (kernel, evidence, security, cases) on one store, without a web server.</summary>
internal sealed class CasesNode : IAsyncDisposable
{
    public static readonly DateTimeOffset Begin = ChinaTime.At(new(2022, 8, 16), new(9, 0));

    private static readonly IModule[] Modules = [new EvidenceModule(), new SecurityModule(), new CasesModule()];

    private readonly ServiceProvider _services;

    private CasesNode(ServiceProvider services) => _services = services;

    public IDatabase Database => Get<IDatabase>();

    public ICases Cases => Get<ICases>();

    public IWorklists Lists => Get<IWorklists>();

    public IDrafts Drafts => Get<IDrafts>();

    public MovableTime Time => Get<MovableTime>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<CasesNode> StartAsync(string address, string folder)
    {
        var settings = new ModuleSettings(folder, Databases.DialectOf(address), address, false, new Uri("http://localhost:1"));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKernel(settings);
        services.AddSingleton(new Ui.Texts.PhraseBook([typeof(CasesModule).Assembly, typeof(Ui.Texts.Phrases).Assembly]));
        services.AddSingleton(settings);
        services.AddSingleton(new Zhuangjin.Ui.Texts.PhraseBook([typeof(CasesModule).Assembly]));
        foreach (var module in Modules)
        {
            module.AddServices(services, settings);
        }
        var node = new CasesNode(services.BuildServiceProvider());
        node.Time.ShiftTo(Begin);
        await MigrationRunner.ApplyAsync(node.Database, MigrationRunner.Of(Modules, settings.Dialect), TimeProvider.System);
        await StartUpRunner.RunAsync(node._services);
        node.Get<MatterLibrary>().Run([GardenMatter.Compiled]);
        return node;
    }

    /// <summary>Offices and people of two counties: the first with all that the garden needs, the second with a clerk who has nothing to do with it.</summary>
    public async Task PeopleAsync()
    {
        var tree = Get<IOrganisationRegistry>();
        var people = Get<IPeopleRegistry>();
        var region = await tree.AddAsync(Actor.Clock, null, OrganisationKind.Region, "450000", null, new("广西壮族自治区"));
        var city = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.City, "451000", null, new("百色市"));
        var other = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.City, "450100", null, new("南宁市"));
        foreach (var (function, name) in new[] { ("approval", "审批局"), ("planning", "规划局"), ("water", "水务局") })
        {
            var office = await tree.AddAsync(Actor.Clock, city.Id, OrganisationKind.Department, "451000", function, new(name));
            var elsewhere = await tree.AddAsync(Actor.Clock, other.Id, OrganisationKind.Department, "450100", function, new("南宁" + name));
            await AppointAsync(people, function + "-1", "一" + name, office.Id);
            await AppointAsync(people, function + "-2", "二" + name, office.Id);
            await AppointAsync(people, "far-" + function, "远" + name, elsewhere.Id);
        }
        await AppointAsync(people, "mayor", "市督查员", city.Id, Roles.Supervisor);
        var owner = await people.AddPersonAsync(Actor.Clock, "owner", "password-1", "韦小花", null);
        var stranger = await people.AddPersonAsync(Actor.Clock, "stranger", "password-1", "陌生人", null);
        var party = await people.AddPartyAsync(Actor.Clock, PartyKind.LegalEntity, "百色花园有限公司", Uscc);
        await people.RepresentAsync(Actor.Clock, owner, party.Id);
        _ = stranger;
    }

    public async Task<Actor> ActorAsync(string login) => await Get<IPeople>().ActorByLoginAsync(login) ?? throw new InvalidOperationException($"No account '{login}'.");

    /// <summary>Submits a garden under a key, as a client does that repeats until it is answered.</summary>
    public async Task<CaseState> SubmitAsync(Actor owner, string name, string key)
    {
        var city = Get<IOrganisations>().Area("451000")!;
        var submit = new Submit(
            Ids.New(Time), await Get<CaseNumbers>().NextAsync("451000", Time.GetUtcNow().ChinaDate(), default), owner.Parties[0].Party, null, city.Id, city.Path, null,
            ImmutableSortedDictionary<string, string>.Empty.Add("name", name).Add("place", "451000"),
            ImmutableSortedDictionary<string, MaterialState>.Empty);
        return await Get<CaseService>().SubmitAsync(owner, GardenMatter.Compiled, submit, key, default);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private const string Uscc = "91451000MA5K00001M";

    private static async Task AppointAsync(IPeopleRegistry people, string login, string name, string organisation, params string[] roles)
    {
        var id = await people.AddPersonAsync(Actor.Clock, login, "password-1", name, null);
        foreach (var role in roles.Length > 0 ? roles : [Roles.WindowClerk, Roles.Reviewer, Roles.Approver])
        {
            await people.AppointAsync(Actor.Clock, id, organisation, role);
        }
    }
}
