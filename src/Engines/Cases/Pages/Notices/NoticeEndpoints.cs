using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Notices;

/// <summary>公告公示: everyone reads; whoever is signed in may object while a notice runs.</summary>
internal static class NoticeEndpoints
{
    public static async Task<IResult> ListAsync(IAnnouncements announcements, CancellationToken cancel) =>
        Answers.Page<NoticeListPage>(new { Announcements = await announcements.ListAsync(cancel: cancel) });

    public static async Task<IResult> ShowAsync(string id, string? done, IAnnouncements announcements, CancellationToken cancel) =>
        await PageAsync(id, announcements, [], "", "", done is not null, cancel);

    public static async Task<IResult> ObjectAsync(string id, IAnnouncements announcements, IAccess access, HttpContext http)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, text) = (posted["name"].ToString(), posted["text"].ToString());
        try
        {
            await announcements.ObjectAsync(await access.ActorAsync(http), id, name, text, http.RequestAborted);
            return Answers.SeeOther($"/notices/{id}?done=1");
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException or DeniedException)
        {
            return await PageAsync(id, announcements, refusal.Faults, name, text, false, http.RequestAborted);
        }
    }

    private static async Task<IResult> PageAsync(string id, IAnnouncements announcements, IReadOnlyList<Fault> faults, string name, string text, bool done, CancellationToken cancel) =>
        Answers.Page<NoticePage>(
            new { Announcement = await announcements.FindAsync(id, cancel) ?? throw new NotFoundException("cases.fault.no-notice"), Faults = faults, Name = name, Text = text, Done = done },
            faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
