using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals.Pages;

/// <summary>One page for each change of a seal: suspend, resume, renew, revoke. Each asks for a reason.</summary>
internal static class SealChangeEndpoints
{
    private static readonly string[] Changes = ["suspend", "resume", "renew", "revoke"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var change in Changes)
        {
            var pages = endpoints.MapGroup("/seals/{id}/" + change).ExcludeFromDescription();
            pages.MapGet("", (HttpContext http, IAccess access, SealRights rights, SealStore store, string id, CancellationToken cancel) => AskAsync(http, access, rights, store, id, change, cancel));
            pages.MapPost("", (HttpContext http, IAccess access, SealRights rights, SealStore store, ISeals seals, string id, CancellationToken cancel) => ChangeAsync(http, access, rights, store, seals, id, change, cancel));
        }
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, string id, string change, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return actor.IsSignedIn ? Form(await SealEndpoints.FindAsync(store, rights, actor, id, cancel), change, "", "5", []) : SealEndpoints.SignIn(http);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, ISeals seals, string id, string change, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var seal = await SealEndpoints.FindAsync(store, rights, actor, id, cancel);
        var form = await http.Request.ReadFormAsync(cancel);
        var (reason, years) = (form["reason"].ToString(), form["years"].ToString());
        try
        {
            await (change switch
            {
                "suspend" => seals.SuspendAsync(actor, seal.Id, reason, cancel),
                "resume" => seals.ResumeAsync(actor, seal.Id, reason, cancel),
                "renew" => seals.RenewAsync(actor, seal.Id, int.TryParse(years, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, reason, cancel),
                _ => seals.RevokeAsync(actor, seal.Id, reason, cancel),
            });
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return Form(seal, change, reason, years, refused.Faults);
        }
        http.Response.Headers.Location = "/seals/" + seal.Id;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static RazorComponentResult<SealChangePage> Form(Seal seal, string change, string reason, string years, IReadOnlyList<Fault> faults)
    {
        var page = SealEndpoints.View<SealChangePage>(
            (nameof(SealChangePage.Seal), seal), (nameof(SealChangePage.Change), change), (nameof(SealChangePage.Reason), reason), (nameof(SealChangePage.Years), years), (nameof(SealChangePage.Faults), faults));
        page.StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null;
        return page;
    }
}
