using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.ProjectApproval.Problems;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval.Pages;

/// <summary>The monthly joint session and the monthly review of refusals.</summary>
internal static class SessionEndpoints
{
    public static void MapSessionPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/pool").ExcludeFromDescription().RequireSignIn();
        pages.MapPost("/sessions", OpenAsync);
        pages.MapGet("/sessions/{month}", ShowAsync);
        pages.MapPost("/sessions/{month}", ActAsync);
        pages.MapGet("/reviews", ReviewsAsync);
        pages.MapPost("/reviews", ReviewAsync);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, [FromServices] IAccess access, [FromServices] JointSessions sessions, [FromServices] IOrganisations organisations, CancellationToken cancel)
    {
        var actor = await PoolEndpoints.OfficialAsync(http, access);
        var form = await http.Request.ReadFormAsync(cancel);
        var city = organisations.Find(form["city"].ToString()) ?? throw new NotFoundException("pool.fault.division");
        if (!DateOnly.TryParseExact(form["held-on"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var held))
        {
            throw new InvalidInputException("held-on", "pool.fault.held-on");
        }
        var opened = await sessions.OpenAsync(actor, city, held.ToString("yyyy-MM", CultureInfo.InvariantCulture), held, form["place"].ToString(), cancel);
        return Results.Redirect("/pool/sessions/" + opened.Month, preserveMethod: false);
    }

    private static async Task<IResult> ShowAsync(string month, HttpContext http, [FromServices] IAccess access, [FromServices] JointSessions sessions, [FromServices] ProblemPool problems, CancellationToken cancel) =>
        await PageAsync(month, await PoolEndpoints.OfficialAsync(http, access), access, sessions, problems, [], cancel);

    private static async Task<IResult> ActAsync(string month, HttpContext http, [FromServices] IAccess access, [FromServices] JointSessions sessions, [FromServices] ProblemPool problems, CancellationToken cancel)
    {
        var actor = await PoolEndpoints.OfficialAsync(http, access);
        var form = await http.Request.ReadFormAsync(cancel);
        var asked = form["do"].ToString().Split(':');
        try
        {
            await (asked switch
            {
                ["receive", var office] => sessions.ReceiveAsync(actor, month, office, cancel),
                ["report", var office] => sessions.ReportAsync(actor, month, office, cancel),
                ["agree" or "disagree", var problem, var office] => problems.SayAsync(actor, problem, office, asked[0] == "agree", form["note"].ToString(), cancel),
                ["close"] => sessions.CloseAsync(actor, month, form["summary"].ToString(), cancel),
                _ => throw new InvalidInputException("", "cases.page.fault.unknown-action"),
            });
            return Results.Redirect("/pool/sessions/" + month, preserveMethod: false);
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return await PageAsync(month, actor, access, sessions, problems, refusal.Faults, cancel);
        }
    }

    private static async Task<IResult> PageAsync(string month, Actor actor, IAccess access, JointSessions sessions, ProblemPool problems, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        var session = await sessions.FindAsync(actor, month, cancel) ?? throw new NotFoundException("pool.fault.no-session");
        return new RazorComponentResult<SessionPage>(new
        {
            Session = session,
            Problems = (IReadOnlyList<Problem>)await problems.ListAsync(actor, month, cancel),
            Mine = (IReadOnlySet<string>)session.Offices.Where(o => access.May(actor, Permissions.CasesHandle, o.Path)).Select(o => o.OrganisationId).ToHashSet(StringComparer.Ordinal),
            MayClose = access.May(actor, Permissions.CasesSupervise, session.Path) || access.May(actor, Permissions.CasesConvene, session.Path),
            Faults = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
    }

    private static async Task<IResult> ReviewsAsync(HttpContext http, [FromServices] IAccess access, [FromServices] RefusalReviews reviews, [FromServices] TimeProvider time, [FromQuery] string? month, CancellationToken cancel)
    {
        var actor = await SupervisorAsync(http, access);
        return await ReviewPageAsync(actor, Month(month, time), reviews, [], cancel);
    }

    private static async Task<IResult> ReviewAsync(HttpContext http, [FromServices] IAccess access, [FromServices] RefusalReviews reviews, [FromServices] TimeProvider time, CancellationToken cancel)
    {
        var actor = await SupervisorAsync(http, access);
        var form = await http.Request.ReadFormAsync(cancel);
        var month = Month(form["month"], time);
        try
        {
            var finding = Enum.TryParse<Finding>(form["finding"], out var chosen) && Enum.IsDefined(chosen) ? chosen : throw new InvalidInputException("finding", "cases.page.fault.choose");
            await reviews.ReviewAsync(actor, month, ProjectApprovalModule.Matter, form["case"].ToString(), form["item"].ToString(), finding, form["note"].ToString(), cancel);
            return Results.Redirect("/pool/reviews?month=" + month.ToString("yyyy-MM", CultureInfo.InvariantCulture), preserveMethod: false);
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return await ReviewPageAsync(actor, month, reviews, refusal.Faults, cancel);
        }
    }

    private static async Task<IResult> ReviewPageAsync(Actor actor, DateOnly month, RefusalReviews reviews, IReadOnlyList<Fault> faults, CancellationToken cancel) => new RazorComponentResult<ReviewsPage>(new
    {
        Month = month,
        Rows = await reviews.OfMonthAsync(actor, month, ProjectApprovalModule.Matter, cancel),
        Faults = faults,
    })
    { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };

    private static async Task<Actor> SupervisorAsync(HttpContext http, IAccess access)
    {
        var actor = await access.ActorAsync(http);
        return access.Reach(actor, Permissions.CasesSupervise).Count > 0 ? actor : throw new DeniedException("pool.fault.supervisors");
    }

    /// <summary>The first day of the month that is asked for; of this month when none is.</summary>
    private static DateOnly Month(string? text, TimeProvider time)
    {
        var today = time.GetUtcNow().ChinaDate();
        return DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : new(today.Year, today.Month, 1);
    }
}
