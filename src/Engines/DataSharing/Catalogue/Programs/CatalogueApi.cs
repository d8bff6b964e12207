using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Catalogue.Versions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Programs;

/// <summary>/api/v1/catalogue: the catalogue for departments' systems.</summary>
internal static class CatalogueApi
{
    private const int MostRows = 200;

    private const int MostVersions = 100;

    private const string Example = "{\"title\":{\"zh\":\"食品经营许可\",\"en\":\"Food licences\"},\"summary\":{\"zh\":\"有效的食品经营许可证。\"},\"provider\":\"01h…\",\"sharing\":\"Unconditional\",\"methods\":[\"api\"],\"cycle\":\"Daily\",\"library\":\"None\",\"open\":true,\"keywords\":[\"食品\"]," +
        "\"items\":[{\"key\":\"licence_no\",\"name\":{\"zh\":\"许可证编号\"},\"type\":\"Text\",\"length\":20,\"required\":true,\"identifies\":true,\"sensitivity\":\"Open\"}]}";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1/catalogue").RequireSignIn().WithTags("Catalogue").ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("", SearchAsync).Produces<FoundResources>().ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithName("SearchCatalogue").WithSummary("What departments offer, with how many of each kind")
            .WithDescription("q: words that all must occur in title, keywords, code, items or summary; case and full-width letters do not matter. provider, sharing, library, cycle narrow it. Pages by skip and take (most 200). " +
                "Who works for no department finds and counts only what is open to society. Example: /api/v1/catalogue?q=人口&sharing=Unconditional&take=20");
        api.MapGet("/{code}", FindAsync).Produces<DescribedResource>().ProducesProblem(StatusCodes.Status404NotFound).WithName("GetResource").WithSummary("A resource; its ETag is the version for If-Match")
            .WithDescription("version names an older description. Example: /api/v1/catalogue/pop.person?version=1");
        api.MapGet("/{code}/versions", VersionsAsync).Produces<IReadOnlyList<VersionLine>>().ProducesProblem(StatusCodes.Status404NotFound).WithName("ListResourceVersions").WithSummary("The newest 100 descriptions, newest first");
        api.MapGet("/{code}/changes", ChangesAsync).Produces<IReadOnlyList<Difference>>().ProducesProblem(StatusCodes.Status404NotFound).WithName("CompareResourceVersions").WithSummary("What two descriptions say differently, and what of it breaks readers");
        api.MapPut("/{code}", PutAsync).Accepts<ResourceBody>("application/json").Produces<DescribedResource>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("PutResource").WithSummary("Register a resource, or give it a new version")
            .WithDescription("Needs the right to provide for the department. If-Match with the version seen (\"3\"); without it the resource must be new. Another version in between is 409. The same description again changes nothing. Faults are named at their members. Example: " + Example);
    }

    private static async Task<IResult> SearchAsync(
        [FromQuery] string? q, [FromQuery] string? provider, [FromQuery] string? sharing, [FromQuery] string? library, [FromQuery] string? cycle, [FromQuery] int? skip, [FromQuery] int? take,
        HttpContext http, [FromServices] CatalogueSearch search, [FromServices] CatalogueDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var (from, most) = (Math.Max(0, skip ?? 0), Math.Clamp(take ?? 50, 1, MostRows));
        var answer = await search.FindAsync(new(q, string.IsNullOrEmpty(provider) ? null : provider, Choice<SharingClass>(sharing, "sharing"), Choice<BaseLibrary>(library, "library"), Choice<UpdateCycle>(cycle, "cycle"), OnlyOpen: !desk.SeesAll(actor)), cancel);
        return Results.Ok(new FoundResources(answer.Found.Count, answer.All,
            [.. answer.Found.Skip(from).Take(most).Select(e => new FoundResource(
                e.Description.Code, e.Description.Title.Values.ToDictionary(StringComparer.Ordinal), e.Description.ProviderId, e.Description.Sharing.ToString(), e.Description.Cycle.ToString(), e.Description.Library.ToString(),
                e.Description.Open, e.Description.Items.Length, e.Latest, desk.MayCount(actor, e.Description) ? e.Rows : null, e.At))],
            new(answer.Providers.ToDictionary(p => p.Provider, p => p.Count, StringComparer.Ordinal), Named(answer.Classes), Named(answer.Libraries), Named(answer.Cycles)),
            from + most < answer.Found.Count ? from + most : null));
    }

    private static async Task<IResult> FindAsync(string code, [FromQuery] int? version, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var newest = await VisibleAsync(actor, code, store, desk, cancel);
        var described = version is { } number ? await store.FindAsync(code, number, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", $"{code}@{number}") : newest;
        return await AnswerAsync(http, actor, described, store, desk, cancel);
    }

    private static async Task<IResult> VersionsAsync(string code, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        await VisibleAsync(await access.ActorAsync(http), code, store, desk, cancel);
        var history = await store.HistoryAsync(code, MostVersions + 1, cancel);
        return Results.Ok(history.Take(MostVersions).Select((v, n) => new VersionLine(v.Number, v.At, v.Hash, n + 1 < history.Count ? Difference.Between(history[n + 1].Description, v.Description).Count(d => d.Breaking) : 0)).ToList());
    }

    private static async Task<IResult> ChangesAsync(string code, [FromQuery] int from, [FromQuery] int to, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        await VisibleAsync(await access.ActorAsync(http), code, store, desk, cancel);
        var before = await store.FindAsync(code, from, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", $"{code}@{from}");
        var after = await store.FindAsync(code, to, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", $"{code}@{to}");
        return Results.Ok(Difference.Between(before.Description, after.Description));
    }

    private static async Task<IResult> PutAsync(string code, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var seen = Seen(http.Request);
        var faults = new List<Fault>();
        var description = (await BodyAsync(http.Request, cancel)).Read(code, faults);
        faults.AddRange((await desk.CheckAsync(actor, description, cancel)).Where(f => faults.All(g => g.Field != f.Field)));
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        return await AnswerAsync(http, actor, await desk.DescribeAsync(actor, description, cancel, seen), store, desk, cancel);
    }

    private static async Task<DescriptionVersion> VisibleAsync(Actor actor, string code, CatalogueStore store, CatalogueDesk desk, CancellationToken cancel) =>
        await store.FindAsync(code, cancel) is { } found && (found.Description.Open || desk.SeesAll(actor)) ? found : throw new NotFoundException("sharing.fault.no-resource", code);

    private static async Task<IResult> AnswerAsync(HttpContext http, Actor actor, DescriptionVersion described, CatalogueStore store, CatalogueDesk desk, CancellationToken cancel)
    {
        var code = described.Description.Code;
        http.Response.GetTypedHeaders().ETag = new($"\"{described.Number.ToString(CultureInfo.InvariantCulture)}\"");
        var rows = desk.MayCount(actor, described.Description) ? (await store.DataAsync(code, number: null, cancel))?.Rows ?? 0 : (long?)null;
        return Results.Ok(new DescribedResource(ResourceBody.Of(described.Description), described.Number, described.At, described.Hash, (await store.WithdrawalAsync(code, cancel))?.At, rows));
    }

    private static async Task<ResourceBody> BodyAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<ResourceBody>(request.Body, JsonSerializerOptions.Web, cancel) ?? throw new InvalidInputException("", "sharing.catalogue.fault.json", "null");
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException((fault.Path ?? "").TrimStart('$', '.'), "sharing.catalogue.fault.json", fault.Path ?? "");
        }
    }

    private static int Seen(HttpRequest request) => request.GetTypedHeaders().IfMatch switch
    {
        [] => 0,
        [{ } tag] when int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new InvalidInputException("If-Match", "sharing.catalogue.fault.if-match"),
    };

    private static T? Choice<T>(string? text, string name)
        where T : struct, Enum =>
        string.IsNullOrEmpty(text) ? null : char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : throw new InvalidInputException(name, "sharing.catalogue.fault.member", text);

    private static Dictionary<string, int> Named<T>(IReadOnlyDictionary<T, int> counts)
        where T : struct, Enum => counts.ToDictionary(c => c.Key.ToString(), c => c.Value, StringComparer.Ordinal);
}
