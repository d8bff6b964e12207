using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Collecting.Receiving;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Pages;

/// <summary>/collections: planning, deciding, receiving, and what it all costs the communities.</summary>
internal static class CollectPages
{
    private const int Shown = 200;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/collections").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ListAsync);
        pages.MapGet("/plan", FormAsync);
        pages.MapPost("/plan", PlanAsync);
        pages.MapGet("/burden", BurdenAsync);
        pages.MapGet("/{id:length(26)}", ShowAsync);
        pages.MapPost("/{id:length(26)}/decision", DecideAsync);
        pages.MapPost("/{id:length(26)}/publish", PublishAsync);
        pages.MapGet("/{id:length(26)}/result.csv", ResultAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, [FromServices] TaskStore tasks, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await SeeingAsync(http, plans, access);
        return new RazorComponentResult<CollectionsPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(CollectionsPage.Tasks)] = await tasks.NewestAsync(Shown, cancel),
            [nameof(CollectionsPage.MayPlan)] = plans.Offices(actor).Count > 0,
            [nameof(CollectionsPage.MayOversee)] = access.Reach(actor, Permissions.SharingOversee).Count > 0,
        });
    }

    private static async Task<IResult> FormAsync(HttpContext http, [FromServices] PlanDesk plans, [FromServices] IAccess access)
    {
        var actor = await access.ActorAsync(http);
        var offices = plans.Offices(actor);
        return offices.Count == 0 ? throw new DeniedException("sharing.collect.fault.not-planner") : Form(plans, actor, PlanForm.Empty(offices[0].Id), [], []);
    }

    private static async Task<IResult> PlanAsync(HttpContext http, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var posted = await http.Request.ReadFormAsync(cancel);
        var form = PlanForm.Posted(posted);
        if (posted["do"] == "more")
        {
            return Form(plans, actor, form, [], []);
        }
        var faults = new List<Fault>();
        var plan = form.Read(faults);
        var (wrong, findings) = await plans.CompareAsync(actor, plan, cancel);
        if (posted["do"] != "submit")
        {
            // Who only compares need not have written everything else yet; what is wrong with a field he is told.
            return Form(plans, actor, form, findings, [.. faults.Concat(wrong).Where(f => f.Field.StartsWith("field", StringComparison.Ordinal))]);
        }
        faults.AddRange(wrong.Where(w => faults.All(f => f.Field != w.Field)));
        return faults.Count > 0 ? Form(plans, actor, form, findings, faults) : See(http, "/collections/" + (await plans.PlanAsync(actor, plan, cancel)).Id);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, [FromServices] TaskStore tasks, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        await SeeingAsync(http, plans, access);
        return await PageAsync(http, id, "", [], [], cancel);
    }

    private static async Task<IResult> DecideAsync(string id, HttpContext http, [FromServices] TaskStore tasks, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var kept = form.Keys.Where(k => k.StartsWith("keep.", StringComparison.Ordinal)).Select(k => k[5..]).ToList();
        try
        {
            await plans.DecideAsync(actor, id, form["do"] == "approve", kept, form["answer"].ToString(), cancel);
            return See(http, "/collections/" + id);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return await PageAsync(http, id, form["answer"].ToString(), kept, refused.Faults, cancel);
        }
    }

    private static async Task<IResult> PublishAsync(string id, HttpContext http, [FromServices] ReceiveDesk receive, [FromServices] IAccess access, CancellationToken cancel)
    {
        try
        {
            await receive.PublishAsync(await access.ActorAsync(http), id, cancel);
            return See(http, "/collections/" + id);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return await PageAsync(http, id, "", [], [.. refused.Faults.Select(f => f with { Field = "" })], cancel);
        }
    }

    private static async Task<IResult> ResultAsync(string id, HttpContext http, [FromServices] ReceiveDesk receive, [FromServices] IAccess access, CancellationToken cancel)
    {
        var table = await receive.ResultAsync(await access.ActorAsync(http), id, cancel);
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(table.Csv(), "text/csv; charset=utf-8", $"collection-{id}.csv");
    }

    private static async Task<IResult> BurdenAsync(HttpContext http, [FromServices] BurdenCount count, [FromServices] IOrganisations organisations, [FromServices] IPeople people, [FromServices] IAccess access, CancellationToken cancel)
    {
        var reach = access.Reach(await access.ActorAsync(http), Permissions.SharingOversee);
        if (reach.Count == 0)
        {
            throw new DeniedException("sharing.collect.fault.not-overseer");
        }
        var counted = await count.CountAsync(id => organisations.Find(id) is { } at && reach.Any(r => at.Path.StartsWith(r, StringComparison.Ordinal)), cancel);
        return new RazorComponentResult<BurdenPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(BurdenPage.Counted)] = counted,
            [nameof(BurdenPage.People)] = await people.NamesAsync(counted.Workers.Select(w => w.Person), cancel),
        });
    }

    /// <summary>Plans are open to all who work with the pool, so that nobody asks twice unknowingly.</summary>
    private static async Task<Actor> SeeingAsync(HttpContext http, PlanDesk plans, IAccess access)
    {
        var actor = await access.ActorAsync(http);
        return plans.MaySee(actor) ? actor : throw new DeniedException("sharing.collect.fault.not-planner");
    }

    private static async Task<IResult> PageAsync(HttpContext http, string id, string answer, IReadOnlyList<string> keep, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        var services = http.RequestServices;
        var (tasks, plans, receive, people) = ((TaskStore)services.GetService(typeof(TaskStore))!, (PlanDesk)services.GetService(typeof(PlanDesk))!, (ReceiveDesk)services.GetService(typeof(ReceiveDesk))!, (IPeople)services.GetService(typeof(IPeople))!);
        var actor = await ((IAccess)services.GetService(typeof(IAccess))!).ActorAsync(http);
        var task = await tasks.FindAsync(id, cancel) ?? throw new NotFoundException("sharing.collect.fault.none");
        var progress = await receive.ProgressAsync(task, cancel);
        return new RazorComponentResult<CollectionPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(CollectionPage.Of)] = task,
            [nameof(CollectionPage.Planner)] = (await people.NamesAsync([task.Person], cancel)).GetValueOrDefault(task.Person, ""),
            [nameof(CollectionPage.Progress)] = progress,
            [nameof(CollectionPage.MayDecide)] = plans.MayDecide(actor, task),
            [nameof(CollectionPage.IsPlanner)] = plans.IsPlanner(actor, task),
            [nameof(CollectionPage.IsRipe)] = receive.IsRipe(task, progress),
            [nameof(CollectionPage.Answer)] = answer,
            [nameof(CollectionPage.Keep)] = keep,
            [nameof(CollectionPage.Faults)] = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }

    private static RazorComponentResult<PlanPage> Form(PlanDesk plans, Actor actor, PlanForm form, ImmutableArray<Finding> findings, IReadOnlyList<Fault> faults) => new(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(PlanPage.Typed)] = form,
        [nameof(PlanPage.Offices)] = plans.Offices(actor),
        [nameof(PlanPage.Areas)] = plans.Areas(actor),
        [nameof(PlanPage.Findings)] = findings,
        [nameof(PlanPage.Faults)] = faults,
    })
    { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };

    internal static IResult See(HttpContext http, string address)
    {
        http.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
