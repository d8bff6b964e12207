using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Api;

/// <summary>Cases for programs: apply at once, follow, act, prove.</summary>
internal static class CaseApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var cases = api.MapGroup("/cases").WithTags("Cases").ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        cases.MapGet("", async (HttpContext http, IAccess access, IWorklists lists, CancellationToken cancel) => await lists.MineAsync(await access.ActorAsync(http), cancel))
            .WithName("ListMyCases").WithSummary("Cases of the parties that the caller represents, newest first");
        cases.MapPost("", ApplyAsync)
            .WithName("Apply").WithSummary("Apply in one request; files are uploaded to a draft instead")
            .WithDescription("With an Idempotency-Key the same application acts once, however often it is sent. Example: {\"matter\":\"acceptance-certificate\",\"party\":\"01k…\",\"subject\":\"451002-…\",\"form\":{\"area_m2\":\"12850.5\"},\"promised\":[\"archive_receipt\"]}")
            .Produces<CaseStand>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        cases.MapGet("/{id}", FindAsync)
            .WithName("GetCase").WithSummary("One case; its ETag is the version for If-Match").Produces<CaseDetail>().Produces(StatusCodes.Status304NotModified);
        cases.MapPost("/{id}/commands", ExecuteAsync)
            .WithName("SendCommand").WithSummary("Act on a case")
            .WithDescription("If-Match with the version seen refuses to act on anything newer (409). Idempotency-Key makes repeating safe. Example: {\"type\":\"agree-item\",\"item\":\"planning\",\"remark\":\"相符\"}")
            .Accepts<CaseCommand>("application/json").Produces<CaseStand>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        cases.MapPut("/{id}/uploads/{material}", async (string id, string material, [FromQuery] string name, HttpContext http, IAccess access, IMaterials materials, CancellationToken cancel) =>
                await materials.UploadAsync(await access.ActorAsync(http), id, material, name, http.Request.Body, cancel))
            .WithName("UploadCaseMaterial").WithSummary("Upload a file for a later command; the answer goes into that command").Accepts<byte[]>("application/octet-stream").Produces<MaterialState>();
        cases.MapGet("/{id}/proof", ProveAsync)
            .WithName("GetCaseProof").WithSummary("The proof file of all sealed events of a case, checked by zj verify").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
    }

    private static async Task<IResult> ApplyAsync(Application application, [FromHeader(Name = "Idempotency-Key")] string? key, HttpContext http, IAccess access, DraftService drafts, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var draft = await drafts.StartOnceAsync(actor, application.Matter, application.Party, application.Subject, key, cancel);
        if (draft.CaseId is null)
        {
            await drafts.SaveAsync(actor, draft.Id, application.Form ?? [], cancel);
            foreach (var (material, certificate) in application.Certificates ?? [])
            {
                await drafts.AttachCertificateAsync(actor, draft.Id, material, certificate, cancel);
            }
            foreach (var material in application.Promised ?? [])
            {
                await drafts.PromiseAsync(actor, draft.Id, material, true, cancel);
            }
        }
        var state = await drafts.SubmitAsync(actor, draft.Id, cancel);
        return Results.Created("/api/v1/cases/" + state.Id, CaseStand.Of(state));
    }

    private static async Task<IResult> FindAsync(string id, HttpContext http, IAccess access, ICases cases, CancellationToken cancel)
    {
        var view = await cases.FindAsync(await access.ActorAsync(http), id, cancel) ?? throw new NotFoundException("cases.fault.no-such-case");
        var tag = new EntityTagHeaderValue($"\"{view.State.Version.ToString(CultureInfo.InvariantCulture)}\"");
        http.Response.GetTypedHeaders().ETag = tag;
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false)))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }
        return Results.Ok(new CaseDetail(
            view.State,
            view.Clocks,
            [.. view.Events.Select(e => new EventLine(e.Sequence, e.At, e.ActorId, e.ActingFor, e.Event))],
            view.Actions,
            view.NextStep,
            view.Names));
    }

    private static async Task<IResult> ExecuteAsync(string id, [FromHeader(Name = "Idempotency-Key")] string? key, HttpContext http, IAccess access, ICases cases, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var state = await cases.ExecuteAsync(actor, id, await ReadCommandAsync(http, cancel), VersionSeen(http.Request), key, cancel);
        http.Response.GetTypedHeaders().ETag = new($"\"{state.Version.ToString(CultureInfo.InvariantCulture)}\"");
        return Results.Ok(CaseStand.Of(state));
    }

    private static async Task<IResult> ProveAsync(string id, HttpContext http, IAccess access, ICases cases, IProofs proofs, CancellationToken cancel)
    {
        var view = await cases.FindAsync(await access.ActorAsync(http), id, cancel) ?? throw new NotFoundException("cases.fault.no-such-case");
        var file = await proofs.ProofFileAsync(EvidenceOf.StreamOf(id), Disclosure.To(view), cancel);
        return Results.File(file, "application/octet-stream", view.State.Number + ".zjproof");
    }

    /// <summary>Commands are told apart by "type"; what is missing or of another shape is a fault of the request, not of the program.</summary>
    private static async Task<CaseCommand> ReadCommandAsync(HttpContext http, CancellationToken cancel)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, CaseJson.Requests.CaseCommand, cancel) ?? throw new InvalidInputException("", "cases.fault.command");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new InvalidInputException((fault as JsonException)?.Path ?? "", "cases.fault.command");
        }
    }

    private static long? VersionSeen(HttpRequest request)
    {
        if (request.GetTypedHeaders().IfMatch is not [{ } tag] || tag.Equals(EntityTagHeaderValue.Any))
        {
            return null;
        }
        return long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new InvalidInputException("If-Match", "cases.fault.if-match");
    }
}
