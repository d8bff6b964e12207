using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>GET /api/v1/pool/{resource}/records: single records for departments' systems.</summary>
internal static class RecordApi
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/v1/pool/{resource}/records", FindAsync).RequireSignIn().WithTags("Pool").WithName("FindRecords")
        .WithSummary("The records of a resource with this key, as a grant lets them through")
        .WithDescription("Needs a token with the right to use data for the grant's recipient. Besides grant, name one item that identifies a record: /api/v1/pool/pop.person/records?grant=01h…&id_no=450202198808080017. " +
            "Items outside the grant are absent. Records outside it are not told from records that do not exist: both give an empty list. Values are texts: numbers in invariant digits, dates yyyy-MM-dd; null where there is none. " +
            "The answer is on record in the log before it leaves; use names the entry. Recorded are the grant, the version and a keyed hash of whom it is about.")
        .Produces<RecordsAnswer>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> FindAsync(string resource, [FromQuery] string? grant, HttpContext http, [FromServices] RecordExchange exchange, [FromServices] IAccess access, CancellationToken cancel)
    {
        var asked = http.Request.Query.Where(q => q.Key != "grant").ToList();
        var (key, value) = asked is [{ Key: { Length: > 0 } one, Value: [{ } text] }] ? (one, text) : ("", "");
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var found = await exchange.FindAsync(await access.ActorAsync(http), resource, grant ?? "", key, value, cancel);
            return Results.Ok(new RecordsAnswer(found.Resource, found.Version, found.AsOf,
                [.. found.Records.Select(r => found.Items.Select((item, i) => (item, value: r[i])).ToDictionary(x => x.item, x => x.value, StringComparer.Ordinal))], found.Use));
        }
        catch (QuotaSpentException spent)
        {
            return Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "The grant's quota of today is used up", extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = spent.Faults[0].Code });
        }
    }
}

/// <param name="Version">Number of the data version that answered.</param>
/// <param name="AsOf">When that version came in.</param>
/// <param name="Records">Item → value.</param>
/// <param name="Use">Id of the log's entry about this answer.</param>
internal sealed record RecordsAnswer(string Resource, int Version, DateTimeOffset AsOf, IReadOnlyList<Dictionary<string, string?>> Records, string Use);
