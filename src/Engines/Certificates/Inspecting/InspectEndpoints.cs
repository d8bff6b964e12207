using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using static Zhuangjin.Certificates.Seals.Pages.SealEndpoints;

namespace Zhuangjin.Certificates.Inspecting;

/// <summary>The page on which the issuer records a yearly check.</summary>
internal static class InspectEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/certificates/{id}/inspect").ExcludeFromDescription();
        pages.MapGet("", AskAsync);
        pages.MapPost("", InspectAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return actor.IsSignedIn ? Form(await FindAsync(actor, rights, store, id, cancel), null, "", []) : SignIn(http);
    }

    private static async Task<IResult> InspectAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, Inspector inspector, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var row = await FindAsync(actor, rights, store, id, cancel);
        var form = await http.Request.ReadFormAsync(cancel);
        var (passed, note) = (form["passed"].ToString(), form["note"].ToString());
        try
        {
            await inspector.InspectAsync(actor, row.Id, passed switch { "true" => true, "false" => false, _ => null }, note, cancel);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return Form(row, passed, note, refused.Faults);
        }
        http.Response.Headers.Location = "/certificates/" + row.Id;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<StoredRow> FindAsync(Actor actor, CertificateRights rights, CertificateStore store, string id, CancellationToken cancel)
    {
        var row = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        return rights.IsStaff(actor, row) ? row : throw new DeniedException("certificates.inspect.fault.not-issuer");
    }

    private static RazorComponentResult<InspectPage> Form(StoredRow row, string? passed, string note, IReadOnlyList<Fault> faults)
    {
        var page = View<InspectPage>((nameof(InspectPage.Id), row.Id), (nameof(InspectPage.Number), row.Number), (nameof(InspectPage.Passed), passed), (nameof(InspectPage.Note), note), (nameof(InspectPage.Faults), faults));
        page.StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null;
        return page;
    }
}
