using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Changes;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>/sharing/grants/{id}/changes: where a department's system is told that there are changes, what it was told, and a trial.</summary>
internal static class ChangePages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/sharing/grants/{id}/changes").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, string id, string? trial, [FromServices] Desk desk, CancellationToken cancel) => await desk.ShowAsync(http, id, trial, "", secret: null, [], cancel));
        pages.MapPost("", SetAsync);
        pages.MapPost("/remove", async (HttpContext http, string id, [FromServices] IAccess access, [FromServices] ChangeHooks hooks, CancellationToken cancel) =>
        {
            await hooks.RemoveAsync(await access.ActorAsync(http), id, cancel);
            return Back(id, "");
        });
        pages.MapPost("/trial", async (HttpContext http, string id, [FromServices] IAccess access, [FromServices] ChangeTrials trials, CancellationToken cancel) =>
            Back(id, "?trial=" + await trials.TryAsync(await access.ActorAsync(http), id, cancel)));
        pages.MapPost("/again", async (HttpContext http, string id, [FromServices] IAccess access, [FromServices] ChangeTrials trials, CancellationToken cancel) =>
        {
            var key = (await http.Request.ReadFormAsync(cancel))["key"].ToString();
            await trials.AgainAsync(await access.ActorAsync(http), id, key, cancel);
            return Back(id, key.StartsWith("trial-", StringComparison.Ordinal) ? "?trial=" + key["trial-".Length..] : "");
        });
    }

    private static IResult Back(string id, string query) => Results.Redirect($"/sharing/grants/{id}/changes{query}", preserveMethod: false);

    /// <summary>The secret is shown on the answer to the post and never again, so that this one page is not redirected to; a page with a form is kept by no browser.</summary>
    private static async Task<IResult> SetAsync(HttpContext http, string id, [FromServices] IAccess access, [FromServices] ChangeHooks hooks, [FromServices] Desk desk, CancellationToken cancel)
    {
        var address = (await http.Request.ReadFormAsync(cancel))["address"].ToString().Trim();
        try
        {
            var secret = await hooks.SetAsync(await access.ActorAsync(http), id, address, cancel);
            return await desk.ShowAsync(http, id, trial: null, "", secret, [], cancel);
        }
        catch (InvalidInputException refused)
        {
            return await desk.ShowAsync(http, id, trial: null, address, secret: null, refused.Faults, cancel);
        }
    }

    /// <summary>Puts the page together.</summary>
    internal sealed class Desk(IAccess access, ISharingDesk grants, ICatalogue catalogue, ChangeHooks hooks, ChangeTrials trials)
    {
        public async Task<IResult> ShowAsync(HttpContext http, string id, string? trial, string entered, string? secret, IReadOnlyList<Fault> faults, CancellationToken cancel)
        {
            var actor = await access.ActorAsync(http);
            var grant = await grants.FindAsync(actor, id, cancel) ?? throw new NotFoundException("sharing.grant.fault.none");
            var hook = await hooks.OfGrantAsync(actor, id, cancel);
            var described = (await catalogue.FindAsync(grant.Resource, grant.Description, cancel))!.Description;
            return new RazorComponentResult<ChangesPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ChangesPage.Grant)] = grant,
                [nameof(ChangesPage.Resource)] = described.Title,
                [nameof(ChangesPage.CanFollow)] = !ChangeFiles.KeysOf(grant, described).IsEmpty,
                [nameof(ChangesPage.Address)] = hook?.Address.AbsoluteUri,
                [nameof(ChangesPage.Since)] = hook?.At,
                [nameof(ChangesPage.Told)] = hook is null ? [] : (await trials.ToldAsync(hook, grant.Resource, trial, cancel)).Select(t => new ChangesPage.ToldLine(t.Version, t.Key, t.State)).ToList(),
                [nameof(ChangesPage.Hosts)] = hooks.Hosts,
                [nameof(ChangesPage.Entered)] = entered,
                [nameof(ChangesPage.Secret)] = secret,
                [nameof(ChangesPage.Faults)] = faults,
            })
            { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
        }
    }
}
