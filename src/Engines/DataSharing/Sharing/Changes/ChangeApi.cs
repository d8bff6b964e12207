using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Changes;

/// <summary>GET /api/v1/grants/{grant}/changes: what changed in the pool, as a grant lets it through.</summary>
internal static class ChangeApi
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/v1/grants/{grant}/changes", ReadAsync).RequireSignIn().WithTags("Pool").WithName("ReadChanges")
        .WithSummary("What changed since the cursor, by key")
        .WithDescription("Begin with the file: its header X-Pool-Cursor is the first cursor. Without a cursor one begins with the newest version and is told of later ones only. A change names a key and the records that the grant lets through under it now; " +
            "none means that there is nothing under this key any more. Putting the records in the place of those of the key is right however often a page is read. Each page has at most 200 keys; go on with next while more is true, and with next again later. " +
            "Changes behind a mask or outside the grant are no changes. Each page is on record before it leaves and counts towards the day's quota. 409 says that the columns have changed: take the file again.")
        .Produces<ChangesAnswer>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> ReadAsync(string grant, [FromQuery] string? cursor, HttpContext http, [FromServices] ChangeFeed feed, [FromServices] IAccess access, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var page = await feed.ReadAsync(await access.ActorAsync(http), grant, cursor, cancel);
            return Results.Ok(new ChangesAnswer(page.Data.Data.Resource, page.Data.Data.Number, page.Data.Data.At,
                [.. page.Changes.Select(c => new ChangeAnswer(Named(page.Key, c.Key), [.. c.Records.Select(r => Named(page.Items, r))]))], page.Next, page.More, page.Use));
        }
        catch (QuotaSpentException spent)
        {
            return Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "The grant's quota of today is used up", extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = spent.Faults[0].Code });
        }
    }

    private static Dictionary<string, string?> Named(ImmutableArray<string> items, string?[] values) => items.Select((item, i) => (item, value: values[i])).ToDictionary(x => x.item, x => x.value, StringComparer.Ordinal);
}

/// <param name="Version">Number of the data version up to which the changes go.</param>
/// <param name="AsOf">When that version came in.</param>
/// <param name="Next">Cursor to go on with.</param>
/// <param name="More">Whether there are more changes already.</param>
/// <param name="Use">Id of the log's entry about this answer.</param>
internal sealed record ChangesAnswer(string Resource, int Version, DateTimeOffset AsOf, IReadOnlyList<ChangeAnswer> Changes, string Next, bool More, string Use);

/// <param name="Key">Item → value of the key.</param>
/// <param name="Records">The records under this key now, item → value.</param>
internal sealed record ChangeAnswer(Dictionary<string, string?> Key, IReadOnlyList<Dictionary<string, string?>> Records);
