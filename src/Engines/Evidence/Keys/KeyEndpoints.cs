using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Keys;

/// <summary>/log/vkeys: every key that ever signed the log, with the sizes that it signs. /log/vkey is the current one.</summary>
internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapMethods(
        "/log/vkeys",
        [HttpMethods.Get, HttpMethods.Head],
        async (HttpContext http, IKeyRotation rotation) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Json(await rotation.KeysAsync(http.RequestAborted));
        }).ExcludeFromDescription();
}
