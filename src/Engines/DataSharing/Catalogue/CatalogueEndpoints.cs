using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>/catalogue: what the departments offer, for everybody who works with the pool; and the same as DCAT for portals.</summary>
internal static class CatalogueEndpoints
{
    public const int PageRows = 50;

    private const int VersionsShown = 10;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/catalogue").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, IAccess access, string? q, string? provider, string? @class, string? library, string? cycle, int? skip, CatalogueSearch search, CancellationToken cancel) =>
        {
            CatalogueQuestion question = new(Given(q), Given(provider), Enum.TryParse<SharingClass>(@class, out var sharing) ? sharing : null, Enum.TryParse<BaseLibrary>(library, out var of) ? of : null, Enum.TryParse<UpdateCycle>(cycle, out var every) ? every : null);
            return new RazorComponentResult<CataloguePage>(new { Question = (object)question, Result = (object)await search.FindAsync(question, cancel), Skip = Math.Max(0, skip ?? 0), MayRegister = access.Reach(await access.ActorAsync(http), Permissions.SharingProvide).Count > 0 });
        });
        pages.MapGet("/dcat.jsonld", async (CatalogueSearch search, Dcat dcat, CancellationToken cancel) =>
            Results.Text(dcat.Write((await search.FindAsync(new(null, null, null, null), cancel)).Found), "application/ld+json"));
        pages.MapGet("/{code}", async (string code, HttpContext http, IAccess access, IOrganisations organisations, CatalogueStore catalogue, CatalogueSearch search, CancellationToken cancel) =>
        {
            var described = await catalogue.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", code);
            return new RazorComponentResult<ResourcePage>(new { Described = described, Versions = await catalogue.VersionsAsync(code, VersionsShown, cancel), History = await catalogue.HistoryAsync(code, VersionsShown, cancel), Withdrawn = await catalogue.WithdrawalAsync(code, cancel), Taken = await search.TakenFromAsync(code, cancel), MayProvide = access.May(await access.ActorAsync(http), Permissions.SharingProvide, organisations.Find(described.Description.ProviderId)?.Path ?? "") });
        });
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
