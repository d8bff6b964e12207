using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Pictures;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Pages;

/// <summary>The command centre looks at what waits to be taken up beside what is probably the same, and joins it.</summary>
internal static class DeskEndpoints
{
    public static void MapDeskPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/city/desk").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ShowAsync);
        pages.MapPost("", JoinAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return rights.IsOfficial(actor) ? await PageAsync(rights.MayDispatch(actor), rights.MayLetIn(actor), keeper, [], cancel) : throw new DeniedException("city.fault.officials");
    }

    private static async Task<IResult> JoinAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, [FromServices] Followers followers, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var (number, main) = (form["number"].ToString(), form["main"].ToString());
        try
        {
            await followers.JoinAsync(actor, number, main, cancel);
            return Results.Redirect($"/city/tickets/{number}?done=joined", preserveMethod: false);
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return await PageAsync(rights.MayDispatch(actor), rights.MayLetIn(actor), keeper, refusal.Faults, cancel);
        }
    }

    private static async Task<IResult> PageAsync(bool mayJoin, bool mayLetIn, TicketKeeper keeper, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        var open = await keeper.ListAsync(new(Open: true), cancel);
        var rows = open.Where(t => t.State == TicketStage.Reported)
            .Select(t => (Ticket: t, Found: Likeness.Find(open, t.Class, t.Grid, t.Spot, t.Signs is { } signs ? PictureHash.FromText(signs) : null, t.Id)))
            .OrderByDescending(r => r.Found.Count > 0).ThenBy(r => r.Ticket.ReportedAt).ToList();
        return new RazorComponentResult<DeskPage>(new { Rows = (IReadOnlyList<(Ticket, IReadOnlyList<Duplicate>)>)rows, MayJoin = mayJoin, MayLetIn = mayLetIn, Faults = faults })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
    }
}
