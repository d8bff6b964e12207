using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>Bringing a file in by form.</summary>
internal static class IntakeEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/pool/intake", FormAsync).RequireSignIn();
        endpoints.MapPost("/pool/intake", BringAsync).RequireSignIn();
    }

    private static async Task<IResult> FormAsync(string? resource, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IAccess access, CancellationToken cancel) =>
        Page((await desk.AllowedAsync(await access.ActorAsync(http), resource ?? "", cancel)).Description, [], null);

    /// <summary>Answers with what became of the file and no redirect: the bad rows are kept nowhere, and the same file sent again makes no second version.</summary>
    private static async Task<IResult> BringAsync(string? resource, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var entry = (await desk.AllowedAsync(actor, resource ?? "", cancel)).Description;
        var file = (await http.Request.ReadFormAsync(cancel)).Files["file"];
        IReadOnlyList<Fault> faults = [new("file", "sharing.intake.fault.no-file")];
        IntakeOutcome? outcome = null;
        if (file is { Length: > 0 })
        {
            try
            {
                await using var content = file.OpenReadStream();
                outcome = await desk.BringAsync(actor, entry.Code, content, file.FileName, cancel);
                faults = [];
            }
            catch (InvalidInputException wrong)
            {
                faults = wrong.Faults;
            }
        }
        if (outcome?.Version is null)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        return Page(entry, faults, outcome);
    }

    private static RazorComponentResult<IntakePage> Page(Description entry, IReadOnlyList<Fault> faults, IntakeOutcome? outcome) => new(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(IntakePage.Entry)] = entry,
        [nameof(IntakePage.Faults)] = faults,
        [nameof(IntakePage.Result)] = outcome,
    });
}
