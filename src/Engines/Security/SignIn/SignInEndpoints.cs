using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;

namespace Zhuangjin.Security.SignIn;

internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sign-in", Form).ExcludeFromDescription();
        endpoints.MapPost("/sign-in", EnterAsync).ExcludeFromDescription();
        endpoints.MapPost("/sign-out", LeaveAsync).ExcludeFromDescription();
    }

    private static RazorComponentResult<SignInPage> Form(HttpContext http, [FromServices] ModuleSettings settings, string? back)
    {
        WayToApp.Allow(http.Response, back);
        return Page(settings, "", back, []);
    }

    private static async Task<IResult> EnterAsync(HttpContext http, [FromServices] PeopleDirectory people, [FromServices] PeopleRegistry registry, [FromServices] Attempts attempts, [FromServices] ModuleSettings settings)
    {
        var cancel = http.RequestAborted;
        var form = await http.Request.ReadFormAsync(cancel);
        var login = form["login"].ToString().Trim();
        var back = form["back"].ToString();
        WayToApp.Allow(http.Response, back);
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var wait = await attempts.WaitAsync(login, address, cancel);
        if (wait > TimeSpan.Zero)
        {
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
            return Refused(settings, login, back, StatusCodes.Status429TooManyRequests, new Fault("", "security.fault.too-many", ((int)Math.Ceiling(wait.TotalMinutes)).ToString()));
        }
        var account = await people.AccountByLoginAsync(login, cancel);
        var right = Passwords.Verify(account?.Password, form["password"].ToString());
        if (account is null || !right || account.Closed)
        {
            await attempts.FailedAsync(login, address, cancel);
            return Refused(settings, login, back, StatusCodes.Status422UnprocessableEntity, new Fault("login", "security.fault.sign-in"));
        }
        await attempts.SucceededAsync(login, cancel);
        var actor = await people.ActorAsync(account.PersonId, cancel) ?? Actor.Visitor;
        await registry.ChangeAsync(actor, account.PersonId, "security.signed-in", ImmutableSortedDictionary<string, string>.Empty, _ => ValueTask.FromResult(0), cancel);
        var identity = new ClaimsIdentity([new(SessionClaims.Person, account.PersonId), new(SessionClaims.Stamp, account.Stamp), new(ClaimTypes.Name, account.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        return Results.Redirect(SignInRequired.LocalAddress(back, StartOf(actor)));
    }

    private static async Task<IResult> LeaveAsync(HttpContext http, [FromServices] IAccess access, [FromServices] PeopleRegistry registry)
    {
        var actor = await access.ActorAsync(http);
        if (actor.IsSignedIn)
        {
            await registry.ChangeAsync(actor, actor.PersonId, "security.signed-out", ImmutableSortedDictionary<string, string>.Empty, _ => ValueTask.FromResult(0), http.RequestAborted);
        }
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect("/");
    }

    /// <summary>Where one's day begins: the worklist for those who handle cases, the board for supervisors, one's own matters for everybody else.</summary>
    private static string StartOf(Actor actor) =>
        actor.Appointments.Any(a => a.Role == Roles.Supervisor) ? "/board"
        : actor.Appointments.Any(a => a.Role == Roles.Administrator) ? "/admin/organisations"
        : actor.Appointments.Count > 0 ? "/work"
        : "/my";

    private static RazorComponentResult<SignInPage> Refused(ModuleSettings settings, string login, string? back, int status, Fault fault)
    {
        var page = Page(settings, login, back, [fault]);
        page.StatusCode = status;
        return page;
    }

    private static RazorComponentResult<SignInPage> Page(ModuleSettings settings, string login, string? back, IReadOnlyList<Fault> faults) =>
        new(new { Login = login, Back = back ?? "", Faults = faults, Demo = settings.Demo });
}
