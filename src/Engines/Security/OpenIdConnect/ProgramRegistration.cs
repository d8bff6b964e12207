using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
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
internal sealed class ProgramRegistration(IAccess access, OrganisationDirectory organisations, PeopleDirectory people, PeopleRegistry registry, ProgramAccounts accounts, IdentityStore store)
{
    /// <param name="services">The request's services: the store of clients lives with a request.</param>
    /// <exception cref="InvalidInputException">A field is wrong, or the client id is taken.</exception>
    /// <exception cref="DeniedException">The organisation lies outside of the administrator's reach.</exception>
    public async Task<RegisteredProgram> RegisterAsync(IServiceProvider services, Actor actor, NewProgram asked, CancellationToken cancel)
    {
        var organisation = organisations.Find(asked.OrganisationId) ?? throw new InvalidInputException("organisationId", "security.fault.no-organisation");
        Demand(actor, organisation.Path);
        Check(asked);
        await store.PrepareAsync();
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        if (await people.AccountByLoginAsync(ProgramAccounts.LoginOf(asked.ClientId), cancel) is not null || await clients.FindByClientIdAsync(asked.ClientId, cancel) is not null)
        {
            throw new InvalidInputException("clientId", "security.fault.login-taken", asked.ClientId);
        }
        var account = await accounts.AddAsync(actor, asked.ClientId, asked.Name.Trim(), cancel);
        await registry.AppointAsync(actor, account, organisation.Id, asked.Role, cancel);
        var secret = NewSecret();
        await clients.CreateAsync(Described(asked.ClientId, asked.Name.Trim(), secret), cancel);
        return new(asked.ClientId, secret);
    }

    /// <summary>Gives a program a new secret; the old one is refused from now on, tokens that were given last until they expire.</summary>
    /// <exception cref="NotFoundException">There is no such program within the administrator's reach.</exception>
    public async Task<RegisteredProgram> RenewSecretAsync(IServiceProvider services, Actor actor, string clientId, CancellationToken cancel)
    {
        var account = await people.ActorByLoginAsync(ProgramAccounts.LoginOf(clientId), cancel) ?? throw new NotFoundException("security.fault.no-program");
        foreach (var appointment in account.Appointments)
        {
            Demand(actor, organisations.Find(appointment.OrganisationId)!.Path);
        }
        await store.PrepareAsync();
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        var client = await clients.FindByClientIdAsync(clientId, cancel) ?? throw new NotFoundException("security.fault.no-program");
        var secret = NewSecret();
        await clients.UpdateAsync(client, secret, cancel);
        await accounts.RenewedAsync(actor, account.PersonId, cancel);
        return new(clientId, secret);
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

    private static string NewSecret() => Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private void Demand(Actor actor, string path)
    {
        if (!access.May(actor, Contracts.Permissions.SecurityAdminister, path))
        {
            throw new DeniedException("security.fault.not-administrator");
        }
    }

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
