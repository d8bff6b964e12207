using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>/sharing/leak: tells under which grant a leaked file was given. For those who run the pool.</summary>
internal static class LeakPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/sharing/leak").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, IAccess access) =>
        {
            await RequireAsync(http, access);
            return Page(null, []);
        });
        pages.MapPost("", TraceAsync);
    }

    private static async Task<IResult> TraceAsync(HttpContext http, IAccess access, LeakDesk leaks, ICatalogue catalogue, IOrganisations organisations, CancellationToken cancel)
    {
        var actor = await RequireAsync(http, access);
        var file = (await http.Request.ReadFormAsync(cancel)).Files.GetFile("file");
        if (file is null || file.Length is 0 or > LeakDesk.MostBytes)
        {
            return Page(null, [new("file", file is null or { Length: 0 } ? "sharing.leak.fault.file" : "sharing.leak.fault.size")]);
        }
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, cancel);
        IReadOnlyList<(NamedGrant Named, Grant Grant)> named;
        try
        {
            named = await leaks.TraceAsync(actor, memory.ToArray(), cancel);
        }
        catch (InvalidOperationException)
        {
            return Page(null, [new("file", "sharing.leak.fault.parquet")]);
        }
        var found = new List<LeakPage.Found>();
        foreach (var (name, grant) in named)
        {
            found.Add(new(grant, (await catalogue.FindAsync(grant.Resource, cancel))?.Description.Title ?? new(grant.Resource), SharingPages.NameOf(organisations, grant.RecipientId), name.Codes, name.AllCodes, name.Agreeing, name.Places));
        }
        return Page(found, []);
    }

    internal static async ValueTask<Actor> RequireAsync(HttpContext http, IAccess access)
    {
        var actor = await access.ActorAsync(http);
        return access.Reach(actor, Permissions.SharingOversee).Count > 0 ? actor : throw new DeniedException("sharing.page.fault.not-staff");
    }

    private static RazorComponentResult<LeakPage> Page(IReadOnlyList<LeakPage.Found>? found, IReadOnlyList<Fault> faults) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LeakPage.Named)] = found, [nameof(LeakPage.Faults)] = faults }) { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
}
