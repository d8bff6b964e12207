using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using static Zhuangjin.Certificates.Seals.Pages.SealEndpoints;

namespace Zhuangjin.Certificates.Presenting;

/// <summary>The checker's side of a presentation: whoever has the QR code, signed in or not. The first page shows the purpose alone; the fields come after he has said who he is.</summary>
internal static class LookEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/present").ExcludeFromDescription();
        pages.MapGet("/{id}", ScanAsync);
        pages.MapPost("/{id}", LookAsync);
    }

    private static async Task<IResult> ScanAsync(HttpContext http, IAccess access, Presenter presenter, string id, string? k, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var scanned = await presenter.ScanAsync(id, k, cancel) ?? throw new NotFoundException("certificates.present.fault.unknown");
        return Page(http, scanned.Shown, scanned.State, k, actor.Name, null, []);
    }

    private static async Task<IResult> LookAsync(HttpContext http, IAccess access, Presenter presenter, string id, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (secret, who) = (form["k"].ToString(), form["who"].ToString());
        var actor = await access.ActorAsync(http);
        var scanned = await presenter.ScanAsync(id, secret, cancel) ?? throw new NotFoundException("certificates.present.fault.unknown");
        try
        {
            return Page(http, scanned.Shown, scanned.State, secret, who, await presenter.LookAsync(actor, id, secret, who, cancel), []);
        }
        catch (InvalidInputException wrong)
        {
            return Page(http, scanned.Shown, scanned.State, secret, who, null, wrong.Faults);
        }
        catch (ConflictException)
        {
            return Page(http, scanned.Shown, scanned.State == PresentationState.Open ? PresentationState.Ended : scanned.State, secret, who, null, []);
        }
    }

    private static RazorComponentResult<LookPage> Page(HttpContext http, Presentation shown, PresentationState state, string? secret, string who, Look? look, IReadOnlyList<Fault> faults)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        var page = View<LookPage>(
            (nameof(LookPage.Made), shown), (nameof(LookPage.State), state), (nameof(LookPage.Secret), secret), (nameof(LookPage.Who), who), (nameof(LookPage.Seen), look), (nameof(LookPage.Faults), faults));
        page.StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : state == PresentationState.Open ? null : StatusCodes.Status410Gone;
        return page;
    }
}
