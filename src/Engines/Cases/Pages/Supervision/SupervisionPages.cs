using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Bulletins;
using Zhuangjin.Cases.Pages.Calendars;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Pages.Satisfaction;

namespace Zhuangjin.Cases.Pages.Supervision;

/// <summary>The addresses of supervision, bulletins, satisfaction and calendars.</summary>
internal static class SupervisionPages
{
    public static IServiceCollection AddSupervisionPages(this IServiceCollection services) => services
        .AddScoped<SupervisionEndpoints>()
        .AddScoped<BulletinEndpoints>()
        .AddScoped<SatisfactionEndpoints>()
        .AddScoped<CalendarEndpoints>();

    public static void MapSupervisionPages(this IEndpointRouteBuilder endpoints)
    {
        var open = endpoints.MapGroup("").ExcludeFromDescription();
        open.MapGet("/satisfaction", (SatisfactionEndpoints e, HttpContext http) => e.SummaryAsync(http));
        open.MapGet("/rate/{code}", (string code, SatisfactionEndpoints e, HttpContext http) => e.ShowByCodeAsync(http, code));
        open.MapPost("/rate/{code}", (string code, SatisfactionEndpoints e, HttpContext http) => e.RateByCodeAsync(http, code));

        var own = endpoints.MapGroup("").ExcludeFromDescription().AddEndpointFilter<SignedInOnly>();
        own.MapGet("/supervision", (SupervisionEndpoints e, HttpContext http) => e.RedAsync(http));
        own.MapGet("/supervision/notices", (SupervisionEndpoints e, HttpContext http) => e.NoticesAsync(http));
        own.MapGet("/supervision/notices/new", (string @case, string item, SupervisionEndpoints e, HttpContext http) => e.NewAsync(http, @case, item));
        own.MapPost("/supervision/notices/new", (string @case, string item, SupervisionEndpoints e, HttpContext http) => e.IssueAsync(http, @case, item));
        own.MapGet("/supervision/notices/{id}", (string id, SupervisionEndpoints e, HttpContext http) => e.NoticeAsync(http, id));
        own.MapPost("/supervision/notices/{id}/answer", (string id, SupervisionEndpoints e, HttpContext http) => e.AnswerAsync(http, id));
        own.MapPost("/supervision/notices/{id}/settle", (string id, SupervisionEndpoints e, HttpContext http) => e.SettleAsync(http, id));
        own.MapGet("/supervision/records", (SupervisionEndpoints e, HttpContext http) => e.RecordsAsync(http));
        own.MapGet("/supervision/records/new", (string notice, RecordKind kind, SupervisionEndpoints e, HttpContext http) => e.NewRecordAsync(http, notice, kind));
        own.MapPost("/supervision/records/new", (string notice, RecordKind kind, SupervisionEndpoints e, HttpContext http) => e.RecordAsync(http, notice, kind));
        own.MapGet("/supervision/time", (SupervisionEndpoints e, HttpContext http) => e.TimeAsync(http));
        own.MapGet("/cases/{id}/time", (string id, SupervisionEndpoints e, HttpContext http) => e.CaseTimeAsync(http, id));

        own.MapGet("/bulletins", (BulletinEndpoints e, HttpContext http) => e.ListAsync(http));
        own.MapPost("/bulletins", (BulletinEndpoints e, HttpContext http) => e.IssueAsync(http));
        own.MapGet("/bulletins/{id}", (string id, string? recount, BulletinEndpoints e, HttpContext http) => e.ShowAsync(http, id, recount == "1"));
        own.MapGet("/bulletins/{id}/cases", (string id, string? of, string? office, BulletinEndpoints e, HttpContext http) => e.CasesAsync(http, id, of, office));
        own.MapGet("/bulletins/{id}/pdf", (string id, BulletinEndpoints e, HttpContext http) => e.PdfAsync(http, id));
        own.MapGet("/bulletins/{id}/xlsx", (string id, BulletinEndpoints e, HttpContext http) => e.ExcelAsync(http, id));
        own.MapGet("/bulletins/{id}/data", (string id, BulletinEndpoints e, HttpContext http) => e.DataAsync(http, id));

        own.MapGet("/cases/{id}/rating", (string id, SatisfactionEndpoints e, HttpContext http) => e.ShowAsync(http, id));
        own.MapPost("/cases/{id}/rating", (string id, SatisfactionEndpoints e, HttpContext http) => e.RateAsync(http, id));
        own.MapGet("/cases/{id}/rating/code", (string id, SatisfactionEndpoints e, HttpContext http) => e.CodeAsync(http, id));
        own.MapGet("/satisfaction/tickets", (SatisfactionEndpoints e, HttpContext http) => e.TicketsAsync(http));
        own.MapGet("/satisfaction/tickets/{id}", (string id, SatisfactionEndpoints e, HttpContext http) => e.TicketAsync(http, id));
        own.MapPost("/satisfaction/tickets/{id}/answer", (string id, SatisfactionEndpoints e, HttpContext http) => e.AnswerAsync(http, id));
        own.MapPost("/satisfaction/tickets/{id}/close", (string id, SatisfactionEndpoints e, HttpContext http) => e.CloseAsync(http, id));

        own.MapGet("/admin/calendar", (CalendarEndpoints e, HttpContext http) => e.ShowAsync(http));
        own.MapPost("/admin/calendar/preview", (CalendarEndpoints e, HttpContext http) => e.PreviewAsync(http));
        own.MapPost("/admin/calendar/load", (CalendarEndpoints e, HttpContext http) => e.LoadAsync(http));
    }
}
