using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using static Zhuangjin.Certificates.Seals.Pages.SealEndpoints;

namespace Zhuangjin.Certificates.Presenting;

/// <summary>The holder's side: what to show, the QR code, and who looked.</summary>
internal static class PresentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/certificates").ExcludeFromDescription();
        pages.MapGet("/{id}/present", AskAsync);
        pages.MapPost("/{id}/present", PresentAsync);
        pages.MapGet("/presentations/{id}", ShowAsync);
        pages.MapPost("/presentations/{id}/end", EndAsync);
        pages.MapGet("/presentations/{id}/file", FileAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, Presenter presenter, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var row = await FindAsync(actor, rights, store, id, cancel);
        // Nobody fills in a form for what cannot be shown any more.
        await presenter.ValidAsync(row, cancel);
        return Form(row, "", [], 10, []);
    }

    private static async Task<IResult> PresentAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, Presenter presenter, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var row = await FindAsync(actor, rights, store, id, cancel);
        var form = await http.Request.ReadFormAsync(cancel);
        var (purpose, fields) = (form["purpose"].ToString(), form["fields"].OfType<string>().ToList());
        var minutes = int.TryParse(form["minutes"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        try
        {
            http.Response.Headers.Location = "/certificates/presentations/" + await presenter.PresentAsync(actor, row.Id, purpose, fields, minutes, cancel);
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return Form(row, purpose, fields, minutes, refused.Faults);
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAccess access, Presenter presenter, PresentationStore store, CertificateStore certificates, CheckAddress addresses, TimeProvider time, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var shown = await presenter.OwnAsync(actor, id, cancel);
        var row = (await certificates.FindAsync(shown.CertificateId, cancel))!;
        return View<PresentationPage>(
            (nameof(PresentationPage.Made), shown),
            (nameof(PresentationPage.Certificate), SignedContent.Read(row.Content).ToCertificate(row.Digest, row.RevokedAt, row.RevocationReason)),
            (nameof(PresentationPage.State), shown.StateAt(time.GetUtcNow())),
            (nameof(PresentationPage.Seen), await store.LooksAsync(id, cancel)),
            (nameof(PresentationPage.Href), $"{addresses.Site}/present/{id}?k={await presenter.SecretAsync(id, cancel)}"));
    }

    private static async Task<IResult> EndAsync(HttpContext http, IAccess access, Presenter presenter, string id, CancellationToken cancel)
    {
        await presenter.EndAsync(await access.ActorAsync(http), id, cancel);
        http.Response.Headers.Location = "/certificates/presentations/" + id;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>The same as a file, for places without network.</summary>
    private static async Task<IResult> FileAsync(HttpContext http, IAccess access, Presenter presenter, Offline.PresentationFiles files, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        return Results.Bytes(await files.WriteAsync(await presenter.OwnAsync(actor, id, cancel), cancel), "application/json; charset=utf-8", $"presentation-{id}.json");
    }

    private static async Task<StoredRow> FindAsync(Actor actor, CertificateRights rights, CertificateStore store, string id, CancellationToken cancel)
    {
        var row = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        return rights.Holds(actor, row) ? row : throw new DeniedException("certificates.present.fault.not-holder");
    }

    private static RazorComponentResult<PresentPage> Form(StoredRow row, string purpose, IReadOnlyList<string> fields, int minutes, IReadOnlyList<Fault> faults)
    {
        var certificate = SignedContent.Read(row.Content).ToCertificate(row.Digest, row.RevokedAt, row.RevocationReason);
        var page = View<PresentPage>(
            (nameof(PresentPage.Certificate), certificate), (nameof(PresentPage.Purpose), purpose), (nameof(PresentPage.Fields), fields), (nameof(PresentPage.Minutes), minutes), (nameof(PresentPage.Faults), faults));
        page.StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null;
        return page;
    }
}
