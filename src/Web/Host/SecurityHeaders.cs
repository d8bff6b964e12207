using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Zhuangjin.Web.Host;

/// <summary>Tells browsers what the pages will never do. A handler that needs another policy sets the header itself.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly StringValues Pages = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // The API browser (Scalar) writes its settings and styles into its own page; nothing of ours is shown there.
    private static readonly StringValues ApiBrowser = "default-src 'self'; img-src 'self' data:; font-src 'self' data:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            if (headers.ContentSecurityPolicy.Count == 0)
            {
                headers.ContentSecurityPolicy = context.Request.Path == "/api" || context.Request.Path == "/api/" ? ApiBrowser : Pages;
            }
            headers.Remove("blazor-enhanced-nav");
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
            if (headers.CacheControl.Count == 0)
            {
                // Pages of a person must not come back from the cache of a public terminal after signing out.
                headers.CacheControl = context.User.Identity?.IsAuthenticated == true ? "no-store" : "no-cache";
            }
            return Task.CompletedTask;
        }, http);
        return next(http);
    }
}
