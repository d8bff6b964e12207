using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.OpenIdConnect;

namespace Zhuangjin.Security.Administration;

/// <summary>/admin/programs: the departments' own systems that call the API, and their secrets.</summary>
internal static class ProgramEndpoints
{
    public static void MapProgramPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/admin/programs").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, [FromServices] AdministrationPages draw) => await draw.ProgramsAsync(http, null, [], null));
        pages.MapPost("", RegisterAsync);
        pages.MapPost("/{clientId}/secret", RenewAsync);
    }

    /// <summary>Answers with the page itself instead of leading on to it, for the secret must stand nowhere but in this one answer.</summary>
    private static async Task<IResult> RegisterAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProgramRegistration registration, [FromServices] AdministrationPages draw)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            var asked = new NewProgram(form["clientId"].ToString().Trim(), form["name"].ToString(), form["organisationId"].ToString(), form["role"].ToString());
            return await ToldAsync(http, draw, await registration.RegisterAsync(http.RequestServices, await access.ActorAsync(http), asked, http.RequestAborted));
        }
        catch (InvalidInputException refusal)
        {
            return await draw.ProgramsAsync(http, form, refusal.Faults, null);
        }
    }

    private static async Task<IResult> RenewAsync(string clientId, HttpContext http, [FromServices] IAccess access, [FromServices] ProgramRegistration registration, [FromServices] AdministrationPages draw) =>
        await ToldAsync(http, draw, await registration.RenewSecretAsync(http.RequestServices, await access.ActorAsync(http), clientId, http.RequestAborted));

    /// <summary>No browser keeps the answer: pages with a form's token are never stored.</summary>
    private static Task<IResult> ToldAsync(HttpContext http, AdministrationPages draw, RegisteredProgram told) => draw.ProgramsAsync(http, null, [], told);
}
