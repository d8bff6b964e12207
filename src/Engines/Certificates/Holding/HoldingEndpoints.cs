using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Checking;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Holding;

/// <summary>Certificates as their holders and their issuers see them.</summary>
internal static class HoldingEndpoints
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/certificates").ExcludeFromDescription();
        pages.MapGet("", EntranceAsync);
        pages.MapGet("/mine", MineAsync);
        pages.MapGet("/issued", IssuedAsync);
        pages.MapGet("/{id}", ShowAsync);
        pages.MapGet("/{id}/pdf", PdfAsync);
    }

    /// <summary>A visitor wants to check, a holder to see his own, an office those that it issued.</summary>
    private static async Task<IResult> EntranceAsync(HttpContext http, IAccess access)
    {
        var actor = await access.ActorAsync(http);
        return Results.Redirect(!actor.IsSignedIn ? "/verify" : actor.Parties.Count == 0 && access.Reach(actor, Permissions.CertificatesRevoke).Count > 0 ? "/certificates/issued" : "/certificates/mine");
    }

    private static async Task<IResult> MineAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, Checker checker, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var found = new List<CheckResult>();
        foreach (var party in actor.Parties)
        {
            foreach (var row in (await store.HeldAsync(party.Party.Id, type: null, cancel)).Where(r => rights.Holds(actor, r)))
            {
                found.Add(await checker.CheckAsync(row.Id, shownDigest: null, cancel));
            }
        }
        return Page(found.DistinctBy(r => r.Id).OrderByDescending(r => r.Id, StringComparer.Ordinal).ToList(), issued: false, nextHref: null, firstHref: null);
    }

    private static async Task<IResult> IssuedAsync(HttpContext http, IAccess access, CertificateStore store, Checker checker, string? before, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var reach = access.Reach(actor, Permissions.CertificatesRevoke);
        if (reach.Count == 0)
        {
            throw new DeniedException("certificates.fault.not-staff");
        }
        var rows = new List<StoredRow>();
        foreach (var path in reach)
        {
            rows.AddRange(await store.IssuedBelowAsync(path, before, PageSize + 1, cancel));
        }
        var shown = rows.OrderByDescending(r => r.Id, StringComparer.Ordinal).Take(PageSize).ToList();
        var found = new List<CheckResult>();
        foreach (var row in shown)
        {
            found.Add(await checker.CheckAsync(row.Id, shownDigest: null, cancel));
        }
        return Page(found, issued: true, rows.Count > PageSize ? "/certificates/issued?before=" + shown[^1].Id : null, before is null ? null : "/certificates/issued");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, Presenting.PresentationStore presentations, Inspecting.Inspector inspections, Checker checker, CheckAddress addresses, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var row = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        rights.Refuse(actor, row);
        var result = await checker.CheckAsync(row.Id, row.Digest, cancel);
        if (result.Certificate is null)
        {
            return Results.Redirect("/verify/" + row.Id);
        }
        return new RazorComponentResult<CertificatePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(CertificatePage.Answer)] = result,
            [nameof(CertificatePage.PdfSize)] = row.PdfSize,
            [nameof(CertificatePage.CheckHref)] = addresses.Of(row.Type, row.Id, row.Digest),
            [nameof(CertificatePage.MayRevoke)] = rights.MayRevoke(actor, row),
            [nameof(CertificatePage.IsHolder)] = rights.Holds(actor, row),
            [nameof(CertificatePage.IsStaff)] = rights.IsStaff(actor, row),
            [nameof(CertificatePage.Inspected)] = await inspections.OfAsync(row.Id, cancel),
            [nameof(CertificatePage.Used)] = await presentations.TracesAsync(row.Id, cancel),
            [nameof(CertificatePage.ReplacedBy)] = row.RevokedAt is null ? null : await presentations.SuccessorAsync(row.Id, row.HolderPartyId, row.Type, cancel),
            [nameof(CertificatePage.Replaces)] = row.SourceCaseId.Length == 0 ? null : await presentations.PredecessorAsync(row.SourceCaseId, row.HolderPartyId, row.Type, cancel),
            [nameof(CertificatePage.Presented)] = rights.Holds(actor, row) ? await presentations.OfAsync(row.Id, 10, cancel) : new List<Presenting.Presentation>(),
        });
    }

    private static async Task<IResult> PdfAsync(HttpContext http, IAccess access, CertificateRights rights, CertificateStore store, ICertificates certificates, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var row = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        rights.Refuse(actor, row);
        var pdf = await certificates.PdfAsync(row.Id, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        return Results.Stream(pdf, "application/pdf", row.Number + ".pdf");
    }

    private static RazorComponentResult<CertificateListPage> Page(List<CheckResult> found, bool issued, string? nextHref, string? firstHref) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(CertificateListPage.Found)] = found,
            [nameof(CertificateListPage.Issued)] = issued,
            [nameof(CertificateListPage.NextHref)] = nextHref,
            [nameof(CertificateListPage.FirstHref)] = firstHref,
        });

    private static IResult SignIn(HttpContext http) => Results.Redirect("/sign-in?back=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString));
}
