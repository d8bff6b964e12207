using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Supervision.Blame;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Supervision;

/// <summary>Red list, notices, records and lost time.</summary>
internal sealed class SupervisionEndpoints(
    IAccess access, ISupervision supervision, ICases cases, IOrganisations organisations, IMatters matters, IPeople people, IDatabase database, TimeProvider time)
{
    public async Task<IResult> RedAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        if (!Supervises(actor))
        {
            return access.Reach(actor, Permissions.CasesHandle).Count > 0 ? Answers.SeeOther("/supervision/notices") : throw new DeniedException("cases.page.fault.no-board");
        }
        return Answers.Page<RedListPage>(new { Items = await supervision.RedListAsync(actor, http.RequestAborted) });
    }

    public async Task<IResult> NewAsync(HttpContext http, string @case, string item, IReadOnlyDictionary<string, string>? entered = null, IReadOnlyList<Fault>? faults = null, int status = StatusCodes.Status200OK)
    {
        var red = await RedItemAsync(http, @case, item);
        return Answers.Page<NewNoticePage>(new { Red = red, Entered = entered ?? Nothing, Faults = faults ?? [] }, status);
    }

    public async Task<IResult> IssueAsync(HttpContext http, string @case, string item)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        var red = await RedItemAsync(http, @case, item);
        DateOnly? answerBy = DateOnly.TryParseExact(entered.Of("answerBy"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        return await Entry.TryAsync(
            async () => "/supervision/notices/" + (await supervision.IssueAsync(actor, new(red.OrganisationId, red.CaseId, red.Item, $"{red.MatterTitle.In("zh")}：{red.ItemTitle.In("zh")}超期", entered.Of("demand"), answerBy), http.RequestAborted)).Id,
            (faults, status) => NewAsync(http, @case, item, entered, faults, status));
    }

    public async Task<IResult> NoticesAsync(HttpContext http)
    {
        var actor = await StaffAsync(http);
        return Answers.Page<NoticesPage>(new { Notices = await supervision.NoticesAsync(actor, http.RequestAborted), Offices, Supervises = Supervises(actor) });
    }

    public async Task<IResult> NoticeAsync(HttpContext http, string id, IReadOnlyDictionary<string, string>? entered = null, IReadOnlyList<Fault>? faults = null, int status = StatusCodes.Status200OK)
    {
        var actor = await access.ActorAsync(http);
        var notice = await supervision.NoticeAsync(actor, id, http.RequestAborted) ?? throw new NotFoundException("cases.supervise.fault.no-notice");
        var record = notice.RecordId is null ? null : (await supervision.RecordsAsync(actor, http.RequestAborted)).FirstOrDefault(r => r.Id == notice.RecordId);
        return Answers.Page<NoticePage>(new
        {
            Notice = notice,
            Record = record,
            Office = organisations.Find(notice.OrganisationId)?.Name ?? new LocalText(notice.OrganisationId),
            Names = await people.NamesAsync(((string?[])[notice.IssuedBy, notice.AnsweredBy, notice.ClosedBy, record?.RecordedBy]).OfType<string>(), http.RequestAborted),
            MayAnswer = access.May(actor, Permissions.CasesHandle, notice.OrganisationPath),
            MayConclude = access.May(actor, Permissions.CasesSupervise, notice.OrganisationPath),
            Entered = entered ?? Nothing,
            Faults = faults ?? [],
        }, status);
    }

    public async Task<IResult> AnswerAsync(HttpContext http, string id)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        return await Entry.TryAsync(
            async () => "/supervision/notices/" + (await supervision.AnswerAsync(actor, id, entered.Of("cause"), entered.Of("reason"), http.RequestAborted)).Id,
            (faults, status) => NoticeAsync(http, id, entered, faults, status));
    }

    public async Task<IResult> SettleAsync(HttpContext http, string id)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        return await Entry.TryAsync(
            async () => "/supervision/notices/" + (await supervision.SettleAsync(actor, id, entered.Of("conclusion"), http.RequestAborted)).Id,
            (faults, status) => NoticeAsync(http, id, entered, faults, status));
    }

    public async Task<IResult> NewRecordAsync(HttpContext http, string notice, RecordKind kind, IReadOnlyDictionary<string, string>? entered = null, IReadOnlyList<Fault>? faults = null, int status = StatusCodes.Status200OK)
    {
        var actor = await access.ActorAsync(http);
        var found = await supervision.NoticeAsync(actor, notice, http.RequestAborted) ?? throw new NotFoundException("cases.supervise.fault.no-notice");
        if (!access.May(actor, Permissions.CasesSupervise, found.OrganisationPath))
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        return Answers.Page<NewRecordPage>(new { Kind = kind, Notice = found, Office = organisations.Find(found.OrganisationId)?.Name ?? new LocalText(found.OrganisationId), Entered = entered ?? Nothing, Faults = faults ?? [] }, status);
    }

    public async Task<IResult> RecordAsync(HttpContext http, string notice, RecordKind kind)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        var found = await supervision.NoticeAsync(actor, notice, http.RequestAborted) ?? throw new NotFoundException("cases.supervise.fault.no-notice");
        var decided = DateOnly.TryParseExact(entered.Of("decidedOn"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MaxValue;
        return await Entry.TryAsync(
            async () =>
            {
                await supervision.RecordAsync(actor, new(kind, found.OrganisationId, notice, null, null, found.Subject, entered.GetValueOrDefault("measure"), entered.Of("basis"), entered.Of("reason"), entered.Of("decidedBy"), decided), http.RequestAborted);
                return "/supervision/notices/" + notice;
            },
            (faults, status) => NewRecordAsync(http, notice, kind, entered, faults, status));
    }

    public async Task<IResult> RecordsAsync(HttpContext http)
    {
        var actor = await StaffAsync(http);
        return Answers.Page<RecordsPage>(new { Records = await supervision.RecordsAsync(actor, http.RequestAborted), Offices, Supervises = Supervises(actor) });
    }

    public async Task<IResult> TimeAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var paths = access.Reach(actor, Permissions.CasesSupervise);
        if (paths.Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        var rows = await database.ReadAsync(session => LostTimeTable.ReadAsync(session, paths, time.GetUtcNow().ToMicros()), http.RequestAborted);
        return Answers.Page<TimePage>(new { Rows = (IReadOnlyList<LostTime>)rows, Titles = (IReadOnlyDictionary<string, LocalText>)matters.Published.ToDictionary(m => m.Key, m => m.Title, StringComparer.Ordinal) });
    }

    public async Task<IResult> CaseTimeAsync(HttpContext http, string id)
    {
        var actor = await access.ActorAsync(http);
        var view = await cases.FindAsync(actor, id, http.RequestAborted) ?? throw new NotFoundException("cases.page.fault.no-case");
        return Answers.Page<CaseTimePage>(new { Case = view, Split = (await supervision.BlameAsync(actor, id, http.RequestAborted))! });
    }

    private async Task<RedItem> RedItemAsync(HttpContext http, string caseId, string item) =>
        (await supervision.RedListAsync(await access.ActorAsync(http), http.RequestAborted)).FirstOrDefault(r => r.CaseId == caseId && r.Item == item) ?? throw new NotFoundException("cases.supervise.fault.not-red");

    private async Task<Actor> StaffAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        return access.Reach(actor, Permissions.CasesRead).Count > 0 ? actor : throw new DeniedException("cases.page.fault.no-board");
    }

    private bool Supervises(Actor actor) => access.Reach(actor, Permissions.CasesSupervise).Count > 0;

    private IReadOnlyDictionary<string, LocalText> Offices => organisations.All.ToDictionary(o => o.Id, o => o.Name, StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
