using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Api;

/// <summary>Work of offices and the supervisor's board.</summary>
internal static class WorkApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/worklist", async (
                [FromQuery] string? matter, [FromQuery] string? item, [FromQuery] Light? light, [FromQuery] bool? mine, [FromQuery] bool? untaken, [FromQuery] string? search,
                [FromQuery] WorkOrder? order, [FromQuery] bool? descending, [FromQuery] string? after, [FromQuery] int? size,
                HttpContext http, IAccess access, IWorklists lists, CancellationToken cancel) =>
                await lists.WorkAsync(await access.ActorAsync(http), new(matter, item, light, mine ?? false, untaken ?? false, search, order ?? WorkOrder.Due, descending ?? false, after, size ?? 50), cancel))
            .WithName("GetWorklist").WithTags("Work").WithSummary("Open work within the caller's reach; pass `next` as `after` for the next page").Produces<WorkPage>();
        api.MapGet("/search", async ([FromQuery] string q, [FromQuery] string? after, [FromQuery] int? size, HttpContext http, IAccess access, ICaseSearch search, CancellationToken cancel) =>
                await search.SearchAsync(await access.ActorAsync(http), q, after, size ?? 20, cancel))
            .WithName("SearchCases").WithTags("Work").WithSummary("Cases within the caller's reach that hold all words, newest first, with what was found marked")
            .WithDescription("Chinese is found anywhere in a text, a word of letters or digits at its beginning. Example: `q=锦绣 000123`").Produces<SearchPage>();
        api.MapGet("/board", async (HttpContext http, IAccess access, IWorklists lists, CancellationToken cancel) => await lists.BoardAsync(await access.ActorAsync(http), cancel))
            .WithName("GetBoard").WithTags("Work").WithSummary("Lights by office, what is overdue, and whose time was lost").Produces<Contracts.Board>();
    }
}
