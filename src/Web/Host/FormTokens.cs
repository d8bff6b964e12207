using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Web.Faults;

namespace Zhuangjin.Web.Host;

/// <summary>Refuses every writing request that a foreign page could have made a browser send: it must carry the token of our own form.</summary>
/// <remarks>Free are programs: requests under the API's addresses that carry a bearer token or no cookie at all, and endpoints that opt out.</remarks>
internal sealed class FormTokens(RequestDelegate next, IAntiforgery forgery)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (IsWriting(http.Request.Method) && !IsProgram(http) && !await forgery.IsRequestValidAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await FaultPages.WriteAsync(http, FaultKind.FormExpired, []);
            return;
        }
        await next(http);
    }

    private static bool IsWriting(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static bool IsProgram(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false })
        {
            return true;
        }
        var request = http.Request;
        return Pipeline.IsApi(request) && (request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || request.Cookies.Count == 0);
    }
}
