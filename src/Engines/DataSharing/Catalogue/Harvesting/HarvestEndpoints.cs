using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>/catalogue/harvest: which other catalogues are read into ours, and how that goes.</summary>
internal static class HarvestEndpoints
{
    private const int RunsShown = 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/catalogue/harvest").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ListAsync);
        pages.MapPost("", SaveAsync);
        pages.MapGet("/{code}", ShowAsync);
        pages.MapPost("/{code}/{act}", ActAsync);
    }

    /// <param name="code">A source to change, with which the form is filled.</param>
    private static async Task<IResult> ListAsync(string? code, HttpContext http, [FromServices] HarvestDesk desk, [FromServices] HarvestStore store, [FromServices] HarvestSettings settings, [FromServices] CatalogueDesk catalogue, [FromServices] IAccess access, CancellationToken cancel)
    {
        var known = string.IsNullOrEmpty(code) ? null : await store.FindAsync(code, cancel);
        return await PageAsync(await ActorAsync(http, catalogue, access), known is null ? [] : new(StringComparer.Ordinal)
        {
            ["changes"] = known.Code, ["code"] = known.Code, ["title"] = known.Title, ["address"] = known.Address.AbsoluteUri, ["provider"] = known.ProviderId, ["licence"] = known.Licence ?? "", ["cycle"] = known.Cycle.ToString(),
        }, [], desk, store, settings, cancel);
    }

    private static async Task<IResult> SaveAsync(HttpContext http, [FromServices] HarvestDesk desk, [FromServices] HarvestStore store, [FromServices] HarvestSettings settings, [FromServices] CatalogueDesk catalogue, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await ActorAsync(http, catalogue, access);
        var posted = DescriptionForm.Posted(await http.Request.ReadFormAsync(cancel)).ToDictionary(f => f.Key, f => f.Value.Trim(), StringComparer.Ordinal);
        string Field(string name) => posted.GetValueOrDefault(name, "");
        try
        {
            if (!Uri.TryCreate(Field("address"), UriKind.Absolute, out var address))
            {
                throw new InvalidInputException("address", "sharing.harvest.fault.address");
            }
            var cycle = Enum.TryParse<UpdateCycle>(Field("cycle"), out var chosen) && Enum.IsDefined(chosen) ? chosen : throw new InvalidInputException("cycle", "sharing.catalogue.fault.choose");
            if (Field("provider").Length == 0)
            {
                throw new InvalidInputException("provider", "sharing.catalogue.fault.choose");
            }
            if (Field("changes") != Field("code") && await store.FindAsync(Field("code"), cancel) is not null)
            {
                throw new InvalidInputException("code", "sharing.harvest.fault.taken", Field("code"));
            }
            await desk.SaveAsync(actor, new(Field("code"), Field("title"), address, Field("provider"), Field("licence") is { Length: > 0 } licence ? licence : null, cycle, Paused: false, "", default, HarvestRequest.None, null, null, null, 0, null), cancel);
            return See(http, Field("code"));
        }
        catch (InvalidInputException wrong)
        {
            return await PageAsync(actor, posted, wrong.Faults, desk, store, settings, cancel);
        }
    }

    private static async Task<IResult> ShowAsync(string code, HttpContext http, [FromServices] HarvestDesk desk, [FromServices] HarvestStore store, [FromServices] CatalogueDesk catalogue, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await ActorAsync(http, catalogue, access);
        var source = await store.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.harvest.fault.none");
        return new RazorComponentResult<HarvestSourcePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(HarvestSourcePage.Given)] = source,
            [nameof(HarvestSourcePage.Readings)] = await store.RunsAsync(code, RunsShown, cancel),
            [nameof(HarvestSourcePage.Sets)] = await store.PackagesAsync(code, cancel),
            [nameof(HarvestSourcePage.MayChange)] = desk.MayChange(actor, source),
        });
    }

    private static async Task<IResult> ActAsync(string code, string act, HttpContext http, [FromServices] HarvestDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        await (act switch
        {
            "now" => desk.RequestAsync(actor, code, everything: false, cancel),
            "everything" => desk.RequestAsync(actor, code, everything: true, cancel),
            "pause" => desk.PauseAsync(actor, code, paused: true, cancel),
            "resume" => desk.PauseAsync(actor, code, paused: false, cancel),
            _ => throw new NotFoundException("sharing.harvest.fault.none"),
        });
        return See(http, code);
    }

    /// <summary>Who works with the pool may see; what can be set up is asked of the desk.</summary>
    private static async Task<Actor> ActorAsync(HttpContext http, CatalogueDesk catalogue, IAccess access) =>
        await access.ActorAsync(http) is var actor && catalogue.SeesAll(actor) ? actor : throw new DeniedException("sharing.harvest.fault.not-operator");

    private static async Task<IResult> PageAsync(Actor actor, Dictionary<string, string> entered, IReadOnlyList<Fault> faults, HarvestDesk desk, HarvestStore store, HarvestSettings settings, CancellationToken cancel) => new RazorComponentResult<HarvestPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(HarvestPage.Sources)] = await store.AllAsync(cancel),
        [nameof(HarvestPage.Hosts)] = settings.Hosts,
        [nameof(HarvestPage.Providers)] = desk.Providers(actor),
        [nameof(HarvestPage.Values)] = entered,
        [nameof(HarvestPage.Faults)] = faults,
    })
    {
        StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };

    private static IResult See(HttpContext http, string code)
    {
        http.Response.Headers.Location = "/catalogue/harvest/" + Uri.EscapeDataString(code);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
