using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Photos;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Pages;

/// <summary>What everybody may read: the map, and a case by its number.</summary>
internal static class PublicEndpoints
{
    private const int PageSize = 15;

    /// <summary>Dots that a map still shows as dots.</summary>
    private const int MostDots = 300;

    public static void MapPublicPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/city").ExcludeFromDescription();
        pages.MapGet("", MapAsync);
        pages.MapGet("/tickets", FindAsync);
        pages.MapGet("/tickets/{number}", ShowAsync);
        pages.MapPost("/tickets/{number}", ActAsync).RequireSignIn();
    }

    private static async Task<IResult> MapAsync(
        HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] IDatabase database, [FromServices] CityWords words,
        string? state, string? kind, string? grid, int? page, CancellationToken cancel)
    {
        state = MapPage.States.Contains(state) ? state! : "open";
        kind = words.Kinds().Any(k => k.Key == kind) ? kind : null;
        grid = grid is not null && District.CellOf(grid) is not null ? grid : null;
        var number = Math.Clamp(page ?? 1, 1, 400);
        var query = new TicketQuery(
            Open: state == "open" ? true : null,
            State: state switch { "reported" => TicketStage.Reported, "handling" => TicketStage.Handling, "checking" => TicketStage.Checking, "closed" => TicketStage.Closed, _ => null },
            Class: kind);
        var here = query with { Grid = grid };
        var (counts, count, open, rows, dots) = await database.ReadAsync(async session => (
            await TicketTable.ByGridAsync(session, query),
            await TicketTable.CountAsync(session, here),
            await TicketTable.CountAsync(session, here with { Open = true, State = null }),
            await TicketTable.ListAsync(session, here with { Most = PageSize + 1, Skip = (number - 1) * PageSize }),
            // Many closed cases are told by the shade of their grid; one by one they are drawn where a single grid is chosen.
            state is "closed" or "all" && grid is null ? [] : await TicketTable.ListAsync(session, here with { Most = MostDots })), cancel);
        return new RazorComponentResult<MapPage>(new
        {
            Counts = (IReadOnlyDictionary<string, long>)counts,
            Count = count,
            Open = open,
            State = state,
            Kind = kind ?? "",
            Grid = grid ?? "",
            Page = number,
            More = rows.Count > PageSize,
            Shown = (IReadOnlyList<Ticket>)[.. rows.Take(PageSize)],
            Dots = (IReadOnlyList<Ticket>)dots,
            Official = rights.IsOfficial(await access.ActorAsync(http)),
        });
    }

    private static async Task<IResult> FindAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, string? number, CancellationToken cancel)
    {
        number = number?.Trim();
        if (number is { Length: > 0 } && await keeper.FindAsync("number", number, cancel) is { } found)
        {
            return Results.Redirect("/city/tickets/" + Uri.EscapeDataString(found.Number));
        }
        return new RazorComponentResult<TicketPage>(new
        {
            Asked = number,
            Official = rights.IsOfficial(await access.ActorAsync(http)),
            Faults = (IReadOnlyList<Fault>)(number is { Length: > 0 } ? [new Fault("number", "city.fault.no-ticket")] : []),
        })
        { StatusCode = number is { Length: > 0 } ? StatusCodes.Status404NotFound : null };
    }

    private static Task<IResult> ShowAsync(
        string number, HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, [FromServices] Followers followers, [FromServices] ICases cases, [FromServices] PhotoShelf photos,
        string? done, CancellationToken cancel) => PageAsync(number, http, access, rights, keeper, followers, cases, photos, done is "followed" or "rated" or "reported" or "joined" ? done : "", [], cancel);

    private static async Task<IResult> ActAsync(
        string number, HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, [FromServices] Followers followers, [FromServices] ICases cases, [FromServices] PhotoShelf photos, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var ticket = await keeper.FindAsync("number", number, cancel) ?? throw new NotFoundException("city.fault.no-ticket");
        try
        {
            if (form["do"] == "rate")
            {
                await followers.RateAsync(actor, ticket, int.TryParse(form["rating"], NumberStyles.None, CultureInfo.InvariantCulture, out var rating) ? rating : 0, cancel);
                return Results.Redirect($"/city/tickets/{ticket.Number}?done=rated", preserveMethod: false);
            }
            await followers.FollowAsync(actor, ticket, "", cancel);
            return Results.Redirect($"/city/tickets/{ticket.Number}?done=followed", preserveMethod: false);
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return await PageAsync(number, http, access, rights, keeper, followers, cases, photos, "", refusal.Faults, cancel);
        }
    }

    private static async Task<IResult> PageAsync(
        string number, HttpContext http, IAccess access, CityRights rights, TicketKeeper keeper, Followers followers, ICases cases, PhotoShelf photos, string done, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        var ticket = await keeper.FindAsync("number", number, cancel) ?? throw new NotFoundException("city.fault.no-ticket");
        var actor = await access.ActorAsync(http);
        var view = actor.IsSignedIn && !ticket.Sample ? await cases.FindAsync(actor, ticket.Id, cancel) : null;
        var following = await followers.OfAsync(ticket.Id, cancel);
        return new RazorComponentResult<TicketPage>(new
        {
            Ticket = ticket,
            Main = ticket.Main is { } main ? await keeper.FindAsync("id", main, cancel) : null,
            Done = done,
            Followers = (long)following.Count,
            Official = rights.IsOfficial(actor),
            Photos = view is null ? [] : await photos.OfAsync(ticket.Id, cancel),
            MayOpenCase = view is not null,
            MayObject = view is { AsApplicant: true } && view.Actions.Contains(nameof(FileReview)),
            MayFollow = ticket is { IsOpen: true, Sample: false } && actor.IsSignedIn && view is null && !following.Contains(actor.PersonId),
            MayRate = await followers.MayRateAsync(actor, ticket, cancel),
            Faults = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
    }
}
