using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Certificates.Tests;

/// <summary>A city with a registration office, on a real store with the real log; people and organisations are played.</summary>
internal sealed class World : IAsyncDisposable
{
    public static readonly DateOnly IssueDay = new(2022, 8, 18);
    public static readonly Party Owner = new("01party0000000000000owner0", PartyKind.LegalEntity, "百色澄碧置业有限公司", "91451000MA5NTEST0X");
    public static readonly Party Citizen = new("01party000000000000citizen", PartyKind.Person, "韦秀兰", "452601198803150028");
    public static readonly Actor Registrar = new("registrar", "黄登记", [new(City.RegistryId, City.RegistryPath, Roles.Registrar)], []);

    private readonly TestFolder? _own;
    private readonly ServiceProvider _services;

    private World(string address, bool demo, string? folder)
    {
        _own = folder is null ? new() : null;
        Settings = new(folder ?? _own!.Path, Databases.DialectOf(address), address, demo, new("https://zhuangjin.example"));
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(Settings);
        services.AddKernel(Settings);
        services.AddSingleton<IOrganisations, City>();
        services.AddSingleton<IAccess, PlayedAccess>();
        services.AddSingleton(new PhraseBook([typeof(CertificatesModule).Assembly]));
        new EvidenceModule().AddServices(services, Settings);
        new CertificatesModule().AddServices(services, Settings);
        _services = services.BuildServiceProvider();
    }

    public ModuleSettings Settings { get; }

    public ICertificates Certificates => Get<ICertificates>();

    public IDatabase Database => Get<IDatabase>();

    public MovableTime Time => Get<MovableTime>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <param name="folder">A data folder to work on, which stays; without one, a folder of its own that goes with the world.</param>
    public static async Task<World> OpenAsync(string address = "sqlite:zhuangjin.db", bool demo = false, string? folder = null)
    {
        var world = new World(address, demo, folder);
        await MigrationRunner.ApplyAsync(world.Database, MigrationRunner.Of([new EvidenceModule(), new CertificatesModule()], world.Database.Dialect), TimeProvider.System);
        await StartUpRunner.RunAsync(world._services);
        world.Time.ShiftTo(ChinaTime.At(IssueDay, new(9, 30)));
        return world;
    }

    public static CertificateOrder Order(Party? holder = null, string? validFor = null, string template = "real-estate", params ReadOnlySpan<CertificateField> fields) => new(
        "real-estate-certificate",
        new LocalText("不动产权证书", "Certificate of Real Estate Ownership"),
        "桂({yyyy})百色市不动产权第{seq:7}号",
        holder ?? Owner,
        City.RegistryId,
        "451000",
        IssueDay,
        validFor,
        fields.Length > 0 ? [.. fields] :
        [
            new("project", new("项目名称"), "澄碧湖畔花园一期（1至6号楼）"),
            new("location", new("坐落"), "百色市右江区龙景街道迎龙大道88号澄碧湖畔花园一期"),
            new("unit", new("不动产单元号"), "451002 001023 GB00088 F00010001"),
            new("right_kind", new("权利类型"), "国有建设用地使用权／房屋所有权（首次登记）"),
            new("right_nature", new("权利性质"), "出让／市场化商品房"),
            new("purpose", new("用途"), "城镇住宅用地／住宅、商业"),
            new("area", new("面积"), "宗地面积 23,456.78 m²／房屋建筑面积 68,012.35 m²"),
            new("term", new("使用期限"), "2020年03月16日起至2090年03月15日止（住宅）；商业用地至2060年03月15日止"),
            new("other", new("权利其他状况"), "房屋结构：钢筋混凝土；总层数：32层（地下2层）；竣工时间：2022年07月30日。本证依据联合验收意见（百联验〔2022〕15号）办理，验收即交证。"),
        ],
        "01case00000000000000000001",
        "451000-20220816-000123",
        template);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _own?.Dispose();
    }
}

/// <summary>The registration office in its city.</summary>
internal sealed class City : IOrganisations
{
    public const string RegistryId = "01org00000000000000registry";
    public const string RegistryPath = "region/city/" + RegistryId + "/";

    public Organisation Root { get; } = new("region", null, "region/", OrganisationKind.Region, "450000", null, new("广西壮族自治区", "Guangxi"));

    public IReadOnlyList<Organisation> All => [Root, new(RegistryId, "region", RegistryPath, OrganisationKind.Office, "451000", "real-estate-registration", new("百色市不动产登记中心", "Baise Real Estate Registration Centre"))];

    public Organisation? Find(string id) => All.FirstOrDefault(o => o.Id == id);

    public IReadOnlyList<Organisation> Children(string id) => [.. All.Where(o => o.ParentId == id)];

    public Organisation? Area(string division) => null;

    public Organisation? Resolve(string function, string homeId) => All.FirstOrDefault(o => o.Function == function);
}

/// <summary>Appointments give every right at and below their organisation.</summary>
internal sealed class PlayedAccess : IAccess
{
    public ValueTask<Actor> ActorAsync(HttpContext http) => new(Actor.Visitor);

    public bool May(Actor actor, string permission, string path) => actor.Appointments.Any(a => path.StartsWith(a.OrganisationPath, StringComparison.Ordinal));

    public IReadOnlyList<string> Reach(Actor actor, string permission) => [.. actor.Appointments.Select(a => a.OrganisationPath)];

    public bool Represents(Actor actor, string partyId, string matterKey, DateOnly today) => actor.Parties.Any(p => p.Party.Id == partyId);
}
