using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Api;

/// <summary>Supervision, bulletins, ratings and calendars for programs.</summary>
internal static class SupervisionApi
{
    public static void MapOpen(RouteGroupBuilder api)
    {
        api.MapGet("/satisfaction", async ([FromQuery] DateOnly from, [FromQuery] DateOnly to, ISatisfaction satisfaction, CancellationToken cancel) => await satisfaction.SummaryAsync(from, to, cancel))
            .WithName("GetSatisfaction").WithTags("Satisfaction").WithSummary("Ratings by level, office and reason between two days").Produces<SatisfactionSummary>();
        api.MapPost("/ratings/{code}", async (string code, NewRating rating, ISatisfaction satisfaction, CancellationToken cancel) => await satisfaction.RateByCodeAsync(code, rating, cancel))
            .WithName("RateByCode").WithTags("Satisfaction").WithSummary("Rate a service by the code of its QR").Produces<Rating>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    public static void Map(RouteGroupBuilder api)
    {
        var supervision = api.MapGroup("/supervision").WithTags("Supervision").ProducesProblem(StatusCodes.Status403Forbidden);
        supervision.MapGet("/red", async (HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) => await desk.RedListAsync(await access.ActorAsync(http), cancel))
            .WithName("ListRed").WithSummary("Open work that is overdue, each with the newest notice about it");
        supervision.MapGet("/notices", async (HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) => await desk.NoticesAsync(await access.ActorAsync(http), cancel))
            .WithName("ListNotices").WithSummary("Notices within the caller's reach, newest first");
        supervision.MapPost("/notices", async (NewNotice notice, HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) => await desk.IssueAsync(await access.ActorAsync(http), notice, cancel))
            .WithName("IssueNotice").WithSummary("Send a notice to an office").ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        supervision.MapPost("/notices/{id}/answer", async (string id, NoticeAnswer answer, HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) => await desk.AnswerAsync(await access.ActorAsync(http), id, answer.Cause, answer.Reason, cancel))
            .WithName("AnswerNotice").WithSummary("Say why, as the office").ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        supervision.MapPost("/notices/{id}/settle", async (string id, NoticeConclusion conclusion, HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) => await desk.SettleAsync(await access.ActorAsync(http), id, conclusion.Conclusion, cancel))
            .WithName("SettleNotice").WithSummary("End a notice without accountability or tolerance").ProducesProblem(StatusCodes.Status409Conflict);
        supervision.MapGet("/records", async (HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) => await desk.RecordsAsync(await access.ActorAsync(http), cancel))
            .WithName("ListRecords").WithSummary("Records of accountability and tolerance, newest first");
        supervision.MapPost("/records", async (NewRecord record, HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) => await desk.RecordAsync(await access.ActorAsync(http), record, cancel))
            .WithName("AddRecord").WithSummary("Record accountability or tolerance, with its ground and who decided").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/cases/{id}/time", async (string id, HttpContext http, IAccess access, ISupervision desk, CancellationToken cancel) =>
                await desk.BlameAsync(await access.ActorAsync(http), id, cancel) ?? throw new NotFoundException("cases.fault.no-such-case"))
            .WithName("GetCaseTime").WithTags("Supervision").WithSummary("Whose time a case took, in intervals that add up to its life").Produces<BlameSplit>();

        var bulletins = api.MapGroup("/bulletins").WithTags("Supervision").ProducesProblem(StatusCodes.Status404NotFound);
        bulletins.MapGet("", async (HttpContext http, IAccess access, IBulletins desk, CancellationToken cancel) => await desk.ListAsync(await access.ActorAsync(http), cancel))
            .WithName("ListBulletins").WithSummary("Monthly bulletins, newest month first");
        bulletins.MapPost("", async (BulletinOrder order, HttpContext http, IAccess access, IBulletins desk, CancellationToken cancel) => await desk.IssueAsync(await access.ActorAsync(http), order.Organisation, order.Month, cancel))
            .WithName("IssueBulletin").WithSummary("Count a month that is over and issue its bulletin").ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        bulletins.MapGet("/{id}", async (string id, HttpContext http, IAccess access, IBulletins desk, CancellationToken cancel) =>
                Results.Text((await desk.FindAsync(await access.ActorAsync(http), id, cancel) ?? throw new NotFoundException("cases.supervise.fault.no-bulletin")).Text, "application/json"))
            .WithName("GetBulletinData").WithSummary("The exact data that the bulletin's digest is of").Produces<BulletinData>();
        bulletins.MapPost("/{id}/recount", async (string id, HttpContext http, IAccess access, IBulletins desk, CancellationToken cancel) => await desk.RecountAsync(await access.ActorAsync(http), id, cancel))
            .WithName("RecountBulletin").WithSummary("Count the month again and compare digests").Produces<BulletinRecount>();

        api.MapPost("/cases/{id}/rating", async (string id, NewRating rating, HttpContext http, IAccess access, ISatisfaction desk, CancellationToken cancel) => await desk.RateAsync(await access.ActorAsync(http), id, rating, cancel))
            .WithName("RateCase").WithTags("Satisfaction").WithSummary("Rate a service as its applicant").Produces<Rating>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/satisfaction/tickets", async (HttpContext http, IAccess access, ISatisfaction desk, CancellationToken cancel) => await desk.TicketsAsync(await access.ActorAsync(http), cancel))
            .WithName("ListRatingTickets").WithTags("Satisfaction").WithSummary("Bad ratings that are followed up, open ones first");

        var calendar = api.MapGroup("/calendar").WithTags("Calendar").ProducesProblem(StatusCodes.Status403Forbidden);
        calendar.MapGet("", async (HttpContext http, IAccess access, ICalendarNotices desk, CancellationToken cancel) => await desk.OverviewAsync(await access.ActorAsync(http), cancel))
            .WithName("GetCalendar").WithSummary("The calendar in force, notices loaded, dues moved").Produces<CalendarOverview>();
        calendar.MapPost("/preview", async (NoticeUpload upload, HttpContext http, IAccess access, ICalendarNotices desk, CancellationToken cancel) => await desk.PreviewAsync(await access.ActorAsync(http), upload.Text, cancel))
            .WithName("PreviewNotice").WithSummary("Which dues a notice of holidays would move").Produces<NoticePreview>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        calendar.MapPost("/load", async (NoticeUpload upload, HttpContext http, IAccess access, ICalendarNotices desk, CancellationToken cancel) => await desk.LoadAsync(await access.ActorAsync(http), upload.Text, upload.Seen ?? "", upload.Source ?? "", cancel))
            .WithName("LoadNotice").WithSummary("Load a notice of holidays on all nodes").Produces<LoadedNotice>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }
}

/// <param name="Cause">A code of the fixed list: staff, coordination, law, system, applicant, force-majeure, negligence, other.</param>
internal sealed record NoticeAnswer(string Cause, string Reason);

internal sealed record NoticeConclusion(string Conclusion);

/// <param name="Month">A day of the month.</param>
internal sealed record BulletinOrder(string Organisation, DateOnly Month);

/// <param name="Seen">Version of the calendar that the preview named.</param>
internal sealed record NoticeUpload(string Text, string? Seen, string? Source);
