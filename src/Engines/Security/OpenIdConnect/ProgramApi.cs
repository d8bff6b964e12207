using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>Registration of departments' own systems by other programs; people use /admin/programs.</summary>
internal static class ProgramApi
{
    public static void MapPrograms(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/programs", RegisterAsync)
        .RequireSignIn().WithName("RegisterProgram").WithTags("Security")
        .WithSummary("Registers a department's system; the secret is told once").Produces<RegisteredProgram>();

    private static async Task<RegisteredProgram> RegisterAsync(NewProgram asked, HttpContext http, [FromServices] IAccess access, [FromServices] ProgramRegistration registration) =>
        await registration.RegisterAsync(http.RequestServices, await access.ActorAsync(http), asked, http.RequestAborted);
}
