using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals.Pages;

/// <summary>Seals as their keepers see them: the list, one seal with its history and uses, one use.</summary>
internal static class SealEndpoints
{
    private const int UsesShown = 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/seals").ExcludeFromDescription();
        pages.MapGet("", MineAsync);
        pages.MapGet("/{id}", ShowAsync);
        pages.MapGet("/uses/{useId}", UseAsync);
        pages.MapGet("/uses/{useId}/file", FileAsync);
        pages.MapGet("/makers/{organisationId}/certificate.pem", MakerAsync);
    }

    private static async Task<IResult> MineAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var found = new List<Seal>();
        foreach (var party in actor.Parties)
        {
            found.AddRange(await store.OfUnitAsync(party.Party.Id, cancel));
        }
        foreach (var path in access.Reach(actor, Permissions.CertificatesIssue))
        {
            found.AddRange(await store.OfUnitsBelowAsync(path, cancel));
        }
        var makes = access.Reach(actor, Permissions.CertificatesRevoke).Count > 0;
        return View<SealListPage>((nameof(SealListPage.Seals), found.Where(s => rights.Keeps(actor, s)).DistinctBy(s => s.Id).ToList()), (nameof(SealListPage.Makes), makes));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, SealUses uses, IPeople people, TimeProvider time, string id, string? before, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var seal = await FindAsync(store, rights, actor, id, cancel);
        var changes = await store.ChangesAsync(seal.Id, cancel);
        var last = await uses.OfAsync(seal.Id, before, UsesShown + 1, cancel);
        return View<SealPage>(
            (nameof(SealPage.Shown), seal),
            (nameof(SealPage.Expired), time.GetUtcNow().ChinaDate() > seal.ValidUntil),
            (nameof(SealPage.Changed), changes),
            (nameof(SealPage.Used), last.Take(UsesShown).ToList()),
            (nameof(SealPage.Counted), await uses.DaysAsync(seal.Id, 30, cancel)),
            (nameof(SealPage.Names), await people.NamesAsync(changes.Select(c => c.By).Concat(last.Select(u => u.By)).Distinct(StringComparer.Ordinal), cancel)),
            (nameof(SealPage.Keeps), rights.Keeps(actor, seal)),
            (nameof(SealPage.Makes), rights.Makes(actor, seal)),
            (nameof(SealPage.NextHref), last.Count > UsesShown ? $"/seals/{seal.Id}?before={last[UsesShown - 1].Id}" : null),
            (nameof(SealPage.FirstHref), before is null ? null : "/seals/" + seal.Id));
    }

    private static async Task<IResult> UseAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, SealUses uses, IPeople people, string useId, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var use = await uses.FindAsync(useId, cancel) ?? throw new NotFoundException("certificates.seal.fault.no-use");
        var seal = await FindAsync(store, rights, actor, use.SealId, cancel);
        var names = await people.NamesAsync([use.By], cancel);
        return View<SealUsePage>((nameof(SealUsePage.Seal), seal), (nameof(SealUsePage.Use), use), (nameof(SealUsePage.By), names.GetValueOrDefault(use.By)));
    }

    private static async Task<IResult> FileAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, SealUses uses, IFileStore files, string useId, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        var use = await uses.FindAsync(useId, cancel) ?? throw new NotFoundException("certificates.seal.fault.no-use");
        await FindAsync(store, rights, actor, use.SealId, cancel);
        return use.File is { } name && await files.OpenAsync(name, cancel) is { } file
            ? Results.Stream(file, "application/pdf", "sealed-" + use.Id + ".pdf")
            : Results.Bytes(use.Signature, "application/octet-stream", "sealed-" + use.Id + ".der");
    }

    /// <summary>The certificate of who makes seals: with it anybody checks seals without us.</summary>
    private static async Task<IResult> MakerAsync(SealKeys keys, string organisationId, CancellationToken cancel) =>
        await keys.FindMakerAsync(organisationId, cancel) is { } certificate
            ? Results.Text(certificate.ToPem(), "application/x-pem-file")
            : throw new NotFoundException("certificates.fault.no-issuer-key");

    /// <summary>The seal, when this actor may see it.</summary>
    public static async Task<Seal> FindAsync(SealStore store, SealRights rights, Actor actor, string id, CancellationToken cancel)
    {
        var seal = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.seal.fault.unknown");
        SealRights.Refuse(rights.MaySee(actor, seal), "certificates.seal.fault.not-yours");
        return seal;
    }

    public static RazorComponentResult<TPage> View<TPage>(params ReadOnlySpan<(string Name, object? Value)> values)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            parameters[name] = value;
        }
        return new(parameters);
    }

    public static IResult SignIn(HttpContext http) => Results.Redirect("/sign-in?back=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString));
}
