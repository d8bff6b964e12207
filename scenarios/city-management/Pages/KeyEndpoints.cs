using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.CityManagement.Open311;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Pages;

/// <summary>Programs that may report through Open311, let in and shut out by the command centre.</summary>
internal static class KeyEndpoints
{
    public static void MapKeyPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/city/keys").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, [FromServices] IAccess access, [FromServices] KeyRing keys, CancellationToken cancel) => await PageAsync(await access.ActorAsync(http), keys, null, "", "", [], cancel));
        pages.MapPost("", ActAsync);
    }

    private static async Task<IResult> ActAsync(HttpContext http, [FromServices] IAccess access, [FromServices] KeyRing keys, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var (name, login) = (form["name"].ToString(), form["login"].ToString());
        try
        {
            if (form["revoke"].ToString() is { Length: > 0 } digest)
            {
                await keys.RevokeAsync(actor, digest, cancel);
                return Results.Redirect("/city/keys", preserveMethod: false);
            }
            // Shown in the answer itself and nowhere again: it is kept as a digest only.
            return await PageAsync(actor, keys, await keys.MakeAsync(actor, name, login, cancel), "", "", [], cancel);
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return await PageAsync(actor, keys, null, name, login, refusal.Faults, cancel);
        }
    }

    private static async Task<IResult> PageAsync(Actor actor, KeyRing keys, string? made, string name, string login, IReadOnlyList<Fault> faults, CancellationToken cancel) =>
        new RazorComponentResult<KeysPage>(new { Programs = await keys.ListAsync(actor, cancel), Made = made, EnteredName = name, Login = login, Faults = faults })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
}
