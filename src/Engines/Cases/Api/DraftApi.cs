using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Api;

/// <summary>Applications written step by step.</summary>
internal static class DraftApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var drafts = api.MapGroup("/drafts").WithTags("Drafts").ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        drafts.MapPost("", async (DraftStart start, HttpContext http, IAccess access, IMatters matters, IDrafts service, CancellationToken cancel) =>
        {
            matters.Current(start.Matter)?.BegunByApplication();
            var draft = await service.StartAsync(await access.ActorAsync(http), start.Matter, start.Party, start.Subject, cancel);
            return Results.Created("/api/v1/drafts/" + draft.Id, draft);
        }).WithName("StartDraft").WithSummary("Begin an application, prefilled with what the platform knows").Produces<Draft>(StatusCodes.Status201Created);
        drafts.MapGet("", async (HttpContext http, IAccess access, IDrafts service, CancellationToken cancel) => await service.MineAsync(await access.ActorAsync(http), cancel))
            .WithName("ListDrafts").WithSummary("The caller's drafts, newest first");
        drafts.MapGet("/{id}", async (string id, HttpContext http, IAccess access, IDrafts service, CancellationToken cancel) =>
                await service.FindAsync(await access.ActorAsync(http), id, cancel) ?? throw new NotFoundException("cases.fault.no-such-draft"))
            .WithName("GetDraft").WithSummary("One draft with the faults that would stop it from being submitted").Produces<Draft>();
        drafts.MapPatch("/{id}", async (string id, DraftForm form, HttpContext http, IAccess access, IDrafts service, CancellationToken cancel) =>
                await service.SaveAsync(await access.ActorAsync(http), id, form.Form, cancel))
            .WithName("SaveDraft").WithSummary("Keep form values, right or wrong").Produces<Draft>();
        drafts.MapPut("/{id}/materials/{material}", async (string id, string material, [FromQuery] string name, HttpContext http, IAccess access, IDrafts service, CancellationToken cancel) =>
                await service.AttachAsync(await access.ActorAsync(http), id, material, name, http.Request.Body, cancel))
            .WithName("AttachMaterial").WithSummary("Upload a material: the request's body is the file").Accepts<byte[]>("application/octet-stream").Produces<Draft>();
        drafts.MapDelete("/{id}", async (string id, HttpContext http, IAccess access, IDrafts service, CancellationToken cancel) =>
        {
            await service.DiscardAsync(await access.ActorAsync(http), id, cancel);
            return Results.NoContent();
        }).WithName("DiscardDraft").WithSummary("Throw a draft away").Produces(StatusCodes.Status204NoContent);
        drafts.MapPost("/{id}/submit", async (string id, HttpContext http, IAccess access, IDrafts service, CancellationToken cancel) =>
        {
            var state = await service.SubmitAsync(await access.ActorAsync(http), id, cancel);
            return Results.Created("/api/v1/cases/" + state.Id, CaseStand.Of(state));
        }).WithName("SubmitDraft").WithSummary("Submit; twice gives the same case").Produces<CaseStand>(StatusCodes.Status201Created);
    }
}
