using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;

namespace Zhuangjin.Security.Tests;

/// <summary>Programs that come with tokens: a department's system in its own name, an app in the name of a person.</summary>
public sealed class OpenIdTests
{
    [Fact]
    public async Task The_discovery_document_names_the_endpoints_and_the_keys()
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var program = new HttpClient { BaseAddress = node.Address };
        using var found = JsonDocument.Parse(await program.GetStringAsync("/.well-known/openid-configuration"));
        var root = found.RootElement;
        Assert.Equal(node.Address.ToString(), root.GetProperty("issuer").GetString());
        Assert.Equal(new Uri(node.Address, "/connect/token").ToString(), root.GetProperty("token_endpoint").GetString());
        Assert.Contains("S256", root.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(m => m.GetString()));
        using var keys = JsonDocument.Parse(await program.GetStringAsync(root.GetProperty("jwks_uri").GetString()));
        var key = Assert.Single(keys.RootElement.GetProperty("keys").EnumerateArray());
        Assert.Equal("EC", key.GetProperty("kty").GetString());
        Assert.False(key.TryGetProperty("d", out _));
    }

    [Fact]
    public async Task A_departments_system_reads_its_worklist_with_the_rights_of_its_appointment()
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var program = new HttpClient { BaseAddress = node.Address };
        var token = await ClientTokenAsync(program, "api");
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(program, "/api/v1/worklist", token)).StatusCode);

        // Without the scope of the API, or altered, a token opens nothing.
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(program, "/api/v1/worklist", await ClientTokenAsync(program, ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(program, "/api/v1/worklist", token[..^4] + (token[^4] == 'A' ? "B" : "A") + token[^3..])).StatusCode);

        // Rights are the account's of this moment, not the token's: dismissed, the program is nobody's any more.
        var actor = (await node.Get<IPeople>().ActorByLoginAsync("client:" + DemoPrograms.DepartmentSystem))!;
        Assert.Equal([Roles.Depositor, Roles.Reviewer], actor.Appointments.Select(a => a.Role).Order());
        await node.Get<PeopleRegistry>().EndSessionsAsync(actor);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(program, "/api/v1/worklist", token)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_secret_or_an_unknown_client_gets_no_token()
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var program = new HttpClient { BaseAddress = node.Address };
        foreach (var (client, secret) in ((string, string)[])[(DemoPrograms.DepartmentSystem, "guess"), ("nobody", "guess")])
        {
            var refused = await PostAsync(program, "/connect/token", ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Contains("invalid_client", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_may_try_secrets_for_long()
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var program = new HttpClient { BaseAddress = node.Address };
        HttpResponseMessage answer;
        var tries = 0;
        do
        {
            answer = await PostAsync(program, "/connect/token", ("grant_type", "client_credentials"), ("client_id", DemoPrograms.DepartmentSystem), ("client_secret", $"guess {++tries}"));
        }
        while (answer.StatusCode == HttpStatusCode.Unauthorized && tries < 500);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("slow_down", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(tries, 30, 200);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var program = new HttpClient { BaseAddress = node.Address };
        var token = await ClientTokenAsync(program, "api");
        Assert.True(await IsActiveAsync(program, token));
        var revoked = await PostAsync(program, "/connect/revoke", ("token", token), ("client_id", DemoPrograms.DepartmentSystem), ("client_secret", DemoPrograms.DepartmentSystemSecret));
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(program, "/api/v1/worklist", token)).StatusCode);
        Assert.False(await IsActiveAsync(program, token));
    }

    [Fact]
    public async Task An_app_signs_a_person_in_with_a_code_and_acts_for_him_until_he_ends_his_sessions()
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var browser = new Browser(node.Address);
        using var app = new HttpClient { BaseAddress = node.Address };
        var verifier = Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var authorize = AuthorizeAddress(verifier);

        // The person is sent to sign in, brought back, and sent on to the app with a code.
        var sent = await browser.GetAsync(authorize);
        var back = HttpUtility.ParseQueryString(new Uri(node.Address, sent.Headers.Location!).Query)["back"]!;
        Assert.StartsWith("/connect/authorize?", back, StringComparison.Ordinal);
        var entered = await browser.SignInAsync("fire", back: back);
        var callback = (await browser.GetAsync(entered.Headers.Location!.OriginalString)).Headers.Location!;
        Assert.StartsWith(DemoPrograms.AppCallback, callback.OriginalString, StringComparison.Ordinal);
        var answer = HttpUtility.ParseQueryString(callback.Query);
        Assert.Equal("of the app", answer["state"]);

        // Who has caught the code alone cannot use it.
        var stolen = await RedeemAsync(app, answer["code"]!, Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32)));
        Assert.Equal(HttpStatusCode.BadRequest, stolen.StatusCode);
        using var tokens = JsonDocument.Parse(await (await RedeemAsync(app, answer["code"]!, verifier)).Content.ReadAsStringAsync());
        var access = tokens.RootElement.GetProperty("access_token").GetString()!;

        using var who = JsonDocument.Parse(await (await CallAsync(app, "/connect/userinfo", access)).Content.ReadAsStringAsync());
        var fire = (await node.Get<IPeople>().ActorByLoginAsync("fire"))!;
        Assert.Equal(fire.PersonId, who.RootElement.GetProperty("sub").GetString());
        Assert.Equal(fire.Name, who.RootElement.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(app, "/api/v1/worklist", access)).StatusCode);
        // A token opens the API, not the pages.
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(app, "/sign-in", access)).StatusCode);

        var second = await (await RefreshAsync(app, tokens.RootElement)).Content.ReadAsStringAsync();
        Assert.Contains("access_token", second, StringComparison.Ordinal);
        using var renewed = JsonDocument.Parse(second);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(app, "/api/v1/worklist", renewed.RootElement.GetProperty("access_token").GetString()!)).StatusCode);

        await browser.PostAsync("/profile", "/profile/sessions/end");
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(app, "/api/v1/worklist", access)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(app, renewed.RootElement)).StatusCode);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/callback")]
    [InlineData("client_id", "nobody")]
    [InlineData("code_challenge", "")]
    public async Task A_request_that_does_not_fit_the_registered_app_sends_nobody_anywhere(string parameter, string value)
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var browser = new Browser(node.Address);
        await browser.SignInAsync("fire");
        var query = HttpUtility.ParseQueryString(new Uri(node.Address, AuthorizeAddress("x")).Query);
        query[parameter] = value;
        if (value.Length == 0)
        {
            query.Remove(parameter);
            query.Remove("code_challenge_method");
        }
        var refused = await browser.GetAsync("/connect/authorize?" + query);
        var location = refused.Headers.Location?.OriginalString ?? "";
        Assert.DoesNotContain("code=", location, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_signs_in_at_the_page_with_the_account_of_a_program()
    {
        await using var node = await (await Node.StartAsync()).WithProgramsAsync();
        using var browser = new Browser(node.Address);
        var refused = await browser.SignInAsync("client:" + DemoPrograms.DepartmentSystem, DemoPrograms.DepartmentSystemSecret);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task An_administrator_registers_a_system_of_his_city_and_of_no_other()
    {
        await using var node = await Node.StartAsync();
        var tree = node.Get<IOrganisations>();
        var (baise, nanning) = (tree.Area("451000")!, tree.Area("450100")!);
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["clientId"] = "water-billing", ["name"] = "供水营业系统", ["organisationId"] = tree.Resolve("water", baise.Id)!.Id, ["role"] = Roles.Reviewer };
        using var visitor = new HttpClient { BaseAddress = node.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.PostAsJsonAsync("/api/v1/programs", body)).StatusCode);
        using var clerk = new Browser(node.Address);
        await clerk.SignInAsync("clerk");
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.SendAsync("/api/v1/programs", body)).StatusCode);

        using var admin = new Browser(node.Address);
        await admin.SignInAsync("admin");
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.SendAsync("/api/v1/programs", new Dictionary<string, string>(body, StringComparer.Ordinal) { ["organisationId"] = nanning.Id })).StatusCode);
        var made = await admin.SendAsync("/api/v1/programs", body);
        var text = await made.Content.ReadAsStringAsync();
        Assert.True(made.IsSuccessStatusCode, text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.SendAsync("/api/v1/programs", body)).StatusCode);

        using var registered = JsonDocument.Parse(text);
        var given = await PostAsync(visitor, "/connect/token", ("grant_type", "client_credentials"), ("client_id", "water-billing"), ("client_secret", registered.RootElement.GetProperty("clientSecret").GetString()!), ("scope", "api"));
        using var token = JsonDocument.Parse(await given.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(visitor, "/api/v1/worklist", token.RootElement.GetProperty("access_token").GetString()!)).StatusCode);
    }

    [Fact]
    public async Task An_administrator_registers_a_system_on_a_page_and_gives_it_a_new_secret()
    {
        await using var node = await Node.StartAsync();
        using var admin = new Browser(node.Address);
        await admin.SignInAsync("admin");
        var water = node.Get<IOrganisations>().Resolve("water", node.Get<IOrganisations>().Area("451000")!.Id)!.Id;
        (string, string)[] typed = [("clientId", "water-meters"), ("name", "供水抄表系统"), ("organisationId", water), ("role", Roles.Reviewer)];
        var first = SecretOn(await (await admin.PostAsync("/admin/programs", "/admin/programs", typed)).Content.ReadAsStringAsync());
        var taken = await admin.PostAsync("/admin/programs", "/admin/programs", typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.StatusCode);
        Assert.Contains("供水抄表系统", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal); // what was typed stands there still
        Assert.DoesNotContain(first, await (await admin.GetAsync("/admin/programs")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var second = SecretOn(await (await admin.PostAsync("/admin/programs", "/admin/programs/water-meters/secret")).Content.ReadAsStringAsync());
        using var program = new HttpClient { BaseAddress = node.Address };
        Task<HttpResponseMessage> AskAsync(string secret) => PostAsync(program, "/connect/token", ("grant_type", "client_credentials"), ("client_id", "water-meters"), ("client_secret", secret), ("scope", "api"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(second)).StatusCode);

        static string SecretOn(string page) => System.Text.RegularExpressions.Regex.Match(page, "<code class=\"secret\">([^<]+)</code>").Groups[1].Value is { Length: > 20 } secret ? secret : throw new InvalidOperationException(page);
    }

    [Fact]
    public async Task Pages_and_the_start_do_not_touch_the_store_of_tokens()
    {
        using var folder = new Testing.TestFolder();
        await using (var node = await Node.StartAsync(folder.Path, Databases.DefaultAddress, null))
        {
            using var browser = new Browser(node.Address);
            await browser.SignInAsync("clerk");
            Assert.False(File.Exists(folder.File("identity.db")));
            await browser.GetAsync("/.well-known/openid-configuration");
            Assert.True(File.Exists(folder.File("identity.db")));
        }
    }

    private static string AuthorizeAddress(string verifier) => QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["client_id"] = DemoPrograms.App,
        ["redirect_uri"] = DemoPrograms.AppCallback,
        ["response_type"] = "code",
        ["scope"] = "openid profile offline_access api",
        ["state"] = "of the app",
        ["code_challenge"] = Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
        ["code_challenge_method"] = "S256",
    });

    private static Task<HttpResponseMessage> RedeemAsync(HttpClient app, string code, string verifier) => PostAsync(
        app, "/connect/token", ("grant_type", "authorization_code"), ("client_id", DemoPrograms.App), ("redirect_uri", DemoPrograms.AppCallback), ("code", code), ("code_verifier", verifier));

    private static Task<HttpResponseMessage> RefreshAsync(HttpClient app, JsonElement tokens) => PostAsync(
        app, "/connect/token", ("grant_type", "refresh_token"), ("client_id", DemoPrograms.App), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));

    internal static async Task<string> ClientTokenAsync(HttpClient program, string scope)
    {
        var given = await PostAsync(program, "/connect/token", ("grant_type", "client_credentials"), ("client_id", DemoPrograms.DepartmentSystem), ("client_secret", DemoPrograms.DepartmentSystemSecret), ("scope", scope));
        var text = await given.Content.ReadAsStringAsync();
        Assert.True(given.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<bool> IsActiveAsync(HttpClient program, string token)
    {
        var told = await PostAsync(program, "/connect/introspect", ("token", token), ("client_id", DemoPrograms.DepartmentSystem), ("client_secret", DemoPrograms.DepartmentSystemSecret));
        using var json = JsonDocument.Parse(await told.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("active").GetBoolean();
    }

    internal static async Task<HttpResponseMessage> CallAsync(HttpClient program, string address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await program.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient program, string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Where(f => f.Value.Length > 0).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await program.PostAsync(address, form);
    }
}
