using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Changes;

/// <summary>/api/v1/grants/{grant}/changes/webhook: where the holder of a grant wants to be told that there are changes.</summary>
internal static class HookApi
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        const string Address = "/api/v1/grants/{grant}/changes/webhook";
        endpoints.MapPut(Address, async (string grant, [FromBody] HookAsked asked, HttpContext http, [FromServices] ChangeHooks hooks, [FromServices] IAccess access, CancellationToken cancel) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Ok(new HookAnswer(await hooks.SetAsync(await access.ActorAsync(http), grant, asked.Address, cancel)));
        }).DisableAntiforgery().RequireSignIn().WithTags("Pool").WithName("SetChangeWebhook").WithSummary("Be told that there are changes")
            .WithDescription("The post says that there are changes up to a cursor, and no data. It is signed after Standard Webhooks with the secret of the answer, which is given out this once, and tried again until it is taken. The host must be one that the administrator has named in Sharing:ChangeHosts.")
            .Produces<HookAnswer>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        endpoints.MapDelete(Address, async (string grant, HttpContext http, [FromServices] ChangeHooks hooks, [FromServices] IAccess access, CancellationToken cancel) =>
        {
            await hooks.RemoveAsync(await access.ActorAsync(http), grant, cancel);
            return Results.NoContent();
        }).DisableAntiforgery().RequireSignIn().WithTags("Pool").WithName("RemoveChangeWebhook").WithSummary("Be told no more").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden);
    }
}

/// <param name="Address">http or https.</param>
internal sealed record HookAsked(string? Address);

/// <param name="Secret">Key of the signature: "whsec_" and base 64.</param>
internal sealed record HookAnswer(string Secret);
