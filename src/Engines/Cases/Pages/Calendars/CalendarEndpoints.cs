using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Calendars;

/// <summary>The administrator's calendar: upload, preview, confirm.</summary>
internal sealed class CalendarEndpoints(IAccess access, ICalendarNotices notices, IPeople people)
{
    public Task<IResult> ShowAsync(HttpContext http) => PageAsync(http);

    public async Task<IResult> PreviewAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var text = form["notice"].ToString();
        if (form.Files["file"] is { Length: > 0 } file)
        {
            using var reader = new StreamReader(file.OpenReadStream());
            text = await reader.ReadToEndAsync(http.RequestAborted);
        }
        try
        {
            return await PageAsync(http, await notices.PreviewAsync(await access.ActorAsync(http), text, http.RequestAborted));
        }
        catch (InvalidInputException refusal)
        {
            return await PageAsync(http, entered: text, faults: refusal.Faults, status: StatusCodes.Status422UnprocessableEntity);
        }
    }

    public async Task<IResult> LoadAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        return await Entry.TryAsync(
            async () =>
            {
                await notices.LoadAsync(actor, entered.Of("text"), entered.Of("seen"), entered.Of("source"), http.RequestAborted);
                return "/admin/calendar?loaded=1";
            },
            async (faults, status) => await PageAsync(http, await notices.PreviewAsync(actor, entered.Of("text"), http.RequestAborted), source: entered.Of("source"), faults: faults, status: status));
    }

    private async Task<IResult> PageAsync(HttpContext http, NoticePreview? preview = null, string? entered = null, string? source = null, IReadOnlyList<Fault>? faults = null, int status = StatusCodes.Status200OK)
    {
        var overview = await notices.OverviewAsync(await access.ActorAsync(http), http.RequestAborted);
        return Answers.Page<CalendarPage>(new
        {
            Overview = overview,
            Names = await people.NamesAsync(overview.Notices.Select(n => n.Person), http.RequestAborted),
            Preview = preview,
            Entered = entered,
            Source = source,
            Loaded = http.Request.Query["loaded"] == "1",
            Faults = faults ?? [],
        }, status);
    }
}
