using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation.AspNetCore;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>Lets the token server see only the requests that are for it.</summary>
/// <remarks>Left to itself it looks at every request of the site, and the first page would wait for its keys, its handlers and Entity Framework.</remarks>
internal sealed class LazySchemes(IOptions<AuthenticationOptions> options, IHttpContextAccessor accessor, IdentityStore store) : AuthenticationSchemeProvider(options)
{
    public override async Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() =>
        accessor.HttpContext is { } http && (IsForServer(http.Request.Path) || OpenIdSetup.BringsToken(http.Request)) ? await base.GetRequestHandlerSchemesAsync() : [];

    public override async Task<AuthenticationScheme?> GetSchemeAsync(string name)
    {
        if (name is OpenIddictServerAspNetCoreDefaults.AuthenticationScheme or OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
        {
            await store.PrepareAsync();
        }
        return await base.GetSchemeAsync(name);
    }

    private static bool IsForServer(PathString path) => path.StartsWithSegments("/connect") || path.StartsWithSegments("/.well-known");
}
