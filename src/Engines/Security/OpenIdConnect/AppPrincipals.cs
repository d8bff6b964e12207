using System.Collections.Immutable;
using System.Security.Claims;
using OpenIddict.Abstractions;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;
using Zhuangjin.Security.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>Writes down in a token for whom it stands. What he may is not in the token: it is read from the account at each call.</summary>
internal sealed class AppPrincipals(PeopleDirectory people, PeopleRegistry registry)
{
    public async Task<ClaimsPrincipal?> OfPersonAsync(Actor actor, string clientId, ImmutableArray<string> scopes, CancellationToken cancel) =>
        await OfAsync(await people.AccountAsync(actor.PersonId, cancel), clientId, scopes, cancel);

    public async Task<ClaimsPrincipal?> OfClientAsync(string clientId, ImmutableArray<string> scopes, CancellationToken cancel) =>
        await OfAsync(await people.AccountByLoginAsync(ProgramAccounts.LoginOf(clientId), cancel), clientId, scopes, cancel);

    /// <summary>True as long as the account is open and nobody has ended its sessions since the token was given.</summary>
    public async Task<bool> StillStandsAsync(ClaimsPrincipal principal, CancellationToken cancel) =>
        principal.GetClaim(SessionClaims.Person) is { } person && principal.GetClaim(SessionClaims.Stamp) is { } stamp && await people.ActorAsync(person, stamp, cancel) is not null;

    /// <summary>Says for each claim which tokens carry it. The stamp stays in tokens that only this installation reads.</summary>
    public static ClaimsPrincipal Addressed(ClaimsPrincipal principal) => principal.SetDestinations(claim => claim.Type switch
    {
        Claims.Name when principal.HasScope(Scopes.Profile) => [Destinations.AccessToken, Destinations.IdentityToken],
        Claims.Subject => [Destinations.AccessToken, Destinations.IdentityToken],
        _ => [Destinations.AccessToken],
    });

    /// <summary>The principal of an account, or null when it is closed. Signing in through a program is an event of the account.</summary>
    private async Task<ClaimsPrincipal?> OfAsync(Account? account, string clientId, ImmutableArray<string> scopes, CancellationToken cancel)
    {
        if (account is null || account.Closed || await people.ActorAsync(account.PersonId, cancel) is not { } actor)
        {
            return null;
        }
        await registry.ChangeAsync(actor, account.PersonId, "security.program-signed-in", ImmutableSortedDictionary<string, string>.Empty.Add("client", clientId), _ => ValueTask.FromResult(0), cancel);
        var identity = new ClaimsIdentity("zhuangjin", Claims.Name, Claims.Role);
        identity.SetClaim(SessionClaims.Person, account.PersonId).SetClaim(SessionClaims.Stamp, account.Stamp).SetClaim(Claims.Name, account.Name);
        identity.SetScopes(scopes);
        if (scopes.Contains(OpenIdSetup.ApiScope))
        {
            identity.SetResources(OpenIdSetup.ApiResource);
        }
        return Addressed(new ClaimsPrincipal(identity));
    }
}
