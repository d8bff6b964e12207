using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Zhuangjin.Security.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>What the token server leaves to us: who is there. It has checked client, redirection address, PKCE and scopes before.</summary>
internal static class ConnectEndpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapConnect(this IEndpointRouteBuilder endpoints)
    {
        var connect = endpoints.MapGroup("/connect").ExcludeFromDescription();
        connect.MapGet("/authorize", AuthorizeAsync);
        // A program proves itself by code, secret or token; cookies mean nothing here, so no form of ours need be shown.
        connect.MapPost("/token", GiveTokenAsync).DisableAntiforgery().RequireRateLimiting(TokenRate.Policy);
        connect.MapGet("/userinfo", TellWhoAsync);
    }

    /// <summary>Sends visitors to sign in and people on to the program with a code. The programs are the administration's own, so nobody is asked for consent.</summary>
    private static async Task<IResult> AuthorizeAsync(HttpContext http, [FromServices] IAccess access, [FromServices] AppPrincipals principals)
    {
        var request = Asked(http);
        var actor = await access.ActorAsync(http);
        var again = request.HasPromptValue(PromptValues.Login);
        if (!actor.IsSignedIn || again)
        {
            if (request.HasPromptValue(PromptValues.None))
            {
                return Refuse(Errors.LoginRequired, "Nobody is signed in in this browser.");
            }
            // Back here without the wish to sign in anew, which is then fulfilled.
            var back = http.Request.Path + QueryString.Create(http.Request.Query.Where(q => q.Key != Parameters.Prompt));
            return Results.Redirect("/sign-in?back=" + Uri.EscapeDataString(back));
        }
        var principal = await principals.OfPersonAsync(actor, request.ClientId!, request.GetScopes(), http.RequestAborted);
        return principal is null ? Refuse(Errors.AccessDenied, "The account is closed.") : Results.SignIn(principal, null, Scheme);
    }

    private static async Task<IResult> GiveTokenAsync(HttpContext http, [FromServices] AppPrincipals principals)
    {
        var request = Asked(http);
        if (request.IsClientCredentialsGrantType())
        {
            var client = await principals.OfClientAsync(request.ClientId!, request.GetScopes(), http.RequestAborted);
            return client is null ? Refuse(Errors.UnauthorizedClient, "This client has no account, or it is closed.") : Results.SignIn(client, null, Scheme);
        }
        // A code or a refresh token: it was checked before, and brings its principal.
        var principal = (await http.AuthenticateAsync(Scheme)).Principal;
        return principal is not null && await principals.StillStandsAsync(principal, http.RequestAborted)
            ? Results.SignIn(AppPrincipals.Addressed(principal), null, Scheme)
            : Refuse(Errors.InvalidGrant, "The account is closed or its sessions were ended.");
    }

    private static async Task<IResult> TellWhoAsync(HttpContext http, [FromServices] AppPrincipals principals)
    {
        var principal = (await http.AuthenticateAsync(Scheme)).Principal;
        if (principal is null || !await principals.StillStandsAsync(principal, http.RequestAborted))
        {
            return Refuse(Errors.InvalidToken, "The account is closed or its sessions were ended.");
        }
        var told = new Dictionary<string, string?>(StringComparer.Ordinal) { [Claims.Subject] = principal.GetClaim(Claims.Subject) };
        if (principal.HasScope(Scopes.Profile))
        {
            told[Claims.Name] = principal.GetClaim(Claims.Name);
        }
        return Results.Json(told);
    }

    private static OpenIddictRequest Asked(HttpContext http) =>
        http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The token server has not seen this request before its endpoint.");

    private static IResult Refuse(string error, string text) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = text,
        }),
        [Scheme]);
}
