using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Scores;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Scenarios.CityManagement.Pages;

/// <summary>Scores of a month by department and by grid, down to the cases behind each number, and as a file.</summary>
internal static class ScoreEndpoints
{
    private const int MostTickets = 20_000;
    private const int MostShown = 200;

    public static void MapScorePages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/city/scores").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ShowAsync);
        pages.MapGet("/cases", CasesAsync);
        pages.MapGet("/export", ExportAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, [FromServices] TimeProvider time, string? month, CancellationToken cancel)
    {
        await OfficialAsync(http, access, rights);
        var (first, today) = Month(month, time);
        var closed = await ClosedAsync(keeper, first, cancel);
        return new RazorComponentResult<ScorePage>(new
        {
            Month = first,
            Months = (IReadOnlyList<DateOnly>)[.. Enumerable.Range(0, 13).Select(i => new DateOnly(today.Year, today.Month, 1).AddMonths(-i))],
            Offices = Scoring.Lines(closed, t => t.Office),
            Grids = Scoring.Lines(closed, t => t.Grid),
            All = Scoring.Line("", closed),
        });
    }

    private static async Task<IResult> CasesAsync(
        HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, [FromServices] TimeProvider time,
        string? month, string? office, string? grid, string? show, CancellationToken cancel)
    {
        await OfficialAsync(http, access, rights);
        var (first, _) = Month(month, time);
        var found = (await ClosedAsync(keeper, first, cancel, office, grid)).Where(t => Scoring.IsBehind(t, show ?? "")).ToList();
        return new RazorComponentResult<ScoreCasesPage>(new
        {
            Month = first,
            Office = office,
            Grid = grid,
            Show = show is "late" or "returned" or "reopened" ? show : "",
            Count = found.Count,
            Tickets = (IReadOnlyList<Ticket>)[.. found.Take(MostShown)],
        });
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] TicketKeeper keeper, [FromServices] CityWords words, [FromServices] Phrases t, [FromServices] TimeProvider time,
        string? month, string? by, string? format, CancellationToken cancel)
    {
        await OfficialAsync(http, access, rights);
        var (first, _) = Month(month, time);
        var closed = await ClosedAsync(keeper, first, cancel);
        var byGrid = by == "grid";
        var lines = byGrid ? Scoring.Lines(closed, c => c.Grid) : Scoring.Lines(closed, c => c.Office);
        IReadOnlyList<string> heads =
        [
            t[byGrid ? "city.grid" : "city.office"], t["city.scores.closed"], t["city.scores.on-time"], t["city.scores.on-time-rate"], t["city.scores.returned"], t["city.scores.returned-rate"],
            t["city.scores.reopened"], t["city.scores.reopened-rate"], t["city.scores.rated"], t["city.scores.satisfaction"], t["city.scores.score"],
        ];
        var rows = lines.Select(l => (IReadOnlyList<object?>)
        [
            byGrid ? l.Key : t[words.Office(l.Key)], l.Closed, l.OnTime, Round(l.OnTimeRate), l.Returned, Round(l.ReturnedRate), l.Reopened, Round(l.ReopenedRate), l.Rated, Round(l.Satisfaction), Round(l.Score),
        ]);
        var name = $"city-scores-{first.ToString("yyyy-MM", CultureInfo.InvariantCulture)}-{(byGrid ? "grid" : "office")}";
        return format == "xlsx"
            ? Results.File(ScoreExport.Excel(first.ToString("yyyy-MM", CultureInfo.InvariantCulture), heads, rows), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name + ".xlsx")
            : Results.File(ScoreExport.Csv(heads, rows), "text/csv; charset=utf-8", name + ".csv");
    }

    private static decimal? Round(decimal? value) => value is { } number ? Math.Round(number, 1) : null;

    private static async Task OfficialAsync(HttpContext http, IAccess access, CityRights rights)
    {
        if (!rights.IsOfficial(await access.ActorAsync(http)))
        {
            throw new DeniedException("city.fault.officials");
        }
    }

    /// <summary>The first day of the month that is asked for; of this month when none is.</summary>
    private static (DateOnly First, DateOnly Today) Month(string? text, TimeProvider time)
    {
        var today = time.GetUtcNow().ChinaDate();
        return (DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is > 1990 and < 2200 ? first : new(today.Year, today.Month, 1), today);
    }

    private static Task<List<Ticket>> ClosedAsync(TicketKeeper keeper, DateOnly first, CancellationToken cancel, string? office = null, string? grid = null) => keeper.ListAsync(
        new(
            State: TicketStage.Closed, Office: office is { Length: > 0 } ? office : null, Grid: grid is not null && District.CellOf(grid) is not null ? grid : null,
            ClosedFrom: ChinaTime.At(first, TimeOnly.MinValue), ClosedBefore: ChinaTime.At(first.AddMonths(1), TimeOnly.MinValue), Most: MostTickets), cancel);
}
