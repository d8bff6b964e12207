using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>A run as programs see it.</summary>
/// <param name="State">waiting, running, done, refused (nothing published: too many bad rows) or failed (unreadable).</param>
/// <param name="Mode">full or increment.</param>
/// <param name="Bytes">How far in the file the reading has come.</param>
/// <param name="Version">The version that the file became, such as "pop.person@4".</param>
/// <param name="Headings">Columns whose names were taken for an item though written otherwise, as "heading=item".</param>
internal sealed record RunAnswer(
    string Id, string Resource, string State, string Mode, string Name, string Sha256, long Size, long Bytes, string Format, string? Encoding, long Rows, long Kept, long Quarantined, string? Version, IReadOnlyList<string> Headings, IReadOnlyList<FaultAnswer> Faults, DateTimeOffset BegunAt, DateTimeOffset? EndedAt);

/// <summary>What is wrong with a file: a lasting code, and its text.</summary>
internal sealed record FaultAnswer(string Code, string Text);

/// <summary>Rows that stayed outside, in the file's order.</summary>
/// <param name="Columns">The file's headings.</param>
/// <param name="Next">What "after" is for the next page; null at the end.</param>
internal sealed record QuarantineAnswer(IReadOnlyList<string> Columns, IReadOnlyList<BadRow> Rows, long? Next);

/// <summary>/api/v1/pool/{resource}/files, /runs: how a department's systems bring data in by themselves.</summary>
internal static class IntakeApi
{
    private const int RunsShown = 100;

    private const int RowsShown = 500;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1/pool/{resource}").RequireSignIn().WithTags("Pool").ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/files", BringAsync).WithMetadata(new DisableRequestSizeLimitAttribute()).Accepts<byte[]>("application/octet-stream").Produces<RunAnswer>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("BringPoolFile").WithSummary("Brings a file in as the next version of a resource")
            .WithDescription("The body is the file as it is, sent as a stream; name tells the format by its ending (.csv, .tsv, .txt, .xlsx, .jsonl, .ndjson, .parquet). mode is full (the file holds all data) or increment (rows join what stands by the resource's key). " +
                "The columns are checked at once; the rows in the background: ask the run. The same file again, while it is under way, is the same run.");
        api.MapGet("/runs", RunsAsync).Produces<IReadOnlyList<RunAnswer>>().WithName("ListIntakeRuns").WithSummary("The newest files brought to a resource, and what became of them");
        api.MapGet("/runs/{id}", RunAsync).Produces<RunAnswer>().WithName("GetIntakeRun").WithSummary("How far a file has come");
        api.MapGet("/runs/{id}/quarantine", QuarantineAsync).Produces<QuarantineAnswer>().WithName("GetQuarantine").WithSummary("Rows of a file that stayed outside, with their reasons")
            .WithDescription("500 rows a page in the file's order; after is the line behind which the page begins. Mended, they may be brought again with mode=increment.");
    }

    private static async Task<IResult> BringAsync(string resource, [FromQuery] string? name, [FromQuery] string? mode, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IAccess access, [FromServices] Phrases texts, CancellationToken cancel)
    {
        IntakeMode wanted = mode switch
        {
            null or "full" => IntakeMode.Full,
            "increment" => IntakeMode.Increment,
            _ => throw new InvalidInputException("mode", "sharing.intake.fault.mode"),
        };
        var run = await desk.ReceiveAsync(await access.ActorAsync(http), resource, http.Request.Body, name ?? "", wanted, mends: null, cancel);
        return Results.Accepted($"/api/v1/pool/{resource}/runs/{run.Id}", Answer(run, texts));
    }

    private static async Task<IResult> RunsAsync(string resource, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IntakeRunStore store, [FromServices] IAccess access, [FromServices] Phrases texts, CancellationToken cancel)
    {
        await desk.AllowedAsync(await access.ActorAsync(http), resource, cancel);
        return Results.Ok((await store.OfAsync(resource, RunsShown, cancel)).Select(r => Answer(r, texts)));
    }

    private static async Task<IResult> RunAsync(string resource, string id, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IAccess access, [FromServices] Phrases texts, CancellationToken cancel) =>
        Results.Ok(Answer(await FindAsync(resource, id, http, desk, access, cancel), texts));

    private static async Task<IResult> QuarantineAsync(string resource, string id, [FromQuery] long? after, HttpContext http, [FromServices] IntakeDesk desk, [FromServices] IntakeRunStore store, [FromServices] IAccess access, CancellationToken cancel)
    {
        var run = await FindAsync(resource, id, http, desk, access, cancel);
        var rows = await store.BadAsync(id, after ?? 0, RowsShown, cancel);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new QuarantineAnswer(run.Shape.Headings, rows, rows.Count == RowsShown ? rows[^1].Line : null));
    }

    private static async Task<IntakeRun> FindAsync(string resource, string id, HttpContext http, IntakeDesk desk, IAccess access, CancellationToken cancel)
    {
        var (run, _) = await desk.RunAsync(await access.ActorAsync(http), id, cancel);
        return run.Resource == resource ? run : throw new NotFoundException("sharing.intake.fault.no-run");
    }

    private static RunAnswer Answer(IntakeRun run, Phrases texts) => new(
        run.Id, run.Resource, run.State.ToString().ToLowerInvariant(), run.Mode.ToString().ToLowerInvariant(), run.Name, run.File, run.Size, run.Bytes, run.Shape.Format.ToString().ToLowerInvariant(), run.Shape.Encoding, run.Rows, run.Kept, run.Quarantined,
        run.Version is { } version ? $"{run.Resource}@{version}" : null, [.. run.Guessed.Select(g => $"{g[0]}={g[1]}")], [.. run.Faults.Select(f => new FaultAnswer(f.Code, texts[f.Code, [.. f.Args]]))], run.BegunAt, run.EndedAt);
}
