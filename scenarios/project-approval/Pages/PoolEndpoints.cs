using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.ProjectApproval.Problems;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval.Pages;

/// <summary>The board of all projects, the whistles, and the pool of problems.</summary>
internal static class PoolEndpoints
{
    public static void MapPoolPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/pool").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", BoardAsync);
        pages.MapGet("/whistles", WhistlesAsync);
        pages.MapGet("/problems", ProblemsAsync);
        pages.MapPost("/problems", RaiseAsync);
    }

    private static bool MayReview(Actor actor, IAccess access) => access.Reach(actor, Permissions.CasesSupervise).Count > 0;

    /// <summary>An official; others have no business in the pool.</summary>
    public static async Task<Actor> OfficialAsync(HttpContext http, IAccess access)
    {
        var actor = await access.ActorAsync(http);
        return access.Reach(actor, Permissions.CasesRead).Count > 0 ? actor : throw new DeniedException("pool.fault.officials");
    }

    private static async Task<IResult> BoardAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ICaseProgress progress, [FromServices] ProblemPool problems, [FromQuery] string? show, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access);
        var all = await progress.OfMatterAsync(actor, ProjectApprovalModule.Matter, cancel: cancel);
        return new RazorComponentResult<PoolBoardPage>(new
        {
            All = all,
            Show = show ?? "",
            Reviews = MayReview(actor, access),
            Problems = (IReadOnlyList<Problem>)await problems.ListAsync(actor, cancel: cancel),
        });
    }

    private static async Task<IResult> WhistlesAsync(HttpContext http, [FromServices] IAccess access, [FromServices] IMeetings meetings, [FromServices] ProblemPool problems, [FromServices] ICases cases, [FromQuery] string? show, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access);
        var rows = await meetings.ListAsync(actor, new(ProjectApprovalModule.Matter, OpenOnly: show == "open"), cancel);
        var raisable = new HashSet<string>(StringComparer.Ordinal);
        if (access.Reach(actor, Permissions.CasesConvene).Count > 0)
        {
            foreach (var id in rows.Select(r => r.CaseId).Distinct())
            {
                if (await cases.FindAsync(actor, id, cancel) is { } view && access.May(actor, Permissions.CasesConvene, view.State.HomePath))
                {
                    raisable.Add(id);
                }
            }
        }
        return new RazorComponentResult<WhistlesPage>(new
        {
            Meetings = rows,
            Show = show ?? "",
            Reviews = MayReview(actor, access),
            Problems = (IReadOnlyList<Problem>)await problems.ListAsync(actor, cancel: cancel),
            MayRaise = (IReadOnlySet<string>)raisable,
        });
    }

    private static async Task<IResult> ProblemsAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProblemPool problems, [FromServices] JointSessions sessions, [FromServices] IOrganisations organisations, [FromServices] ICases cases, [FromQuery] string? county, [FromQuery(Name = "case")] string? caseId, [FromQuery] string? meeting, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access);
        return await PageAsync(actor, access, problems, sessions, organisations, county, await FromWhistleAsync(actor, cases, organisations, caseId, meeting, cancel), [], cancel);
    }

    /// <summary>What the form already knows when a problem comes from a whistle.</summary>
    private static async Task<Dictionary<string, string>> FromWhistleAsync(Actor actor, ICases cases, IOrganisations organisations, string? caseId, string? meeting, CancellationToken cancel)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        if (caseId is null || await cases.FindAsync(actor, caseId, cancel) is not { } view)
        {
            return known;
        }
        known["case"] = view.State.Id;
        known["project"] = view.Matter.SubjectField is { } subject ? view.State.Form.GetValueOrDefault(subject, "") : "";
        known["division"] = organisations.Find(view.State.HomeOrganisationId)?.Division ?? "";
        known["what"] = meeting is not null && view.State.Meetings.TryGetValue(meeting, out var whistled) ? whistled.Problem : "";
        return known;
    }

    private static async Task<IResult> RaiseAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProblemPool problems, [FromServices] JointSessions sessions, [FromServices] IOrganisations organisations, [FromServices] ICases cases, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access);
        var form = await http.Request.ReadFormAsync(cancel);
        var entered = form.Where(f => !f.Key.StartsWith('_')).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        string Text(string name) => entered.GetValueOrDefault(name, "");
        try
        {
            // A case that the actor does not see is none of his whistles.
            var whistled = Text("case").Length > 0 && await cases.FindAsync(actor, Text("case"), cancel) is { } view ? view.State.Id : null;
            var problem = await problems.RaiseAsync(actor, Text("division"), Text("project"), whistled, Text("what"), Text("proposal"), Text("safety") == "true", [.. form["offices"].OfType<string>()], cancel);
            return Results.Redirect("/pool/problems?county=" + problem.Division, preserveMethod: false);
        }
        catch (InvalidInputException wrong)
        {
            return await PageAsync(actor, access, problems, sessions, organisations, null, entered, wrong.Faults, cancel);
        }
    }

    private static async Task<IResult> PageAsync(Actor actor, IAccess access, ProblemPool problems, JointSessions sessions, IOrganisations organisations, string? county, IReadOnlyDictionary<string, string> entered, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        IReadOnlyList<Problem> all = await problems.ListAsync(actor, cancel: cancel);
        // He who may open the city's session: its office of supervision, or its leaders.
        var city = organisations.All.FirstOrDefault(o => o.Kind == OrganisationKind.City && (access.May(actor, Permissions.CasesSupervise, o.Path) || access.May(actor, Permissions.CasesConvene, o.Path)) && all.Any(p => p.HomePath.StartsWith(o.Path, StringComparison.Ordinal)));
        return new RazorComponentResult<ProblemsPage>(new
        {
            All = all,
            County = county ?? "",
            Reviews = MayReview(actor, access),
            Sessions = (IReadOnlyList<JointSession>)await sessions.ListAsync(actor, cancel),
            Counties = (IReadOnlyList<Organisation>)[.. organisations.All.Where(o => o.Kind == OrganisationKind.County && access.May(actor, Permissions.CasesConvene, o.Path))],
            City = city,
            Entered = entered,
            Faults = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
    }
}
