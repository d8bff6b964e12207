using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Supervision.Bulletins;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Bulletins;

/// <summary>Bulletins: issued, read, followed down to the case, counted again, taken along.</summary>
internal sealed class BulletinEndpoints(IAccess access, IBulletins bulletins, IOrganisations organisations, IMatters matters, BulletinWords words, Phrases t)
{
    public async Task<IResult> ListAsync(HttpContext http, IReadOnlyDictionary<string, string>? entered = null, IReadOnlyList<Fault>? faults = null, int status = StatusCodes.Status200OK)
    {
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.CasesRead).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        return Answers.Page<BulletinsPage>(new
        {
            Heads = await bulletins.ListAsync(actor, http.RequestAborted),
            Names = (IReadOnlyDictionary<string, LocalText>)organisations.All.ToDictionary(o => o.Id, o => o.Name, StringComparer.Ordinal),
            Areas = (IReadOnlyList<Organisation>)[.. organisations.All.Where(o => o.Function is null && access.May(actor, Permissions.CasesSupervise, o.Path)).OrderBy(o => o.Path, StringComparer.Ordinal)],
            Entered = entered ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Faults = faults ?? [],
        }, status);
    }

    public async Task<IResult> IssueAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        return await Entry.TryAsync(
            async () => DateOnly.TryParseExact(entered.Of("month") + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
                ? "/bulletins/" + (await bulletins.IssueAsync(actor, entered.Of("organisation"), month, http.RequestAborted)).Id
                : throw new InvalidInputException("month", "cases.supervise.fault.choose"),
            (faults, status) => ListAsync(http, entered, faults, status));
    }

    public async Task<IResult> ShowAsync(HttpContext http, string id, bool recount)
    {
        var actor = await access.ActorAsync(http);
        var bulletin = await FindAsync(http, id);
        return Answers.Page<BulletinPage>(new
        {
            Bulletin = bulletin,
            Area = organisations.Find(bulletin.Head.OrganisationId) is { } area ? t[area.Name] : words.Office(bulletin.Data, bulletin.Head.OrganisationId),
            Sheets = (IReadOnlyList<BulletinTableView>)[.. words.Sheets(bulletin).Skip(1).Select(s => new BulletinTableView(s.Key, t["cases.supervise.print." + Titles[s.Key]], s.Heads, s.Rows))],
            CaseIds = (IReadOnlyDictionary<string, string>)bulletin.Data.Cases.ToDictionary(c => c.Number, c => c.Id, StringComparer.Ordinal),
            Recount = recount ? await bulletins.RecountAsync(actor, id, http.RequestAborted) : null,
        });
    }

    /// <summary>The cases behind a number.</summary>
    public async Task<IResult> CasesAsync(HttpContext http, string id, string? of, string? office)
    {
        var bulletin = await FindAsync(http, id);
        var (title, chosen) = (of, office) switch
        {
            (_, { Length: > 0 } one) => (words.Office(bulletin.Data, one), bulletin.Data.Cases.Where(c => c.Late.ContainsKey(one) || c.Items.Any(i => i.Office == one))),
            ("submitted", _) => (t["cases.supervise.figure.submitted"], bulletin.Data.Cases.Where(c => c.Submitted)),
            ("ended", _) => (t["cases.supervise.print.ended"], bulletin.Data.Cases.Where(c => c.Ended)),
            (nameof(TimeBearer.Office), _) => (t["cases.supervise.bearer.Office"], bulletin.Data.Cases.Where(c => c.Office > 0).OrderByDescending(c => c.Office)),
            (nameof(TimeBearer.Applicant), _) => (t["cases.supervise.bearer.Applicant"], bulletin.Data.Cases.Where(c => c.Applicant > 0).OrderByDescending(c => c.Applicant)),
            _ => (t["cases.supervise.print.cases"], bulletin.Data.Cases),
        };
        return Answers.Page<BulletinCasesPage>(new
        {
            bulletin.Head,
            Title = title,
            Cases = (IReadOnlyList<CaseFact>)[.. chosen],
            Titles = (IReadOnlyDictionary<string, LocalText>)matters.Published.ToDictionary(m => m.Key, m => m.Title, StringComparer.Ordinal),
        });
    }

    public async Task<IResult> PdfAsync(HttpContext http, string id) =>
        Results.File(await bulletins.PdfAsync(await access.ActorAsync(http), id, http.RequestAborted), "application/pdf", $"bulletin-{(await FindAsync(http, id)).Head.Number}.pdf");

    public async Task<IResult> ExcelAsync(HttpContext http, string id) =>
        Results.File(await bulletins.ExcelAsync(await access.ActorAsync(http), id, http.RequestAborted), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"bulletin-{(await FindAsync(http, id)).Head.Number}.xlsx");

    public async Task<IResult> DataAsync(HttpContext http, string id) => Results.File(Encoding.UTF8.GetBytes((await FindAsync(http, id)).Text), "application/json", "bulletin.json");

    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["overdue"] = "overdue-list",
        ["deemed"] = "deemed-list",
        ["refused"] = "refused-list",
        ["notices"] = "notices",
        ["records"] = "records",
    };

    private async Task<Bulletin> FindAsync(HttpContext http, string id) =>
        await bulletins.FindAsync(await access.ActorAsync(http), id, http.RequestAborted) ?? throw new NotFoundException("cases.supervise.fault.no-bulletin");
}
