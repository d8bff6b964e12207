using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using DepositCursor = Zhuangjin.Evidence.Deposits.Searching.DepositsPage.Cursor;
using DepositQuery = Zhuangjin.Evidence.Deposits.Searching.DepositsPage.Criteria;
using FoundDeposit = Zhuangjin.Evidence.Deposits.Searching.DepositTable.Row;

namespace Zhuangjin.Evidence.Deposits.Searching;

/// <summary>Deposits for people: search, one deposit, the scenes; and for a department its own programs' deposits.</summary>
internal sealed class DepositPages(IDatabase database, IDeposits deposits, IDepositors depositors, TimeProvider time)
{
    private const string Address = "/evidence/deposits";

    private const int Rows = 50;

    private const int DaysShown = 14;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        static DepositPages Of(HttpContext http) => ActivatorUtilities.GetServiceOrCreateInstance<DepositPages>(http.RequestServices);
        var pages = endpoints.MapGroup(Address).ExcludeFromDescription();
        pages.MapGet("", (HttpContext http, CancellationToken _) => Of(http).SearchAsync(http));
        pages.MapPost("", (HttpContext http, CancellationToken _) => Of(http).DropAsync(http));
        pages.MapGet("/scenes", (HttpContext http, CancellationToken _) => Of(http).ScenesAsync(http));
        pages.MapGet("/own", (HttpContext http, CancellationToken _) => Of(http).OwnAsync(http));
        pages.MapGet("/{id:length(26)}", (string id, HttpContext http, CancellationToken _) => Of(http).OneAsync(id, http));
    }

    private async Task<IResult> SearchAsync(HttpContext http)
    {
        var (query, faults) = SearchReading.Read(SearchReading.Asked.Of(http.Request.Query));
        return await ListAsync(http, query, faults);
    }

    /// <summary>A visitor's file is hashed on its way through and kept nowhere; then its digest is looked for.</summary>
    private async Task<IResult> DropAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return await ListAsync(http, DepositQuery.Everything, [new("file", "evidence.deposit.fault.no-file")]);
        }
        await using var content = file.OpenReadStream();
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, http.RequestAborted));
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{Address}?digest={digest}";
        return Results.Empty;
    }

    private async Task<IResult> ListAsync(HttpContext http, DepositQuery query, IReadOnlyList<Fault> faults)
    {
        var (found, streams) = await database.ReadAsync(
            async session => (faults.Count > 0 ? [] : await DepositSearch.FindAsync(session, query, Rows + 1), await DepositSearch.StreamsAsync(session)),
            http.RequestAborted);
        var shown = found.Take(Rows).ToList();
        return new RazorComponentResult<DepositsPage>(new
        {
            Found = (IReadOnlyList<FoundDeposit>)shown,
            Query = query,
            Asked = http.Request.Query["digest"].ToString(),
            Departments = Names(streams.Select(s => s.Organisation).Concat(shown.Select(d => d.Organisation))),
            Total = streams.Sum(s => s.Deposits),
            Now = time.GetUtcNow(),
            Faults = faults,
            NextHref = found.Count > Rows ? Href(query, new(shown[^1].At.ToMicros(), shown[^1].Id)) : null,
            FirstHref = query.Before is not null ? Href(query, null) : null,
        })
        {
            StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
        };
    }

    private async Task<IResult> OneAsync(string id, HttpContext http)
    {
        var found = await database.ReadAsync(session => DepositSearch.OneAsync(session, id), http.RequestAborted);
        var receipt = found is null ? null : await deposits.ReceiptAsync(id, http.RequestAborted);
        return found is null || receipt is null
            ? throw new NotFoundException("evidence.deposit.fault.none", id)
            : new RazorComponentResult<DepositPage>(new { Found = found, Receipt = receipt, Department = depositors.Department(found.Organisation) });
    }

    private async Task<IResult> ScenesAsync(HttpContext http)
    {
        var streams = await database.ReadAsync(DepositSearch.StreamsAsync, http.RequestAborted);
        return new RazorComponentResult<ScenesPage>(new { Counts = (IReadOnlyDictionary<string, long>)streams.GroupBy(s => s.Scene).ToDictionary(g => g.Key, g => g.Sum(s => s.Deposits)) });
    }

    private async Task<IResult> OwnAsync(HttpContext http)
    {
        var own = await depositors.OwnAsync(http);
        if (own.Count == 0)
        {
            throw new DeniedException("evidence.deposit.fault.no-own");
        }
        var (query, faults) = SearchReading.Read(SearchReading.Asked.Of(http.Request.Query));
        var (streams, today) = (await database.ReadAsync(DepositSearch.StreamsAsync, http.RequestAborted), time.GetUtcNow().ChinaDate());
        var withDeposits = own.Where(o => streams.Any(s => s.Organisation == o.Id)).ToList();
        var department = query.Department is { } asked ? own.FirstOrDefault(o => o.Id == asked) ?? throw new DeniedException("evidence.deposit.fault.no-own") : withDeposits.FirstOrDefault() ?? own[0];
        query = query with { Department = department.Id };
        var (found, days) = await database.ReadAsync(
            async session => (faults.Count > 0 ? [] : await DepositSearch.FindAsync(session, query, Rows + 1), await DepositSearch.DaysAsync(session, department.Id, today.AddDays(1 - DaysShown))),
            http.RequestAborted);
        var shown = found.Take(Rows).ToList();
        return new RazorComponentResult<OwnDepositsPage>(new
        {
            Department = department,
            Own = (IReadOnlyList<DepositDepartment>)(withDeposits.Contains(department) ? withDeposits : [department, .. withDeposits]),
            Found = (IReadOnlyList<FoundDeposit>)shown,
            Scenes = (IReadOnlyList<(string, long)>)[.. streams.Where(s => s.Organisation == department.Id).OrderByDescending(s => s.Deposits).Select(s => (s.Scene, s.Deposits))],
            Days = (IReadOnlyList<(DateOnly, long)>)[.. Enumerable.Range(0, DaysShown).Select(i => today.AddDays(-i)).Select(day => (day, days.Find(d => d.Day == day).Deposits))],
            Now = time.GetUtcNow(),
            Faults = faults,
            NextHref = found.Count > Rows ? Href(query, new(shown[^1].At.ToMicros(), shown[^1].Id), Address + "/own") : null,
            FirstHref = query.Before is not null ? Href(query, null, Address + "/own") : null,
        });
    }

    private Dictionary<string, DepositDepartment> Names(IEnumerable<string> organisations) => organisations
        .Distinct(StringComparer.Ordinal)
        .Select(depositors.Department)
        .OfType<DepositDepartment>()
        .ToDictionary(d => d.Id, StringComparer.Ordinal);

    private static string Href(DepositQuery query, DepositCursor? before, string address = Address)
    {
        var parts = QueryString.Empty;
        foreach (var (name, value) in ((string, string?)[])[
            ("department", query.Department), ("scene", query.Scene), ("from", query.From?.ToString("yyyy-MM-dd")), ("to", query.To?.ToString("yyyy-MM-dd")), ("digest", query.Digest), ("before", before?.ToString())])
        {
            parts = value is null ? parts : parts.Add(name, value);
        }
        return address + parts;
    }
}
