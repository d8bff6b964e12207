using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.SignIn;

namespace Zhuangjin.Security.Leave;

/// <summary>/profile/leave: who does my work while I am away, and whose I do.</summary>
internal static class LeaveEndpoints
{
    public static void MapLeave(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/profile/leave").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", (HttpContext http, [FromServices] IAccess access, [FromServices] ISubstitutions leaves, [FromServices] IColleagues colleagues, string? person) =>
            ShowAsync(http, access, leaves, colleagues, new(person ?? ""), []));
        pages.MapPost("", NameAsync);
        pages.MapPost("/{id}/end", EndAsync);
    }

    private static async Task<IResult> NameAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ISubstitutions leaves, [FromServices] IColleagues colleagues)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = new LeavePage.TypedLeave(form["person"].ToString(), form["substitute"].ToString(), form["from"].ToString(), form["until"].ToString());
        try
        {
            var faults = new List<Fault>();
            var from = Day(typed.From, "from", faults);
            var until = Day(typed.Until, "until", faults);
            if (faults.Count > 0)
            {
                throw new InvalidInputException(faults);
            }
            var actor = await access.ActorAsync(http);
            await leaves.NameAsync(actor, typed.Person.Length > 0 ? typed.Person : actor.PersonId, typed.Substitute, from, until, http.RequestAborted);
        }
        catch (InvalidInputException refusal)
        {
            return await ShowAsync(http, access, leaves, colleagues, typed, refusal.Faults);
        }
        return SeeOther.To("/profile/leave");
    }

    private static async Task<IResult> EndAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ISubstitutions leaves, string id)
    {
        await leaves.EndAsync(await access.ActorAsync(http), id, http.RequestAborted);
        return SeeOther.To("/profile/leave");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAccess access, ISubstitutions leaves, IColleagues colleagues, LeavePage.TypedLeave typed, IReadOnlyList<Fault> faults)
    {
        var actor = await access.ActorAsync(http);
        if (actor.Appointments.Count == 0)
        {
            throw new DeniedException("security.fault.no-post");
        }
        var heads = new List<Colleague>();
        foreach (var appointment in actor.Appointments.Where(a => a.Role == Roles.Head))
        {
            heads.AddRange(await colleagues.BelowAsync(appointment.OrganisationPath, http.RequestAborted));
        }
        var person = typed.Person.Length > 0 && heads.Any(h => h.PersonId == typed.Person) ? typed.Person : actor.PersonId;
        return new RazorComponentResult<LeavePage>(new
        {
            Actor = actor,
            Typed = typed with { Person = person },
            Leaves = await leaves.SeenByAsync(actor, http.RequestAborted),
            Staff = (IReadOnlyList<Colleague>)[.. heads.Where(h => h.PersonId != actor.PersonId).DistinctBy(h => h.PersonId)],
            Candidates = await leaves.CandidatesAsync(person, http.RequestAborted),
            Faults = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }

    private static DateOnly Day(string text, string field, List<Fault> faults)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            faults.Add(new(field, "security.fault.until-shape"));
        }
        return day;
    }
}
