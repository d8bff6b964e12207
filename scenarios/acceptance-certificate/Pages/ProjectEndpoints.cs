using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.AcceptanceCertificate.Projects;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Pages;

/// <summary>The project's own pages: what is on record, what its survey found, which step comes next.</summary>
internal static class ProjectEndpoints
{
    private const int PageSize = 50;

    public static void MapProjectPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/projects").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ListAsync);
        pages.MapGet("/new", RegisterFormAsync);
        pages.MapPost("/new", RegisterAsync);
        pages.MapGet("/{code}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProjectRegistry projects, string? after, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var rows = await projects.VisibleAsync(actor, after, PageSize + 1, cancel);
        var more = rows.Count > PageSize;
        return new RazorComponentResult<ProjectListPage>(new
        {
            Projects = rows.Take(PageSize).ToList(),
            NextHref = more ? $"/projects?after={Uri.EscapeDataString(rows[PageSize - 1].Code)}" : null,
            FirstHref = after is null ? null : "/projects",
            MayRegister = MayRegister(actor),
        });
    }

    private static async Task<IResult> ShowAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProjectRegistry projects, [FromServices] IWorklists worklists, [FromServices] ICertificates certificates, [FromServices] IPeople people, string code, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var project = await projects.FindAsync(actor, code, cancel) ?? throw new NotFoundException("acceptance.fault.no-project", code);
        var owner = await people.PartyAsync(project.OwnerPartyId, cancel);
        var cases = await worklists.AboutAsync(actor, code, cancel);
        var held = (await certificates.HeldAsync(project.OwnerPartyId, cancel: cancel)).Where(c => c.Fields.Any(f => f.Value == code)).ToList();
        return new RazorComponentResult<ProjectPage>(new
        {
            Project = project,
            Owner = owner,
            Cases = cases,
            Held = held,
            AsOwner = actor.Parties.Any(p => p.Party.Id == project.OwnerPartyId),
        });
    }

    private static async Task<IResult> RegisterFormAsync(HttpContext http, [FromServices] IAccess access)
    {
        var actor = await access.ActorAsync(http);
        return Form(actor, new(StringComparer.Ordinal), "", []);
    }

    private static async Task<IResult> RegisterAsync(HttpContext http, [FromServices] IAccess access, [FromServices] ProjectRegistry projects, [FromServices] IPeople people, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var values = form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        var ownerCode = values.GetValueOrDefault("owner", "").Trim();
        try
        {
            var owner = await people.PartyByCodeAsync(ownerCode, cancel);
            var project = await projects.RegisterAsync(actor, values.GetValueOrDefault("code", ""), values.GetValueOrDefault("name", ""), owner?.Id ?? "", values.GetValueOrDefault("division", ""), values, cancel);
            return Results.Redirect($"/projects/{project.Code}", preserveMethod: false);
        }
        catch (InvalidInputException wrong)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Form(actor, values, ownerCode, wrong.Faults);
        }
    }

    private static RazorComponentResult<RegisterPage> Form(Actor actor, Dictionary<string, string> values, string owner, IReadOnlyList<Fault> faults) =>
        MayRegister(actor)
            ? new(new { Values = (IReadOnlyDictionary<string, string>)values, Owner = owner, Faults = faults }) { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null }
            : throw new DeniedException("acceptance.fault.not-your-area");

    private static bool MayRegister(Actor actor) => actor.Appointments.Any(a => a.Role is Roles.WindowClerk or Roles.Registrar);
}
