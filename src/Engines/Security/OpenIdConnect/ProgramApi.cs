using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.Organisations;
using Zhuangjin.Security.People;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Permissions = OpenIddict.Abstractions.OpenIddictConstants.Permissions;

namespace Zhuangjin.Security.OpenIdConnect;

/// <param name="ClientId">3 to 40 lower-case letters, digits and hyphens.</param>
/// <param name="Name">Name as colleagues see it.</param>
/// <param name="OrganisationId">Where the program is appointed.</param>
/// <param name="Role">Role of the appointment, see <see cref="Roles"/>.</param>
internal sealed record NewProgram(string ClientId, string Name, string OrganisationId, string Role);

/// <param name="ClientSecret">Shown this once; kept is a hash of it.</param>
internal sealed record RegisteredProgram(string ClientId, string ClientSecret);

/// <summary>Registers departments' own systems as clients, each with an account that is appointed at one organisation.</summary>
internal static class ProgramApi
{
    public static void MapPrograms(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/programs", RegisterAsync)
        .RequireSignIn().WithName("RegisterProgram").WithTags("Security")
        .WithSummary("Registers a department's system; the secret is told once").Produces<RegisteredProgram>();

    private static async Task<RegisteredProgram> RegisterAsync(
        NewProgram asked, HttpContext http, [FromServices] IAccess access, [FromServices] OrganisationDirectory organisations, [FromServices] PeopleDirectory people, [FromServices] PeopleRegistry registry,
        [FromServices] ProgramAccounts accounts, [FromServices] IdentityStore store, [FromServices] IServiceProvider services)
    {
        var cancel = http.RequestAborted;
        var actor = await access.ActorAsync(http);
        var organisation = organisations.Find(asked.OrganisationId) ?? throw new InvalidInputException("organisationId", "security.fault.no-organisation");
        if (!access.May(actor, Contracts.Permissions.SecurityAdminister, organisation.Path))
        {
            throw new DeniedException("security.fault.not-administrator");
        }
        Check(asked);
        await store.PrepareAsync();
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        var known = await people.AccountByLoginAsync(ProgramAccounts.LoginOf(asked.ClientId), cancel);
        if (known is not null || await clients.FindByClientIdAsync(asked.ClientId, cancel) is not null)
        {
            throw new InvalidInputException("clientId", "security.fault.login-taken", asked.ClientId);
        }
        var account = await accounts.AddAsync(actor, asked.ClientId, asked.Name.Trim(), cancel);
        await registry.AppointAsync(actor, account, organisation.Id, asked.Role, cancel);
        var secret = Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        await clients.CreateAsync(Described(asked.ClientId, asked.Name.Trim(), secret), cancel);
        return new(asked.ClientId, secret);
    }

    /// <summary>A confidential client that acts in its own name and may ask about and revoke its tokens.</summary>
    public static OpenIddictApplicationDescriptor Described(string clientId, string name, string secret) => new()
    {
        ClientId = clientId,
        ClientSecret = secret,
        ClientType = ClientTypes.Confidential,
        DisplayName = name,
        Permissions =
        {
            Permissions.Endpoints.Token,
            Permissions.Endpoints.Introspection,
            Permissions.Endpoints.Revocation,
            Permissions.GrantTypes.ClientCredentials,
            Permissions.Prefixes.Scope + OpenIdSetup.ApiScope,
        },
    };

    private static void Check(NewProgram asked)
    {
        var faults = new List<Fault>();
        if (asked.ClientId.Length is < 3 or > 40 || !asked.ClientId.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
        {
            faults.Add(new("clientId", "security.fault.login-shape"));
        }
        if (asked.Name.Trim().Length is < 2 or > 40)
        {
            faults.Add(new("name", "security.fault.name-length"));
        }
        if (!Roles.All.Contains(asked.Role))
        {
            faults.Add(new("role", "security.fault.no-role", asked.Role));
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
    }
}
