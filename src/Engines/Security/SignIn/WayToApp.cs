using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Zhuangjin.Security.SignIn;

/// <summary>Lets the sign-in form end at the app that sent the person here.</summary>
/// <remarks>Browsers hold the policy form-action against redirections too: without this, a person who signs in for an app would stay on a dead page.
/// Naming a site here sends nobody there; the token server redirects to registered addresses only.</remarks>
internal static class WayToApp
{
    public static void Allow(HttpResponse response, string? back)
    {
        if (back?.StartsWith("/connect/authorize?", StringComparison.Ordinal) != true
            || !Uri.TryCreate(QueryHelpers.ParseQuery(back[back.IndexOf('?', StringComparison.Ordinal)..])["redirect_uri"], UriKind.Absolute, out var app)
            || Source(app) is not { } source)
        {
            return;
        }
        response.Headers.ContentSecurityPolicy = $"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self' {source}; frame-ancestors 'none'";
    }

    /// <summary>The app's origin, or the scheme of an app on the person's device. Both are letters, digits and few signs, so nothing else gets into the header.</summary>
    private static string? Source(Uri app) =>
        app.Scheme is "http" or "https" ? $"{app.Scheme}://{app.IdnHost}:{app.Port}"
        : app.Scheme is "javascript" or "data" or "blob" ? null
        : app.Scheme + ":";
}
