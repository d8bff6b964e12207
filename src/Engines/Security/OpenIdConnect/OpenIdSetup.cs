using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenIddict.Server;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using Zhuangjin.Kernel.Modules;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>The embedded OpenID Connect server and the check of its tokens at the API.</summary>
internal static class OpenIdSetup
{
    /// <summary>The scope without which a token opens nothing under /api/.</summary>
    public const string ApiScope = "api";

    /// <summary>The API's name as the audience of tokens.</summary>
    public const string ApiResource = "zhuangjin-api";

    /// <summary>Chooses for each request: a token at the API when one is sent, else the cookie.</summary>
    public const string CookieOrToken = "zj-cookie-or-token";

    public static void AddOpenId(this IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<IdentityStore>();
        services.AddSingleton<OpenIdKeys>();
        services.AddSingleton<IStartUp>(provider => provider.GetRequiredService<OpenIdKeys>());
        services.AddSingleton<AppPrincipals>();
        services.AddTokenRate();
        services.AddHttpContextAccessor();
        services.AddDbContext<IdentityContext>(options => IdentityStore.Configure(settings, options));
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityContext>())
            .AddServer(server => AddServer(server, settings))
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.AddAudiences(ApiResource);
                // A revoked token is refused at once, at the price of one indexed read for a call.
                validation.EnableTokenEntryValidation();
                validation.UseAspNetCore();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<OpenIdKeys>(AddKeys);
        services.AddOptions<OpenIddictValidationOptions>().Configure(options => options.TimeProvider = TimeProvider.System);
        services.Replace(ServiceDescriptor.Singleton<IAuthenticationSchemeProvider, LazySchemes>());
    }

    /// <summary>Registers the scheme that <see cref="CookieOrToken"/> names.</summary>
    public static void AddCookieOrToken(this AuthenticationBuilder authentication) =>
        authentication.AddPolicyScheme(CookieOrToken, null, policy => policy.ForwardDefaultSelector = Choose);

    /// <summary>True for a call of the API with a token. Pages know cookies only.</summary>
    public static bool BringsToken(HttpRequest request) => request.Path.StartsWithSegments("/api") && request.Headers.Authorization.Count > 0;

    private static string Choose(HttpContext http) =>
        BringsToken(http.Request)
            ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
            : CookieAuthenticationDefaults.AuthenticationScheme;

    private static void AddServer(OpenIddictServerBuilder server, ModuleSettings settings)
    {
        server.SetIssuer(settings.PublicAddress);
        server.SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token")
            .SetUserInfoEndpointUris("connect/userinfo")
            .SetIntrospectionEndpointUris("connect/introspect")
            .SetRevocationEndpointUris("connect/revoke");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowClientCredentialsFlow().AllowRefreshTokenFlow();
        server.RegisterScopes(Scopes.Profile, Scopes.OfflineAccess, ApiScope);
        server.SetAccessTokenLifetime(TimeSpan.FromMinutes(30));
        server.SetRefreshTokenLifetime(TimeSpan.FromDays(14));
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough()
            // A proxy ends TLS in front of us; the demo runs on this machine without.
            .DisableTransportSecurityRequirement();
    }

    private static void AddKeys(OpenIddictServerOptions options, OpenIdKeys keys)
    {
        options.SigningCredentials.Add(new(keys.SigningKey(), Microsoft.IdentityModel.Tokens.SecurityAlgorithms.EcdsaSha256));
        options.EncryptionCredentials.Add(new(keys.EncryptionKey(), Microsoft.IdentityModel.Tokens.SecurityAlgorithms.Aes256KW, Microsoft.IdentityModel.Tokens.SecurityAlgorithms.Aes256CbcHmacSha512));
        // The demo's clock is moved by days; a token is measured by the machine's, as the cookie is.
        options.TimeProvider = TimeProvider.System;
    }
}
