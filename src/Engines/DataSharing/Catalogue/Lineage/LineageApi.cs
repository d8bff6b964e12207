using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Lineage;

/// <summary>/api/v1/catalogue/{code}/lineage, for everybody: what he may not know of is not in the answer.</summary>
internal static class LineageApi
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/v1/catalogue/{code}/lineage", FindAsync).WithTags("Catalogue").Produces<LineageBody>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .WithName("GetLineage").WithSummary("Where the items of a resource come from and where they go")
        .WithDescription("item narrows it to one item; depth is how many steps are followed each way (3, at most 6). Level: negative for sources, positive for users. cut: more lies beyond. Without sign-in only what is open to society. Example: /api/v1/catalogue/pop.person/lineage?item=id_no&depth=2");

    private static async Task<IResult> FindAsync(string code, [FromQuery] string? item, [FromQuery] int? depth, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] LineageFinder finder, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var seesAll = desk.SeesAll(actor);
        var described = await store.FindAsync(code, cancel) is { } found && (found.Description.Open || seesAll) ? found.Description : throw new NotFoundException("sharing.fault.no-resource", code);
        if (item is not null && described.Find(item) is null)
        {
            throw new InvalidInputException("item", "sharing.catalogue.fault.member", item);
        }
        var graph = await finder.FindAsync(described, item, Math.Clamp(depth ?? LineageFinder.UsualDepth, 1, LineageFinder.MostDepth), d => seesAll || d is { Open: true }, cancel);
        return Results.Ok(new LineageBody(code,
            [.. graph.Nodes.Select(n => new LineageBody.Resource(n.Code, n.Level, n.Entry?.Title.Values.ToDictionary(StringComparer.Ordinal), n.Entry?.ProviderId, [.. n.Items]))],
            [.. graph.Edges.Select(e => new LineageBody.Edge(e.From.ToString(), e.To.ToString()))], graph.Cut));
    }
}

/// <param name="Cut">Whether more lies beyond what is told.</param>
internal sealed record LineageBody(string Code, IReadOnlyList<LineageBody.Resource> Resources, IReadOnlyList<LineageBody.Edge> Edges, bool Cut)
{
    /// <param name="Level">Steps away: negative for sources, 0 for the resource itself, positive for users.</param>
    /// <param name="Title">Null when it is in the catalogue no longer.</param>
    internal sealed record Resource(string Code, int Level, Dictionary<string, string>? Title, string? Provider, IReadOnlyList<string> Items);

    /// <param name="From">The source: pop.person/id_no.</param>
    internal sealed record Edge(string From, string To);
}
