using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;
using Zhuangjin.Security.SignIn;

namespace Zhuangjin.Security.Profile;

/// <summary>/profile: who I am here, for whom I speak, and my account.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/profile").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", (HttpContext http, [FromServices] Profiles profiles) => profiles.PageAsync(http, new(), []));
        pages.MapPost("/mandates", GiveAsync);
        pages.MapPost("/mandates/{id}/revoke", RevokeAsync);
        pages.MapPost("/password", ChangePasswordAsync);
        pages.MapPost("/sessions/end", EndSessionsAsync);
    }

    private static async Task<IResult> GiveAsync(HttpContext http, [FromServices] IAccess access, [FromServices] Profiles profiles, [FromServices] PeopleRegistry registry, [FromServices] PeopleDirectory people)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = new TypedMandate(form["party"].ToString(), form["agent"].ToString(), form["until"].ToString());
        try
        {
            var actor = await access.ActorAsync(http);
            var agent = await people.AccountByLoginAsync(typed.Agent, http.RequestAborted);
            var faults = new List<Fault>();
            if (agent is null || agent.Closed)
            {
                faults.Add(new("agent", "security.fault.no-person"));
            }
            else if (agent.PersonId == actor.PersonId)
            {
                faults.Add(new("agent", "security.fault.agent-self"));
            }
            if (!DateOnly.TryParseExact(typed.Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
            {
                faults.Add(new("until", "security.fault.until-shape"));
            }
            if (faults.Count > 0)
            {
                throw new InvalidInputException(faults);
            }
            await registry.MandateAsync(actor, agent!.PersonId, typed.Party, [], until, http.RequestAborted);
        }
        catch (InvalidInputException refusal)
        {
            return await profiles.PageAsync(http, typed, refusal.Faults);
        }
        return SeeOther.To("/profile");
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, [FromServices] IAccess access, [FromServices] PeopleRegistry registry, string id)
    {
        await registry.RevokeMandateAsync(await access.ActorAsync(http), id, http.RequestAborted);
        return SeeOther.To("/profile");
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, [FromServices] IAccess access, [FromServices] Profiles profiles, [FromServices] PeopleRegistry registry, [FromServices] PeopleDirectory people)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var actor = await access.ActorAsync(http);
        try
        {
            await registry.ChangePasswordAsync(actor, form["current"].ToString(), form["chosen"].ToString(), http.RequestAborted);
        }
        catch (InvalidInputException refusal)
        {
            return await profiles.PageAsync(http, new(), refusal.Faults);
        }
        // All sessions have ended; this browser, which knew the password, goes on with a new one.
        var account = await people.AccountAsync(actor.PersonId, http.RequestAborted);
        var identity = new ClaimsIdentity([new(SessionClaims.Person, account!.PersonId), new(SessionClaims.Stamp, account.Stamp), new(ClaimTypes.Name, account.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        return SeeOther.To("/profile");
    }

    private static async Task<IResult> EndSessionsAsync(HttpContext http, [FromServices] IAccess access, [FromServices] PeopleRegistry registry)
    {
        await registry.EndSessionsAsync(await access.ActorAsync(http), http.RequestAborted);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return SeeOther.To("/sign-in");
    }
}

/// <summary>What was typed into the form of a new mandate.</summary>
internal sealed record TypedMandate(string Party = "", string Agent = "", string Until = "");

/// <summary>Draws the profile page of the request's actor.</summary>
internal sealed class Profiles(IAccess access, IOrganisations organisations, GivenMandates mandates)
{
    public async Task<IResult> PageAsync(HttpContext http, TypedMandate typed, IReadOnlyList<Fault> faults)
    {
        var actor = await access.ActorAsync(http);
        var posts = actor.Appointments.Select(a => new ProfilePage.Post(organisations.Find(a.OrganisationId)?.Name, a.Role)).ToList();
        var given = (await mandates.OfAsync(actor.PersonId, http.RequestAborted)).Select(m => new ProfilePage.MandateLine(m.Id, m.Party, m.Agent, m.Until)).ToList();
        return new RazorComponentResult<ProfilePage>(new
        {
            Actor = actor,
            Posts = posts,
            Given = given,
            Party = typed.Party,
            Agent = typed.Agent,
            Until = typed.Until,
            Faults = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }
}
