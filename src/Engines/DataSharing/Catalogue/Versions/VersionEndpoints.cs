using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Versions;

/// <summary>What changed from one description to another, and the withdrawal of a resource.</summary>
internal static class VersionEndpoints
{
    private const int MostShown = 100;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/catalogue/{code}/changes", ChangesAsync).ExcludeFromDescription().RequireSignIn();
        endpoints.MapGet("/catalogue/{code}/withdraw", AskAsync).ExcludeFromDescription().RequireSignIn();
        endpoints.MapPost("/catalogue/{code}/withdraw", WithdrawAsync).ExcludeFromDescription().RequireSignIn();
    }

    private static async Task<IResult> ChangesAsync(string code, int? from, int? to, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var history = await store.HistoryAsync(code, MostShown, cancel);
        if (history.Count == 0 || !(history[0].Description.Open || desk.SeesAll(await access.ActorAsync(http))))
        {
            throw new NotFoundException("sharing.fault.no-resource", code);
        }
        var after = await store.FindAsync(code, to ?? history[0].Number, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", $"{code}@{to}");
        var before = await store.FindAsync(code, from ?? Math.Max(1, after.Number - 1), cancel) ?? throw new NotFoundException("sharing.fault.no-resource", $"{code}@{from}");
        return new RazorComponentResult<ChangesPage>(new { Before = before, After = after, History = history });
    }

    private static async Task<IResult> AskAsync(string code, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] IGrantHolders holders, [FromServices] CatalogueSearch search, [FromServices] IAccess access, CancellationToken cancel)
    {
        var described = await MineAsync(code, http, store, desk, access, cancel);
        return await PageAsync(described, "", [], holders, search, cancel);
    }

    private static async Task<IResult> WithdrawAsync(string code, HttpContext http, [FromServices] CatalogueStore store, [FromServices] CatalogueDesk desk, [FromServices] IGrantHolders holders, [FromServices] CatalogueSearch search, [FromServices] IAccess access, CancellationToken cancel)
    {
        var described = await MineAsync(code, http, store, desk, access, cancel);
        var reason = (await http.Request.ReadFormAsync(cancel))["reason"].ToString();
        try
        {
            await desk.WithdrawAsync(await access.ActorAsync(http), code, reason, cancel);
        }
        catch (InvalidInputException fault)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await PageAsync(described, reason, fault.Faults, holders, search, cancel);
        }
        http.Response.Headers.Location = "/catalogue/" + code;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<DescriptionVersion> MineAsync(string code, HttpContext http, CatalogueStore store, CatalogueDesk desk, IAccess access, CancellationToken cancel)
    {
        var described = await store.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", code);
        return desk.MayChange(await access.ActorAsync(http), described.Description) ? described : throw new DeniedException("sharing.catalogue.fault.not-yours");
    }

    private static async Task<IResult> PageAsync(DescriptionVersion described, string reason, IReadOnlyList<Fault> faults, IGrantHolders holders, CatalogueSearch search, CancellationToken cancel) => new RazorComponentResult<WithdrawPage>(new
    {
        Described = described,
        Reason = reason,
        Faults = faults,
        Standing = (await holders.StandingAsync(described.Description.Code, cancel)).Count,
        Builds = (await search.TakenFromAsync(described.Description.Code, cancel)).SelectMany(g => g).Select(p => p.Resource).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(),
    });
}
