using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>/catalogue/import: a department's catalogue from a file. Read, shown with its faults, confirmed once.</summary>
internal static class ImportEndpoints
{
    private const int Recent = 10;

    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/catalogue/import").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", FormAsync);
        pages.MapPost("", ReadAsync);
        pages.MapGet("/template.{kind}", TemplateAsync);
        pages.MapGet("/{id}", ShowAsync);
        pages.MapPost("/{id}", ConfirmAsync);
    }

    private static async Task<IResult> FormAsync(HttpContext http, [FromServices] CatalogueDesk desk, [FromServices] ImportStore imports, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return await PageAsync(actor, Providers(actor, desk), null, "", [], imports, cancel);
    }

    private static async Task<IResult> ReadAsync(HttpContext http, [FromServices] CatalogueDesk desk, [FromServices] ImportDesk import, [FromServices] ImportStore imports, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var providers = Providers(actor, desk);
        var file = (await http.Request.ReadFormAsync(cancel)).Files["file"];
        try
        {
            if (file is null || file.FileName.Length == 0)
            {
                throw new InvalidInputException("file", "sharing.intake.fault.no-file");
            }
            await using var content = file.OpenReadStream();
            var (plan, id) = await import.ReadAsync(actor, content, file.FileName, cancel);
            return id is not null ? See(http, id) : await PageAsync(actor, providers, plan, file.FileName, [], imports, cancel);
        }
        catch (InvalidInputException wrong)
        {
            return await PageAsync(actor, providers, null, "", wrong.Faults, imports, cancel);
        }
    }

    private static async Task<IResult> TemplateAsync(string kind, string? provider, HttpContext http, [FromServices] CatalogueDesk desk, [FromServices] CatalogueSearch search, [FromServices] IOrganisations organisations, [FromServices] Phrases words, [FromServices] IAccess access, CancellationToken cancel)
    {
        var providers = Providers(await access.ActorAsync(http), desk);
        List<Description> filled = [];
        if (!string.IsNullOrEmpty(provider))
        {
            var own = providers.FirstOrDefault(p => p.Id == provider) ?? throw new DeniedException("sharing.catalogue.fault.not-yours");
            filled = [.. (await search.FindAsync(new(null, own.Id, null, null), cancel)).Found.Select(e => e.Description).Where(d => d.ProviderId == own.Id)];
        }
        http.Response.Headers.CacheControl = "no-store";
        var name = words[filled.Count > 0 ? "sharing.import.filled-name" : "sharing.import.template-name"];
        return kind switch
        {
            "csv" => Results.File(TemplateFiles.Csv(filled, organisations), "text/csv; charset=utf-8", name + ".csv"),
            "xlsx" => Results.File(TemplateFiles.Workbook(filled, organisations, words), Sheet, name + ".xlsx"),
            _ => throw new NotFoundException("sharing.import.fault.none"),
        };
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, [FromServices] ImportDesk import, [FromServices] CatalogueStore store, [FromServices] IAccess access, CancellationToken cancel) =>
        await PreviewAsync(await import.FindAsync(await access.ActorAsync(http), id, cancel), [], store, cancel);

    private static async Task<IResult> ConfirmAsync(string id, HttpContext http, [FromServices] ImportDesk import, [FromServices] CatalogueStore store, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        try
        {
            await import.ConfirmAsync(actor, id, cancel);
            return See(http, id);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return await PreviewAsync(await import.FindAsync(actor, id, cancel), refused.Faults, store, cancel);
        }
    }

    private static async Task<IResult> PreviewAsync(KeptImport kept, IReadOnlyList<Fault> faults, CatalogueStore store, CancellationToken cancel)
    {
        var before = new Dictionary<string, Description>(StringComparer.Ordinal);
        foreach (var line in kept.Lines.Where(l => l.Seen > 0 && l.Change != ImportChange.Unchanged))
        {
            before[line.Description.Code] = (await store.FindAsync(line.Description.Code, line.Seen, cancel))!.Description;
        }
        return new RazorComponentResult<PreviewPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(PreviewPage.Given)] = kept,
            [nameof(PreviewPage.Before)] = before,
            [nameof(PreviewPage.Faults)] = faults,
        })
        {
            StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static IReadOnlyList<Organisation> Providers(Actor actor, CatalogueDesk desk) =>
        desk.Providers(actor) is { Count: > 0 } some ? some : throw new DeniedException("sharing.catalogue.fault.not-yours");

    private static async Task<IResult> PageAsync(Actor actor, IReadOnlyList<Organisation> providers, ImportPlan? plan, string name, IReadOnlyList<Fault> faults, ImportStore imports, CancellationToken cancel) => new RazorComponentResult<ImportPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(ImportPage.Providers)] = providers,
        [nameof(ImportPage.Read)] = plan,
        [nameof(ImportPage.Name)] = name,
        [nameof(ImportPage.Faults)] = faults,
        [nameof(ImportPage.Given)] = await imports.OfAsync(actor.PersonId, Recent, cancel),
    })
    {
        StatusCode = faults.Count == 0 && plan is not { Faults.Count: > 0 } ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };

    private static IResult See(HttpContext http, string id)
    {
        http.Response.Headers.Location = "/catalogue/import/" + id;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
