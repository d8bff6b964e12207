using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Zhuangjin.Security.Contracts;

/// <summary>Keeps visitors out of an endpoint: pages send them to sign in and bring them back, the API answers 401.</summary>
public static class SignInRequired
{
    /// <summary>Only who is signed in gets through; what he may do there is asked of <see cref="IAccess"/> as always.</summary>
    public static TBuilder RequireSignIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter<TBuilder, Filter>();

    /// <summary>The address when it is a path of this site; else <paramref name="otherwise"/>. Nobody is sent to another site.</summary>
    public static string LocalAddress(string? address, string otherwise) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal) && !address.Any(char.IsControl) ? address : otherwise;

    private sealed class Filter : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var http = context.HttpContext;
            var actor = await http.RequestServices.GetRequiredService<IAccess>().ActorAsync(http);
            if (actor.IsSignedIn)
            {
                return await next(context);
            }
            if (http.Request.Path.StartsWithSegments("/api"))
            {
                http.Response.Headers.WWWAuthenticate = "Bearer";
                return Results.Problem(statusCode: StatusCodes.Status401Unauthorized, title: "Sign in first", extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "security.fault.sign-in-first" });
            }
            var back = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : "/";
            return Results.Redirect("/sign-in?back=" + Uri.EscapeDataString(back));
        }
    }
}
