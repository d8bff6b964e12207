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
            Problems = (IReadOnlyList<Problem>)await problems.ListAsync(actor, cancel: cancel),
        });
    }

    private static async Task<IResult> WhistlesAsync(HttpContext http, [FromServices] IAccess access, [FromServices] IMeetings meetings, [FromQuery] string? show, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access);
        return new RazorComponentResult<WhistlesPage>(new
        {
            Meetings = await meetings.ListAsync(actor, new(ProjectApprovalModule.Matter, OpenOnly: show == "open"), cancel),
            Show = show ?? "",
        });
    }

    private static async Task<IResult> ProblemsAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProblemPool problems, [FromServices] JointSessions sessions, [FromServices] IOrganisations organisations, [FromQuery] string? county, CancellationToken cancel) =>
        await PageAsync(await OfficialAsync(http, access), access, problems, sessions, organisations, county, new Dictionary<string, string>(StringComparer.Ordinal), [], cancel);

    private static async Task<IResult> RaiseAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProblemPool problems, [FromServices] JointSessions sessions, [FromServices] IOrganisations organisations, CancellationToken cancel)
    {
        var actor = await OfficialAsync(http, access);
        var form = await http.Request.ReadFormAsync(cancel);
        var entered = form.Where(f => !f.Key.StartsWith('_')).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        string Text(string name) => entered.GetValueOrDefault(name, "");
        try
        {
            var problem = await problems.RaiseAsync(actor, Text("division"), Text("project"), null, Text("what"), Text("proposal"), Text("safety") == "true", [.. form["offices"].OfType<string>()], cancel);
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
            Sessions = (IReadOnlyList<JointSession>)await sessions.ListAsync(actor, cancel),
            Counties = (IReadOnlyList<Organisation>)[.. organisations.All.Where(o => o.Kind == OrganisationKind.County && access.May(actor, Permissions.CasesConvene, o.Path))],
            City = city,
            Entered = entered,
            Faults = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
    }
}
