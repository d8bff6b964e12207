using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Running;

/// <summary>/quality: how good the departments' data are, and why; a department writes its rules there.</summary>
internal static class QualityEndpoints
{
    private const int RunsShown = 30;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/quality").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, RunStore store, QualityRuns runs, CatalogueStore catalogue, CancellationToken cancel) =>
        {
            await MayReadAsync(http);
            var newest = await store.NewestAsync(cancel);
            var titles = new Dictionary<string, Contracts.Description>(StringComparer.Ordinal);
            foreach (var run in newest)
            {
                titles[run.Resource] = (await catalogue.FindAsync(run.Resource, cancel))!.Description;
            }
            return new RazorComponentResult<QualityPage>(new { Ranks = (object)await runs.RankingAsync(cancel), Runs = (object)newest, Described = titles, Open = (object)await store.FindingsAsync(null, cancel) });
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
            Rules = typed ?? rules.Document ?? $"resource: {resource}\nrules:\n",
            MayWrite = access.May(await access.ActorAsync(http), Permissions.SharingProvide, organisations.Find(described.Description.ProviderId)?.Path ?? ""),
            Faults = faults,
        })
        {
            StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}
