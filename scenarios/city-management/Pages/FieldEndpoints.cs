using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.CityManagement.Photos;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Pages;

/// <summary>The work on the spot, on a phone: departments tell with photos what they did, inspectors look and agree or send back.</summary>
internal static class FieldEndpoints
{
    public static void MapFieldPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/city").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("/field", ListAsync);
        pages.MapGet("/field/{id}", ShowAsync);
        pages.MapPost("/field/{id}", ActAsync);
        pages.MapGet("/photos/{id}", PhotoAsync);
    }

    private static async Task<Actor> OfficialAsync(HttpContext http, IAccess access, CityRights rights)
    {
        var actor = await access.ActorAsync(http);
        return rights.IsOfficial(actor) ? actor : throw new DeniedException("city.fault.officials");
    }

    private static async Task<IResult> ListAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] IWorklists lists, [FromServices] TicketKeeper keeper, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access, rights);
        var work = await lists.WorkAsync(actor, new(MatterKey: TicketReading.Matter), cancel);
        var tickets = new List<(WorkRow, Ticket?)>();
        // Taking cases up is work at a desk; what is listed here is done in the street.
        foreach (var row in work.Rows.Where(r => r.Item != "register"))
        {
            tickets.Add((row, await keeper.FindAsync("id", row.CaseId, cancel)));
        }
        return new RazorComponentResult<FieldPage>(new { Rows = (IReadOnlyList<(WorkRow, Ticket?)>)tickets });
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] ICases cases, [FromServices] PhotoShelf photos, string? done, CancellationToken cancel) =>
        await PageAsync(await OfficialAsync(http, access, rights), id, cases, photos, done == "1", "", [], cancel);

    private static async Task<IResult> ActAsync(string id, HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] ICases cases, [FromServices] PhotoShelf photos, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access, rights);
        var view = await cases.FindAsync(actor, id, cancel) ?? throw new NotFoundException("cases.fault.no-such-case");
        var form = await http.Request.ReadFormAsync(cancel);
        var text = form["text"].ToString().Trim();
        var asked = form["do"].ToString().Split(':');
        try
        {
            if (asked is not [var what, var item] || !view.State.Items.ContainsKey(item))
            {
                throw new InvalidInputException("", "cases.page.fault.unknown-action");
            }
            // A photo is kept only with a deed that the actor may do; whether it is still to be done is the engine's answer.
            var deed = what switch { "receive" => nameof(ReceiveItem), "back" => nameof(DisagreeItem), _ => nameof(AgreeItem) };
            if (!view.Actions.Contains($"{deed}:{item}"))
            {
                throw new ConflictException("city.fault.not-yours-now");
            }
            if (what is "done" or "back" && text.Length == 0)
            {
                throw new InvalidInputException("text", what == "done" ? "city.fault.say-what-was-done" : "cases.page.fault.reason");
            }
            foreach (var kind in new[] { "before", "after", "check" })
            {
                var photo = await ReportEndpoints.PhotoAsync(form.Files.GetFile(kind), cancel);
                if (photo is null && kind == "after" && what == "done")
                {
                    throw new InvalidInputException("after", "city.fault.photo-after");
                }
                if (photo is not null)
                {
                    await photos.PutAsync(view, item, kind, photo, cancel);
                }
            }
            await cases.ExecuteAsync(actor, id, what switch
            {
                "receive" => new ReceiveItem(item),
                "done" => new AgreeItem(item, null, ImmutableSortedDictionary<string, string>.Empty.Add(item == "handle_urgent" ? "done_urgent" : "done", text)),
                "good" => new AgreeItem(item, text.Length == 0 ? null : text),
                "back" => new DisagreeItem(item, text),
                _ => throw new InvalidInputException("", "cases.page.fault.unknown-action"),
            }, cancel: cancel);
            return Results.Redirect($"/city/field/{id}?done=1", preserveMethod: false);
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return await PageAsync(actor, id, cases, photos, false, text, refusal.Faults, cancel);
        }
    }

    private static async Task<IResult> PageAsync(Actor actor, string id, ICases cases, PhotoShelf photos, bool done, string text, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        var view = await cases.FindAsync(actor, id, cancel);
        if (view is null || view.State.MatterKey != TicketReading.Matter)
        {
            throw new NotFoundException("cases.fault.no-such-case");
        }
        return new RazorComponentResult<FieldCasePage>(new { View = view, Photos = await photos.OfAsync(id, cancel), Done = done, Text = text, Faults = faults })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
    }

    private static async Task<IResult> PhotoAsync(string id, HttpContext http, [FromServices] IAccess access, [FromServices] PhotoShelf photos, CancellationToken cancel)
    {
        if (await photos.OpenAsync(await access.ActorAsync(http), id, cancel) is not { } found)
        {
            throw new NotFoundException("cases.fault.no-such-file");
        }
        var first = new byte[1];
        found.Content.ReadExactly(first);
        found.Content.Position = 0;
        http.Response.Headers.CacheControl = "private, no-cache";
        return Results.Stream(found.Content, first[0] == 0xFF ? "image/jpeg" : "image/png");
    }
}
