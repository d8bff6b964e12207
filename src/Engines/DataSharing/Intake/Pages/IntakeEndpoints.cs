using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Intake.Pages;

/// <summary>/pool/intake: bringing a file in, and what became of it.</summary>
internal static class IntakeEndpoints
{
    private const int RunsShown = 20;

    private const int BadShown = 100;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/pool/intake").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", FormAsync);
        // The largest file is the desk's business, which tells it at the field; the form's token is checked by UploadForm.
        pages.MapPost("", BringAsync).DisableAntiforgery().WithMetadata(new DisableRequestSizeLimitAttribute());
        pages.MapGet("/runs/{id}", RunAsync);
        pages.MapGet("/runs/{id}/bad.csv", BadFileAsync);
    }

    private static async Task<IResult> FormAsync(string? resource, string? mends, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IntakeRunStore store, [FromServices] IntakeSettings settings, [FromServices] IAccess access, CancellationToken cancel)
    {
        var entry = (await desk.AllowedAsync(await access.ActorAsync(http), resource ?? "", cancel)).Description;
        return await PageAsync(entry, mends is null ? IntakeMode.Full : IntakeMode.Increment, mends, [], store, settings, cancel);
    }

    private static async Task<IResult> BringAsync(string? resource, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IntakeRunStore store, [FromServices] IntakeSettings settings, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var entry = (await desk.AllowedAsync(actor, resource ?? "", cancel)).Description;
        var (mode, mends) = (IntakeMode.Full, (string?)null);
        try
        {
            var form = await UploadForm.ReadAsync(http, cancel);
            mode = form["mode"] == "increment" ? IntakeMode.Increment : IntakeMode.Full;
            mends = form["mends"] is { Length: > 0 } run && (await desk.RunAsync(actor, run, cancel)).Run.Resource == entry.Code ? run : null;
            var (name, content) = form.File ?? throw new InvalidInputException("file", "sharing.intake.fault.no-file");
            return Results.Redirect("/pool/intake/runs/" + (await desk.ReceiveAsync(actor, entry.Code, content, name, mode, mends, cancel)).Id);
        }
        catch (InvalidInputException wrong)
        {
            // What is left of the file is read away: a browser that is still sending would not show the answer.
            await http.Request.Body.CopyToAsync(Stream.Null, cancel);
            return await PageAsync(entry, mode, mends, wrong.Faults, store, settings, cancel);
        }
    }

    private static async Task<IResult> RunAsync(string id, long? after, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IntakeRunStore store, [FromServices] IPeople people, [FromServices] IAccess access, CancellationToken cancel)
    {
        var (run, entry) = await desk.RunAsync(await access.ActorAsync(http), id, cancel);
        return new RazorComponentResult<RunPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(RunPage.Entry)] = entry,
            [nameof(RunPage.Given)] = run,
            [nameof(RunPage.After)] = after ?? 0,
            [nameof(RunPage.Person)] = (await people.NamesAsync([run.Person], cancel)).GetValueOrDefault(run.Person, ""),
            [nameof(RunPage.BadRows)] = await store.BadAsync(id, after ?? 0, BadShown, cancel),
        });
    }

    private static async Task<IResult> BadFileAsync(string id, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IntakeRunStore store, [FromServices] Phrases texts, [FromServices] IAccess access, CancellationToken cancel)
    {
        var (run, entry) = await desk.RunAsync(await access.ActorAsync(http), id, cancel);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(to => BadRowsFile.WriteAsync(to, run, entry, store, texts, cancel), "text/csv; charset=utf-8", $"{run.Resource}-{run.Id}.csv");
    }

    private static async Task<IResult> PageAsync(Description entry, IntakeMode mode, string? mends, IReadOnlyList<Fault> faults, IntakeRunStore store, IntakeSettings settings, CancellationToken cancel) => new RazorComponentResult<IntakePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(IntakePage.Entry)] = entry,
        [nameof(IntakePage.IsIncrement)] = mode == IntakeMode.Increment,
        [nameof(IntakePage.Mends)] = mends,
        [nameof(IntakePage.LargestFile)] = settings.LargestFile >> 20,
        [nameof(IntakePage.Faults)] = faults,
        [nameof(IntakePage.Given)] = await store.OfAsync(entry.Code, RunsShown, cancel),
    })
    {
        StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };
}
