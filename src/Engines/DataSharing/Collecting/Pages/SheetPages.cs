using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Collecting.Filling;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Pages;

/// <summary>/collections/sheets and /collections/rows: what community workers fill in.</summary>
internal static class SheetPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/collections").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("/sheets", ListAsync);
        pages.MapGet("/sheets/{lead:length(26)}/{community:length(26)}", (string lead, string community, HttpContext http, [FromServices] SheetDesk desk, [FromServices] RowStore rows, [FromServices] IAccess access, CancellationToken cancel) =>
            SheetAsync(lead, community, "", [], http, desk, rows, access, cancel));
        pages.MapPost("/sheets/{lead:length(26)}/{community:length(26)}", AddAsync);
        pages.MapPost("/sheets/{lead:length(26)}/{community:length(26)}/submit", SubmitAsync);
        pages.MapGet("/rows/{id:length(26)}", ShowAsync);
        pages.MapPost("/rows/{id:length(26)}", SaveAsync);
        pages.MapPost("/rows/{id:length(26)}/remove", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, [FromServices] SheetDesk desk, [FromServices] IAccess access, CancellationToken cancel) =>
        new RazorComponentResult<SheetsPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(SheetsPage.Sheets)] = await desk.SheetsAsync(await access.ActorAsync(http), cancel) });

    private static async Task<IResult> SheetAsync(string lead, string community, string code, IReadOnlyList<Fault> faults, HttpContext http, SheetDesk desk, RowStore rows, IAccess access, CancellationToken cancel)
    {
        var view = await desk.OpenAsync(await access.ActorAsync(http), lead, community, cancel);
        return new RazorComponentResult<SheetPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(SheetPage.Opened)] = view,
            [nameof(SheetPage.Rows)] = await rows.OfSheetAsync(lead, community, cancel),
            [nameof(SheetPage.Code)] = code,
            [nameof(SheetPage.Faults)] = faults,
        })
        { StatusCode = Status(faults) };
    }

    private static async Task<IResult> AddAsync(string lead, string community, HttpContext http, [FromServices] SheetDesk desk, [FromServices] RowStore rows, [FromServices] IAccess access, CancellationToken cancel)
    {
        var code = (await http.Request.ReadFormAsync(cancel))["code"].ToString();
        try
        {
            return CollectPages.See(http, "/collections/rows/" + (await desk.AddAsync(await access.ActorAsync(http), lead, community, code, cancel)).Id);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return await SheetAsync(lead, community, code, [.. refused.Faults.Select(f => f with { Field = "code" })], http, desk, rows, access, cancel);
        }
    }

    private static async Task<IResult> SubmitAsync(string lead, string community, HttpContext http, [FromServices] SheetDesk desk, [FromServices] RowStore rows, [FromServices] IAccess access, CancellationToken cancel)
    {
        var none = (await http.Request.ReadFormAsync(cancel))["none"] == "true";
        try
        {
            await desk.SubmitAsync(await access.ActorAsync(http), lead, community, none, cancel);
            return CollectPages.See(http, $"/collections/sheets/{lead}/{community}");
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return await SheetAsync(lead, community, "", refused.Faults, http, desk, rows, access, cancel);
        }
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, [FromServices] SheetDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var (view, row) = await desk.RowAsync(await access.ActorAsync(http), id, cancel);
        return Row(view, row, row.Content.Answers, []);
    }

    private static async Task<IResult> SaveAsync(string id, HttpContext http, [FromServices] SheetDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var (view, row) = await desk.RowAsync(actor, id, cancel);
        var typed = view.Sheet.Fields.ToDictionary(f => f.Name, f => form[f.Name].ToString(), StringComparer.Ordinal);
        var version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        try
        {
            await desk.SaveAsync(actor, id, version, typed, cancel);
            return CollectPages.See(http, form["do"] == "next" ? $"/collections/sheets/{row.Lead}/{row.Community}" : "/collections/rows/" + id);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return Row(view, row, typed, refused.Faults);
        }
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext http, [FromServices] SheetDesk desk, [FromServices] IAccess access, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var (_, row) = await desk.RowAsync(actor, id, cancel);
        await desk.RemoveAsync(actor, id, cancel);
        return CollectPages.See(http, $"/collections/sheets/{row.Lead}/{row.Community}");
    }

    private static RazorComponentResult<RowPage> Row(SheetView view, SheetRow row, IReadOnlyDictionary<string, string> values, IReadOnlyList<Fault> faults) => new(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(RowPage.Opened)] = view,
        [nameof(RowPage.Of)] = row,
        [nameof(RowPage.Values)] = values,
        [nameof(RowPage.Faults)] = faults,
    })
    { StatusCode = Status(faults) };

    private static int Status(IReadOnlyList<Fault> faults) => faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
}
