using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>The operator's page and API of erasure: search, look, give reason and basis, confirm. What is searched for stands in no address and no log of requests.</summary>
internal sealed class ErasurePages(IErasure erasure, IErasureSubjects subjects, ILogOperators operators)
{
    private const string Address = "/evidence/erasure";

    private const int Shown = 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        static ErasurePages Of(HttpContext http) => ActivatorUtilities.GetServiceOrCreateInstance<ErasurePages>(http.RequestServices);
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        pages.MapGet(Address, (HttpContext http, CancellationToken _) => Of(http).ShowAsync(http));
        pages.MapPost(Address + "/search", (HttpContext http, CancellationToken _) => Of(http).SearchAsync(http));
        pages.MapPost(Address + "/review", (HttpContext http, CancellationToken _) => Of(http).ReviewAsync(http));
        pages.MapPost(Address, (HttpContext http, CancellationToken _) => Of(http).EraseAsync(http));
        var api = endpoints.MapGroup("/api/v1/evidence/erasures").WithTags("Evidence");
        api.MapGet("", (HttpContext http, CancellationToken _) => Of(http).ListAsync(http)).WithSummary("The newest erasures of personal data").Produces<IReadOnlyList<ErasureDone>>();
        api.MapPost("", (HttpContext http, ErasureOrder order) => Of(http).OrderAsync(http, order)).WithSummary("Erase what is kept of a subject (PIPL, art. 47); cannot be undone").Produces<ErasureDone>();
    }

    private async Task<IResult> ShowAsync(HttpContext http)
    {
        await operators.RequireAsync(http);
        return await PageAsync(http, new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ErasurePage.Done)] = http.Request.Query["done"].ToString() });
    }

    private async Task<IResult> SearchAsync(HttpContext http)
    {
        await operators.RequireAsync(http);
        var query = (await http.Request.ReadFormAsync(http.RequestAborted))["query"].ToString().Trim();
        var found = new List<(ErasureSubject Subject, ErasureView View)>();
        foreach (var subject in query.Length == 0 ? [] : await subjects.FindAsync(query, http.RequestAborted))
        {
            foreach (var id in await IdsAsync(subject.Id, http.RequestAborted))
            {
                found.Add((subject with { Id = id }, await erasure.LookAsync(id, http.RequestAborted)));
            }
        }
        IReadOnlyList<Fault> faults = query.Length == 0 ? [new("query", "evidence.fault.erasure-query")]
            : found.Count == 0 ? [new("query", "evidence.fault.erasure-nobody")]
            : [];
        return await PageAsync(http, new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ErasurePage.Found)] = found, [nameof(ErasurePage.Query)] = query, [nameof(ErasurePage.Faults)] = faults });
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string id, CancellationToken cancel) =>
        id.StartsWith("party/", StringComparison.Ordinal) ? [id] : await erasure.SubjectsOfAsync(id, cancel);

    /// <summary>The second look: what will be gone, under which article, and the last question.</summary>
    private async Task<IResult> ReviewAsync(HttpContext http)
    {
        await operators.RequireAsync(http);
        var asked = await ReadAsync(http);
        var faults = new List<Fault>();
        faults.AddRange(Erasure.FaultsOf(asked.Reason, asked.Basis));
        if (!asked.RetentionChecked)
        {
            faults.Add(new("retention", "evidence.fault.erasure-retention"));
        }
        return await AskedAsync(http, asked, faults, review: faults.Count == 0);
    }

    private async Task<IResult> EraseAsync(HttpContext http)
    {
        var by = await operators.RequireAsync(http);
        var asked = await ReadAsync(http);
        if (!asked.RetentionChecked || !asked.Confirmed)
        {
            return await AskedAsync(http, asked, [new("confirmed", "evidence.fault.erasure-confirm")], review: asked.RetentionChecked);
        }
        try
        {
            var done = await erasure.EraseAsync(by, asked.Subject, asked.Reason, asked.Basis, http.RequestAborted);
            return Results.Redirect($"{Address}?done={done.EntryId}", preserveMethod: false);
        }
        catch (InvalidInputException refusal)
        {
            return await AskedAsync(http, asked, refusal.Faults, review: false);
        }
    }

    private async Task<IResult> AskedAsync(HttpContext http, ErasurePage.ErasureRequest asked, IReadOnlyList<Fault> faults, bool review)
    {
        var view = await erasure.LookAsync(asked.Subject, http.RequestAborted);
        var name = (await subjects.FindAsync(asked.Subject, http.RequestAborted)).FirstOrDefault()?.Name ?? asked.Subject;
        List<(ErasureSubject, ErasureView)> found = [(new(asked.Subject, name), view)];
        return await PageAsync(http, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ErasurePage.Found)] = found,
            [nameof(ErasurePage.Asked)] = asked,
            [nameof(ErasurePage.Review)] = review,
            [nameof(ErasurePage.Faults)] = faults,
        });
    }

    private static async Task<ErasurePage.ErasureRequest> ReadAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new(form["subject"].ToString(), form["reason"].ToString(), form["basis"].ToString(), form["retention"] == "true", form["confirmed"] == "true");
    }

    private async Task<IResult> PageAsync(HttpContext http, Dictionary<string, object?> parameters)
    {
        parameters[nameof(ErasurePage.Before)] = await erasure.DoneAsync(Shown, http.RequestAborted);
        var faulty = parameters.GetValueOrDefault(nameof(ErasurePage.Faults)) is IReadOnlyList<Fault> { Count: > 0 };
        return new RazorComponentResult<ErasurePage>(parameters) { StatusCode = faulty ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        await operators.RequireAsync(http);
        return Results.Ok(await erasure.DoneAsync(100, http.RequestAborted));
    }

    private async Task<IResult> OrderAsync(HttpContext http, ErasureOrder order)
    {
        var by = await operators.RequireAsync(http);
        return Results.Ok(await erasure.EraseAsync(by, order.Subject, order.Reason, order.Basis, http.RequestAborted));
    }
}

/// <summary>The body of an erasure through the API.</summary>
internal sealed record ErasureOrder(string Subject, string Reason, string Basis);
