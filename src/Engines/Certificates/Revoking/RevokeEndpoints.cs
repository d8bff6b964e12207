using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Revoking;

/// <summary>The page on which an office revokes.</summary>
internal static class RevokeEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/certificates/{id}/revoke").ExcludeFromDescription();
        pages.MapGet("", AskAsync);
        pages.MapPost("", RevokeAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return actor.IsSignedIn
            ? Page(await FindAsync(actor, rights, store, id, cancel), reason: null, [])
            : Results.Redirect("/sign-in?back=" + Uri.EscapeDataString(http.Request.Path));
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, ICertificates certificates, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var row = await FindAsync(actor, rights, store, id, cancel);
        var reason = (await http.Request.ReadFormAsync(cancel))["reason"].ToString();
        try
        {
            await certificates.RevokeAsync(actor, row.Id, reason, cancel);
        }
        catch (InvalidInputException wrong)
        {
            return Page(row, reason, wrong.Faults);
        }
        http.Response.Headers.Location = "/certificates/" + row.Id;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<StoredRow> FindAsync(Actor actor, CertificateRights rights, CertificateStore store, string id, CancellationToken cancel)
    {
        var row = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        return rights.MayRevoke(actor, row) ? row : throw new DeniedException("certificates.fault.not-yours-to-revoke");
    }

    private static RazorComponentResult<RevokePage> Page(StoredRow row, string? reason, IReadOnlyList<Fault> faults) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(RevokePage.Id)] = row.Id,
            [nameof(RevokePage.Number)] = row.Number,
            [nameof(RevokePage.Reason)] = reason,
            [nameof(RevokePage.Faults)] = faults,
        })
        {
            StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null,
        };
}
