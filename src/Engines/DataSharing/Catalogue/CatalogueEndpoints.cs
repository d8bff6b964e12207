using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Catalogue.Lineage;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>/catalogue: what the departments offer, for everybody who works with the pool; /open-data: what of it is open to society, for everybody; and both as DCAT for portals.</summary>
internal static class CatalogueEndpoints
{
    public const int PageRows = 50;

    private const int VersionsShown = 10;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/catalogue", ListAsync).ExcludeFromDescription().RequireSignIn();
        endpoints.MapGet("/open-data", OpenAsync).ExcludeFromDescription();
        endpoints.MapGet("/catalogue/dcat.jsonld", DcatAsync).ExcludeFromDescription();
        endpoints.MapGet("/catalogue/{code}", ShowAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync([AsParameters] Asked asked, HttpContext http, [FromServices] IAccess access, [FromServices] CatalogueDesk desk, [FromServices] CatalogueSearch search, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return desk.SeesAll(actor) ? await PageAsync(asked, onlyOpen: false, actor, access, desk, search, cancel) : Results.Redirect("/open-data" + http.Request.QueryString);
    }

    private static async Task<IResult> OpenAsync([AsParameters] Asked asked, HttpContext http, [FromServices] IAccess access, [FromServices] CatalogueDesk desk, [FromServices] CatalogueSearch search, CancellationToken cancel) =>
        await PageAsync(asked, onlyOpen: true, await access.ActorAsync(http), access, desk, search, cancel);

    private static async Task<IResult> DcatAsync([AsParameters] Asked asked, HttpContext http, [FromServices] IAccess access, [FromServices] CatalogueDesk desk, [FromServices] CatalogueSearch search, [FromServices] Dcat dcat, CancellationToken cancel) =>
        Results.Text(dcat.Write((await search.FindAsync(asked.Question(onlyOpen: !desk.SeesAll(await access.ActorAsync(http))), cancel)).Found), "application/ld+json");

    private static async Task<IResult> ShowAsync(string code, HttpContext http, [FromServices] IAccess access, [FromServices] CatalogueStore catalogue, [FromServices] CatalogueDesk desk, [FromServices] CatalogueSearch search, [FromServices] LineageFinder lineage, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var works = desk.SeesAll(actor);
        if (await catalogue.FindAsync(code, cancel) is not { } described || !(described.Description.Open || works))
        {
            // Whoever is not signed in learns nothing of what is not open, not even whether it is there.
            return actor.IsSignedIn ? throw new NotFoundException("sharing.fault.no-resource", code) : Results.Redirect("/sign-in?back=" + Uri.EscapeDataString("/catalogue/" + code));
        }
        return new RazorComponentResult<ResourcePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ResourcePage.Described)] = described,
            [nameof(ResourcePage.Versions)] = await catalogue.VersionsAsync(code, VersionsShown, cancel),
            [nameof(ResourcePage.History)] = await catalogue.HistoryAsync(code, VersionsShown, cancel),
            [nameof(ResourcePage.Withdrawn)] = await catalogue.WithdrawalAsync(code, cancel),
            [nameof(ResourcePage.Taken)] = await search.TakenFromAsync(code, cancel),
            [nameof(ResourcePage.MayProvide)] = desk.MayChange(actor, described.Description),
            [nameof(ResourcePage.MayCount)] = desk.MayCount(actor, described.Description),
            [nameof(ResourcePage.Works)] = works,
            [nameof(ResourcePage.Lineage)] = await lineage.FindAsync(described.Description, item: null, LineageFinder.UsualDepth, d => works || d is { Open: true }, cancel),
        });
    }

    private static async Task<IResult> PageAsync(Asked asked, bool onlyOpen, Actor actor, IAccess access, CatalogueDesk desk, CatalogueSearch search, CancellationToken cancel)
    {
        var question = asked.Question(onlyOpen);
        return new RazorComponentResult<CataloguePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(CataloguePage.Question)] = question,
            [nameof(CataloguePage.Result)] = await search.FindAsync(question, cancel),
            [nameof(CataloguePage.Skip)] = Math.Max(0, asked.Skip ?? 0),
            [nameof(CataloguePage.OnlyOpen)] = onlyOpen,
            [nameof(CataloguePage.MayRegister)] = !onlyOpen && access.Reach(actor, Permissions.SharingProvide).Count > 0,
            [nameof(CataloguePage.MayCount)] = (Predicate<Description>)(d => desk.MayCount(actor, d)),
        });
    }

    private sealed record Asked(string? Q, string? Provider, string? Class, string? Library, string? Cycle, int? Skip)
    {
        public CatalogueQuestion Question(bool onlyOpen) => new(
            Given(Q), Given(Provider), Enum.TryParse<SharingClass>(Class, out var sharing) ? sharing : null, Enum.TryParse<BaseLibrary>(Library, out var of) ? of : null, Enum.TryParse<UpdateCycle>(Cycle, out var every) ? every : null, onlyOpen);

        private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
