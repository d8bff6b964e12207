using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Telling;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Notices.Inbox;

/// <summary>/inbox: what a person was told, the newest first.</summary>
internal static class InboxEndpoints
{
    private const int Rows = 30;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/inbox").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ListAsync);
        pages.MapGet("/{id:length(26)}", OpenAsync);
        pages.MapPost("/read", ReadAllAsync);
    }

    private static async Task<IResult> ListAsync([FromQuery] string? view, [FromQuery] string? before, HttpContext http, [FromServices] IAccess access, [FromServices] IDatabase database)
    {
        var actor = await access.ActorAsync(http);
        var unread = view == "unread";
        var (found, waiting) = await database.ReadAsync(
            async s => (await MessageTable.PageAsync(s, actor.PersonId, MessageCursor.Parse(before), unread, Rows + 1), await MessageTable.UnreadAsync(s, actor.PersonId)),
            http.RequestAborted);
        var shown = found.Take(Rows).ToList();
        var address = unread ? "/inbox?view=unread" : "/inbox";
        return new RazorComponentResult<InboxPage>(new
        {
            Found = (object)shown,
            Unread = unread,
            Waiting = waiting,
            NextHref = found.Count > Rows ? address + (unread ? "&" : "?") + "before=" + new MessageCursor(shown[^1].At.ToMicros(), shown[^1].Id) : null,
            FirstHref = before is null ? null : address,
        });
    }

    /// <summary>Leads on to where it goes on; from then on the notice is read.</summary>
    private static async Task<IResult> OpenAsync(string id, HttpContext http, [FromServices] IAccess access, [FromServices] IDatabase database, [FromServices] TimeProvider time)
    {
        var actor = await access.ActorAsync(http);
        var message = await database.ReadAsync(s => MessageTable.OneAsync(s, actor.PersonId, id), http.RequestAborted) ?? throw new NotFoundException("notices.fault.no-message", id);
        if (message.ReadAt is null)
        {
            await database.WriteAsync(s => MessageTable.ReadAsync(s, actor.PersonId, id, time.GetUtcNow()), http.RequestAborted);
        }
        return Results.LocalRedirect(SignInRequired.LocalAddress(message.Href, "/inbox"));
    }

    private static async Task<IResult> ReadAllAsync(HttpContext http, [FromServices] IAccess access, [FromServices] IDatabase database, [FromServices] TimeProvider time)
    {
        var actor = await access.ActorAsync(http);
        await database.WriteAsync(s => MessageTable.ReadAllAsync(s, actor.PersonId, time.GetUtcNow()), http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/inbox";
        return Results.Empty;
    }
}
