using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Describing;

/// <summary>Registering and changing by form.</summary>
internal static class DescribingEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/catalogue/register", FormAsync).RequireSignIn();
        endpoints.MapPost("/catalogue/register", SaveAsync).RequireSignIn();
    }

    private static async Task<IResult> FormAsync(string? code, HttpContext http, [FromServices] CatalogueDesk desk, [FromServices] CatalogueStore store, [FromServices] IAccess access, CancellationToken cancel)
    {
        var providers = desk.Providers(await access.ActorAsync(http));
        if (providers.Count == 0)
        {
            throw new DeniedException("sharing.catalogue.fault.not-yours");
        }
        if (string.IsNullOrEmpty(code))
        {
            return Page(new Dictionary<string, string>(StringComparer.Ordinal) { ["provider"] = providers.Count == 1 ? providers[0].Id : "", ["api"] = "on" }, providers, [], changing: false);
        }
        var known = await store.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", code);
        var values = new Dictionary<string, string>(DescriptionForm.Write(known.Description), StringComparer.Ordinal) { ["version"] = $"{known.Number}" };
        return Page(values, providers, [], changing: true);
    }

    private static async Task<IResult> SaveAsync(HttpContext http, [FromServices] CatalogueDesk desk, [FromServices] CatalogueStore store, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var posted = DescriptionForm.Posted(await http.Request.ReadFormAsync(cancel));
        var known = await store.FindAsync(posted.GetValueOrDefault("code", "").Trim(), cancel);
        var faults = new List<Fault>();
        var description = DescriptionForm.Read(posted, known?.Description, faults);
        faults.AddRange((await desk.CheckAsync(actor, description, cancel)).Where(f => faults.All(g => g.Field != f.Field)));
        if (faults.Count > 0)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page(posted, desk.Providers(actor), faults, known is not null);
        }
        // Who registers anew changes nothing that is there already; who changes, changes what he saw.
        var seen = int.TryParse(posted.GetValueOrDefault("version"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
        try
        {
            await desk.DescribeAsync(actor, description, cancel, seen);
        }
        catch (ConflictException overtaken)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page(posted, desk.Providers(actor), [.. overtaken.Faults.Select(f => f with { Field = "code" })], known is not null);
        }
        return See(http, description.Code);
    }

    private static IResult See(HttpContext http, string code)
    {
        http.Response.Headers.Location = $"/catalogue/{code}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static RazorComponentResult<RegisterPage> Page(Dictionary<string, string> values, IReadOnlyList<Organisation> providers, IReadOnlyList<Fault> faults, bool changing) => new(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(RegisterPage.Values)] = values,
        [nameof(RegisterPage.Providers)] = providers,
        [nameof(RegisterPage.Faults)] = faults,
        [nameof(RegisterPage.Changing)] = changing,
    });
}
