using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Intake.Sources;

/// <summary>/pool/sources: from which table a resource's data are taken.</summary>
internal static class SourceEndpoints
{
    private const int PostgresPort = 5432;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/pool/sources/{resource}").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ShowAsync);
        pages.MapPost("", SaveAsync);
        pages.MapPost("/pull", PullAsync);
    }

    private static async Task<IResult> ShowAsync(string resource, HttpContext http, [FromServices] SourceDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var (described, maySetUp) = await desk.AllowedAsync(await access.ActorAsync(http), resource, cancel);
        var (source, next) = await desk.FindAsync(resource, cancel);
        return Page(described.Description, source, source, next, maySetUp, []);
    }

    private static async Task<IResult> SaveAsync(string resource, HttpContext http, [FromServices] SourceDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var (described, maySetUp) = await desk.AllowedAsync(actor, resource, cancel);
        var form = await http.Request.ReadFormAsync(cancel);
        string Field(string name) => form[name].ToString().Trim();
        var port = int.TryParse(Field("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : PostgresPort;
        var entered = new DataSource(resource, Field("kind") == "sqlite" ? SourceKind.Sqlite : SourceKind.Postgres, new(Field("host"), port, Field("database"), Field("user"), form["password"].ToString()),
            Field("schema"), Field("table"), described.Description.Items.ToDictionary(i => i.Key, i => Field("column-" + i.Key), StringComparer.Ordinal), Field("cursor") is { Length: > 0 } cursor ? cursor : null, null, null, "", default, PullRequest.None, null, null);
        try
        {
            await desk.SaveAsync(actor, entered, cancel);
            return Results.Redirect("/pool/sources/" + resource);
        }
        catch (InvalidInputException wrong)
        {
            var (source, next) = await desk.FindAsync(resource, cancel);
            return Page(described.Description, source, entered with { Connection = entered.Connection with { Password = "" } }, next, maySetUp, wrong.Faults);
        }
    }

    private static async Task<IResult> PullAsync(string resource, HttpContext http, [FromServices] SourceDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var full = (await http.Request.ReadFormAsync(cancel))["how"] == "full";
        await desk.RequestAsync(await access.ActorAsync(http), resource, full ? PullRequest.Full : PullRequest.Increment, cancel);
        return Results.Redirect("/pool/sources/" + resource);
    }

    private static RazorComponentResult<SourcePage> Page(Description entry, DataSource? source, DataSource? entered, DateTimeOffset? next, bool maySetUp, IReadOnlyList<Fault> faults) => new(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(SourcePage.Entry)] = entry,
        [nameof(SourcePage.Kept)] = source,
        [nameof(SourcePage.Typed)] = entered,
        [nameof(SourcePage.Next)] = next,
        [nameof(SourcePage.MaySetUp)] = maySetUp,
        [nameof(SourcePage.Faults)] = faults,
    })
    {
        StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };
}
