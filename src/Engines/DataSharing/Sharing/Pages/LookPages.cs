using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>/sharing/grants/{id}/look: a clerk without a system of his own looks for one record under a grant, as the API does. Whom he asks for stands in no address, and so in no list of pages seen; and a page with a form is kept by no browser.</summary>
internal static class LookPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/sharing/grants/{id}/look").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, string id, [FromServices] Desk desk, CancellationToken cancel) => await desk.ShowAsync(http, id, "", "", found: null, [], cancel));
        pages.MapPost("", LookAsync);
    }

    private static async Task<IResult> LookAsync(HttpContext http, string id, [FromServices] IAccess access, [FromServices] ISharingDesk grants, [FromServices] RecordExchange exchange, [FromServices] Desk desk, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (key, value) = (form["key"].ToString(), form["value"].ToString().Trim());
        var actor = await access.ActorAsync(http);
        var grant = await grants.FindAsync(actor, id, cancel) ?? throw new NotFoundException("sharing.grant.fault.none");
        try
        {
            if (value.Length == 0)
            {
                throw new InvalidInputException("value", "sharing.look.fault.value");
            }
            return await desk.ShowAsync(http, id, key, value, await exchange.FindAsync(actor, grant.Resource, id, key, value, cancel), [], cancel);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or QuotaSpentException)
        {
            return await desk.ShowAsync(http, id, key, value, found: null, [.. refused.Faults.Select(f => f.Field.Length == 0 ? f with { Field = "value" } : f)], cancel);
        }
    }

    /// <summary>Puts the page together.</summary>
    internal sealed class Desk(IAccess access, ISharingDesk grants, ICatalogue catalogue, GrantGate gate)
    {
        public async Task<IResult> ShowAsync(HttpContext http, string id, string key, string value, FoundRecords? found, IReadOnlyList<Fault> faults, CancellationToken cancel)
        {
            var actor = await access.ActorAsync(http);
            var grant = await grants.FindAsync(actor, id, cancel) ?? throw new NotFoundException("sharing.grant.fault.none");
            // Refuses whoever may see the grant and not use it, and a grant that has ended.
            await gate.OpenAsync(actor, grant.Resource, id, cancel);
            var described = (await catalogue.FindAsync(grant.Resource, grant.Description, cancel))!.Description;
            return new RazorComponentResult<LookPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(LookPage.Grant)] = grant,
                [nameof(LookPage.Description)] = described,
                [nameof(LookPage.Keys)] = described.Items.Where(i => i.Identifies && grant.Items.Contains(new(i.Key))).ToList(),
                [nameof(LookPage.Key)] = key,
                [nameof(LookPage.Value)] = value,
                [nameof(LookPage.Found)] = found,
                [nameof(LookPage.Faults)] = faults,
            })
            { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
        }
    }
}
