using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Asking.Corrections;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Quality.Bulletins;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Remote;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Pages;

/// <summary>/quality: how good the departments' data are, and why; a department writes its rules there.</summary>
internal static class QualityEndpoints
{
    private const int RunsShown = 30;

    private const int OrdersCounted = 5_000;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/quality").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, CancellationToken cancel) =>
        {
            await MayReadAsync(http);
            return await OverviewAsync(http, again: null, cancel);
        });
        pages.MapGet("/bulletins/{name}", async (string name, HttpContext http, BulletinDesk desk, BulletinFiles files, CancellationToken cancel) =>
        {
            await MayReadAsync(http);
            var bulletin = await desk.FindAsync(Path.GetFileNameWithoutExtension(name), cancel);
            return Path.GetExtension(name) switch
            {
                ".pdf" => Results.File(files.Pdf(bulletin), "application/pdf", $"data-quality-{bulletin.Number}.pdf"),
                ".xlsx" => Results.File(files.Workbook(bulletin), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"data-quality-{bulletin.Number}.xlsx"),
                ".json" => Results.Text(bulletin.Text, "application/json"),
                _ => throw new NotFoundException("sharing.bulletin.fault.none"),
            };
        });
        pages.MapPost("/bulletins/{id}/again", async (string id, HttpContext http, BulletinDesk desk, CancellationToken cancel) =>
        {
            await MayReadAsync(http);
            var (same, _) = await desk.AgainAsync(id, cancel);
            return await OverviewAsync(http, (await desk.FindAsync(id, cancel), same), cancel);
        });
        pages.MapGet("/{resource}", async (string resource, HttpContext http, CancellationToken cancel) =>
        {
            await MayReadAsync(http);
            return await ShowAsync(resource, http, [], null, cancel);
        });
        pages.MapPost("/{resource}/rules", async (string resource, HttpContext http, RulePublishing publishing, CancellationToken cancel) =>
        {
            var actor = await http.RequestServices.GetRequiredService<IAccess>().ActorAsync(http);
            var text = (await http.Request.ReadFormAsync(cancel))["rules"].ToString();
            try
            {
                await publishing.PublishAsync(actor, resource, text, cancel);
                return Results.Redirect("/quality/" + resource);
            }
            catch (InvalidInputException refusal)
            {
                return await ShowAsync(resource, http, refusal.Faults, text, cancel);
            }
        });
        pages.MapPost("/{resource}/remote", async (string resource, HttpContext http, RemoteTables remotes, CancellationToken cancel) =>
        {
            var actor = await http.RequestServices.GetRequiredService<IAccess>().ActorAsync(http);
            var form = await http.Request.ReadFormAsync(cancel);
            try
            {
                await remotes.RegisterAsync(actor, resource, form["address"].ToString().Trim(), form["table"].ToString().Trim(), cancel);
                return Results.Redirect("/quality/" + resource);
            }
            catch (InvalidInputException refusal)
            {
                return await ShowAsync(resource, http, refusal.Faults, null, cancel);
            }
        });
    }

    private static async Task MayReadAsync(HttpContext http)
    {
        var access = http.RequestServices.GetRequiredService<IAccess>();
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.SharingUse).Count == 0)
        {
            throw new DeniedException("sharing.quality.fault.denied");
        }
    }

    private static async Task<IResult> OverviewAsync(HttpContext http, (QualityBulletin Bulletin, bool Same)? again, CancellationToken cancel)
    {
        var services = http.RequestServices;
        var (store, catalogue) = (services.GetRequiredService<RunStore>(), services.GetRequiredService<CatalogueStore>());
        var (runs, mendings) = (await store.NewestAsync(cancel), await services.GetRequiredService<MendingStore>().AllAsync(null, OrdersCounted, cancel));
        var described = new Dictionary<string, Contracts.Description>(StringComparer.Ordinal);
        foreach (var resource in runs.Select(r => r.Resource).Concat(mendings.Select(m => m.Resource)).Distinct())
        {
            if (await catalogue.FindAsync(resource, cancel) is { } known)
            {
                described[resource] = known.Description;
            }
        }
        return new RazorComponentResult<QualityPage>(new
        {
            Shown = (object)new Overview(await services.GetRequiredService<QualityRuns>().RankingAsync(cancel), runs, mendings, described,
                await services.GetRequiredService<CorrectionService>().OpenAsync(cancel), await services.GetRequiredService<BulletinDesk>().ListAsync(cancel), again),
        });
    }

    private static async Task<IResult> ShowAsync(string resource, HttpContext http, IReadOnlyList<Fault> faults, string? typed, CancellationToken cancel)
    {
        var services = http.RequestServices;
        var (store, access, organisations) = (services.GetRequiredService<RunStore>(), services.GetRequiredService<IAccess>(), services.GetRequiredService<IOrganisations>());
        var described = await services.GetRequiredService<CatalogueStore>().FindAsync(resource, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", resource);
        var rules = (await store.RuleSetsAsync(cancel)).FirstOrDefault(r => r.Resource == resource);
        return new RazorComponentResult<QualityResourcePage>(new
        {
            Entry = described.Description,
            History = (object)await store.OfAsync(resource, RunsShown, cancel),
            Findings = (object)await store.FindingsAsync(resource, cancel),
            Table = await services.GetRequiredService<RemoteTables>().TableAsync(resource, cancel),
            Orders = (object)await services.GetRequiredService<MendingStore>().AllAsync(resource, RunsShown, cancel),
            Corrections = (await services.GetRequiredService<CorrectionService>().OpenAsync(cancel)).GetValueOrDefault(resource),
            Rules = typed ?? rules.Document ?? $"resource: {resource}\nrules:\n",
            MayWrite = access.May(await access.ActorAsync(http), Permissions.SharingProvide, organisations.Find(described.Description.ProviderId)?.Path ?? ""),
            Faults = faults,
        })
        {
            StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}
