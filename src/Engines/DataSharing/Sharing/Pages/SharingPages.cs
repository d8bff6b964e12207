using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>/sharing: a department's grants and requests; /sharing/grants/{id}: one grant with its uses, and the button that takes it back.</summary>
internal static class SharingPages
{
    private const int Most = 200;

    private const int MostUses = 50;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/sharing").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ListAsync);
        pages.MapGet("/grants/{id}", ShowAsync);
        pages.MapPost("/grants/{id}/revoke", RevokeAsync);
        pages.MapPost("/requests/{id}/decide", DecideAsync);
    }

    /// <summary>Refuses who has nothing to do with shared data.</summary>
    public static void Require(Actor actor, IAccess access)
    {
        if (access.Reach(actor, Permissions.SharingUse).Count + access.Reach(actor, Permissions.SharingProvide).Count + access.Reach(actor, Permissions.SharingOversee).Count == 0)
        {
            throw new DeniedException("sharing.page.fault.not-staff");
        }
    }

    public static LocalText NameOf(IOrganisations organisations, string id) => organisations.Find(id)?.Name ?? new LocalText(id);

    private static async Task<IResult> ListAsync(HttpContext http, IAccess access, ISharingDesk desk, SharingDesk rights, ICatalogue catalogue, IOrganisations organisations, TimeProvider time, string? tab, string? asked, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        Require(actor, access);
        var today = time.GetUtcNow().ChinaDate();
        var grants = await desk.GrantsAsync(actor, Most, cancel);
        var requests = await desk.RequestsAsync(actor, Most, cancel);
        var titles = new Dictionary<string, LocalText>(StringComparer.Ordinal);
        foreach (var code in grants.Select(g => g.Resource).Concat(requests.Select(r => r.Asked.Resource)).Distinct(StringComparer.Ordinal))
        {
            titles[code] = (await catalogue.FindAsync(code, cancel))?.Description.Title ?? new LocalText(code);
        }
        bool Uses(Grant g) => organisations.Find(g.RecipientId) is { } at && access.May(actor, Permissions.SharingUse, at.Path);
        var received = grants.Where(Uses).Select(g => LineOf(g, g.ProviderId)).ToList();
        var given = grants.Where(g => rights.MayRevoke(actor, g)).Select(g => LineOf(g, g.RecipientId)).ToList();
        return new RazorComponentResult<SharingPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(SharingPage.Tab)] = tab ?? (received.Count == 0 && given.Count > 0 ? "given" : "received"),
            [nameof(SharingPage.Received)] = received,
            [nameof(SharingPage.Given)] = given,
            [nameof(SharingPage.Requests)] = requests.Select(r => new SharingPage.RequestLine(r.Id, titles[r.Asked.Resource], r.Asked.Resource, NameOf(organisations, r.Asked.RecipientId), NameOf(organisations, r.ProviderId), r.Asked.Purpose, r.At, r.State, r.Answer, r.GrantId, MaySeeCase(r) ? r.CaseId : null,
                MayDecide: r is { State: ShareRequestState.Pending, CaseId: null } && organisations.Find(r.ProviderId) is { } provider && access.May(actor, Permissions.SharingProvide, provider.Path))).ToList(),
            [nameof(SharingPage.Asked)] = asked,
            [nameof(SharingPage.MayAsk)] = access.Reach(actor, Permissions.SharingUse).Count > 0,
            [nameof(SharingPage.MayTrace)] = access.Reach(actor, Permissions.SharingOversee).Count > 0,
        });

        // The asking department has its answer here; the case itself is seen by those who handle it.
        bool MaySeeCase(ShareRequest r) => organisations.Find(r.ProviderId) is { } at && access.May(actor, Permissions.CasesRead, at.Path);

        SharingPage.GrantLine LineOf(Grant g, string other) => new(g.Id, titles[g.Resource], g.Resource, NameOf(organisations, other), g.Purpose, g.Until, RequestRules.Ended(g, today));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAccess access, ISharingDesk desk, SharingDesk rights, ICatalogue catalogue, IOrganisations organisations, UseTrace trace, TimeProvider time, string id, CancellationToken cancel) =>
        await PageAsync(await access.ActorAsync(http), access, desk, rights, catalogue, organisations, trace, time, id, "", [], cancel);

    private static async Task<IResult> RevokeAsync(HttpContext http, IAccess access, ISharingDesk desk, SharingDesk rights, ICatalogue catalogue, IOrganisations organisations, UseTrace trace, TimeProvider time, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var reason = (await http.Request.ReadFormAsync(cancel))["reason"].ToString();
        try
        {
            await desk.RevokeAsync(actor, id, reason, cancel);
            return Results.Redirect("/sharing/grants/" + id, preserveMethod: false);
        }
        catch (InvalidInputException refused)
        {
            return await PageAsync(actor, access, desk, rights, catalogue, organisations, trace, time, id, reason, refused.Faults, cancel);
        }
    }

    /// <summary>Where the Cases engine does not run, the steward decides here.</summary>
    private static async Task<IResult> DecideAsync(HttpContext http, IAccess access, ISharingDesk desk, string id, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var refusal = form["decision"] == "grant" ? null : form["reason-" + id].ToString().Trim();
        if (refusal is { Length: < 4 or > 200 })
        {
            throw new InvalidInputException("reason-" + id, "sharing.request.fault.length", "4", "200");
        }
        await desk.DecideAsync(await access.ActorAsync(http), id, refusal, cancel);
        return Results.Redirect("/sharing?tab=requests", preserveMethod: false);
    }

    private static async Task<IResult> PageAsync(
        Actor actor, IAccess access, ISharingDesk desk, SharingDesk rights, ICatalogue catalogue, IOrganisations organisations, UseTrace trace, TimeProvider time, string id, string reason, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        Require(actor, access);
        var grant = await desk.FindAsync(actor, id, cancel) ?? throw new NotFoundException("sharing.grant.fault.none");
        var described = (await catalogue.FindAsync(grant.Resource, grant.Description, cancel))!.Description;
        var uses = await trace.OnGroundAsync("grant/" + id, before: null, MostUses, cancel);
        return new RazorComponentResult<GrantPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(GrantPage.Grant)] = grant,
            [nameof(GrantPage.Description)] = described,
            [nameof(GrantPage.Provider)] = NameOf(organisations, grant.ProviderId),
            [nameof(GrantPage.Recipient)] = NameOf(organisations, grant.RecipientId),
            [nameof(GrantPage.Ended)] = RequestRules.Ended(grant, time.GetUtcNow().ChinaDate()),
            [nameof(GrantPage.MayRevoke)] = grant.RevokedAt is null && rights.MayRevoke(actor, grant),
            [nameof(GrantPage.IsRecipient)] = organisations.Find(grant.RecipientId) is { } at && access.May(actor, Permissions.SharingUse, at.Path),
            [nameof(GrantPage.Uses)] = uses.Select(u => new GrantPage.UseLine(u.At, u.Version, u.Rows, u.Place)).ToList(),
            [nameof(GrantPage.KeyExample)] = described.Items.FirstOrDefault(i => i.Identifies && grant.Items.Contains(new(i.Key)))?.Key,
            [nameof(GrantPage.Reason)] = reason,
            [nameof(GrantPage.Faults)] = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }
}
