using System.Net.Http.Headers;
using System.Text.Json;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.Tests;

namespace Zhuangjin.DataSharing.Tests.Sharing;

/// <summary>The whole program on a port, with a pool of persons in Baise and systems of departments that come with tokens.</summary>
public sealed class PoolSite : IAsyncLifetime
{
    private Node _node = null!;
    private Browser _admin = null!;
    private Organisation _city = null!;

    /// <summary>Each test has a resource of its own.</summary>
    public string Resource { get; set; } = "";

    public HttpClient Http { get; private set; } = null!;

    internal Node Node => _node;

    public string Provider { get; private set; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Where posts may go is the deployment's setting.
        Environment.SetEnvironmentVariable("Sharing__ChangeHosts", "127.0.0.1");
        _node = await Node.StartAsync();
        Http = new HttpClient { BaseAddress = _node.Address };
        _city = _node.Get<IOrganisations>().Area("451000")!;
        _admin = new Browser(_node.Address);
        await _admin.SignInAsync("admin");
        Provider = (await AddAsync("pool-provider")).Id;
    }

    public Task<Organisation> AddAsync(string function) =>
        _node.Get<IOrganisationRegistry>().AddAsync(Actor.Clock, _city.Id, OrganisationKind.Department, "451000", function, new LocalText("示例·" + function, function), Cancel);

    public Actor Of(Organisation organisation, string role) => new("person-" + organisation.Function, "示例", [new Appointment(organisation.Id, organisation.Path, role)], []);

    public Actor Steward => Of(_node.Get<IOrganisations>().Find(Provider)!, Roles.Steward);

    /// <summary>A department's system with the right to use data, and its token.</summary>
    public async Task<(Organisation Organisation, string Token)> SystemAsync(string function, string role = Roles.DataUser)
    {
        // Who oversees sharing does so for the whole city.
        var organisation = role == Roles.PoolOperator ? _city : await AddAsync(function);
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["clientId"] = function, ["name"] = function, ["organisationId"] = organisation.Id, ["role"] = role };
        using var made = JsonDocument.Parse(await (await _admin.SendAsync("/api/v1/programs", body)).Content.ReadAsStringAsync(Cancel));
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", function), new("client_secret", made.RootElement.GetProperty("clientSecret").GetString()), new("scope", "api")]);
        using var token = JsonDocument.Parse(await (await Http.PostAsync("/connect/token", form, Cancel)).Content.ReadAsStringAsync(Cancel));
        return (organisation, token.RootElement.GetProperty("access_token").GetString()!);
    }

    public async Task PublishAsync(string question)
    {
        var store = _node.Get<CatalogueStore>();
        var described = await store.DescribeAsync(Steward, new(
            Resource, new("人口", "Persons"), new("人口。", "Persons."), Provider, SharingClass.Unconditional, null, ["api", "file", "subscription"], UpdateCycle.Daily, BaseLibrary.Person, Open: false, OpenCondition: null, [],
            [
                new("id_no", new("公民身份号码", "Identity number"), ItemType.Text, 18, Required: true, Identifies: true, Names: "person"),
                new("name", new("姓名", "Name"), ItemType.Text, 50, Sensitivity: Sensitivity.Personal),
                new("division", new("行政区划", "Division"), ItemType.Text, 6),
                new("secret", new("备注", "Note"), ItemType.Text, 50, Identifies: true),
            ]), Cancel);
        var shards = _node.Get<ShardStore>();
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName() + ".parquet");
        using (var duck = DuckSession.Open(shards.Folder, threads: 1, memory: 128L << 20))
        {
            duck.Run($"COPY ({question}) TO {Sql.Literal(draft)} (FORMAT parquet)");
        }
        await store.PublishAsync(Steward, Resource, described.Number, [await shards.KeepAsync(draft, 100, Cancel)], Cancel);
    }

    public async Task<string> GrantAsync(Organisation to, int quota = 1000, int days = 30) => (await _node.Get<ISharingDesk>().AskAsync(
        Of(to, Roles.DataUser), new(Resource, to.Id, "核对办事人身份", "《示例条例》第一条", [new("id_no"), new("name", Mask.Name)], new Where("division", Contracts.Comparison.In, ["451002"]), days, quota), Cancel)).GrantId!;

    public async Task<HttpResponseMessage> AskAsync(string token, string address, HttpMethod? method = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        more?.Invoke(request);
        return await Http.SendAsync(request, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _admin.Dispose();
        await _node.DisposeAsync();
    }
}
