using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Requests;

/// <summary>Sends a visitor to the sign-in and back again.</summary>
internal sealed class SignedInOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var actor = await http.RequestServices.GetRequiredService<IAccess>().ActorAsync(http);
        if (actor.IsSignedIn)
        {
            return await next(context);
        }
        var back = HttpMethods.IsGet(http.Request.Method) ? http.Request.GetEncodedPathAndQuery() : http.Request.Path.ToUriComponent();
        return Results.Redirect("/sign-in?back=" + Uri.EscapeDataString(back));
    }
}
