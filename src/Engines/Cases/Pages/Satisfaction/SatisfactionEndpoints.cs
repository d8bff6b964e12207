using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Satisfaction;

/// <summary>Rating a service, by sign-in or by code; following bad ratings up; the public page of rates.</summary>
internal sealed class SatisfactionEndpoints(IAccess access, ISatisfaction satisfaction, ModuleSettings settings, TimeProvider time)
{
    public async Task<IResult> SummaryAsync(HttpContext http)
    {
        var today = time.GetUtcNow().ChinaDate();
        return Answers.Page<SummaryPage>(new { Summary = await satisfaction.SummaryAsync(new DateOnly(today.Year, 1, 1), today, http.RequestAborted) });
    }

    public async Task<IResult> ShowAsync(HttpContext http, string id) =>
        Page(await satisfaction.FormAsync(await access.ActorAsync(http), id, http.RequestAborted) ?? throw new NotFoundException("cases.fault.no-such-case"), $"/cases/{id}/rating", http);

    public async Task<IResult> RateAsync(HttpContext http, string id)
    {
        var actor = await access.ActorAsync(http);
        var entered = await ReadAsync(http);
        return await Entry.TryAsync(
            async () =>
            {
                await satisfaction.RateAsync(actor, id, entered, http.RequestAborted);
                return $"/cases/{id}/rating?done=1";
            },
            async (faults, status) => Page((await satisfaction.FormAsync(actor, id, http.RequestAborted))!, $"/cases/{id}/rating", http, entered, faults, status));
    }

    public async Task<IResult> ShowByCodeAsync(HttpContext http, string code) =>
        Page(await satisfaction.FormByCodeAsync(code, http.RequestAborted) ?? throw new NotFoundException("cases.supervise.fault.no-code"), "/rate/" + code, http);

    public async Task<IResult> RateByCodeAsync(HttpContext http, string code)
    {
        var entered = await ReadAsync(http);
        return await Entry.TryAsync(
            async () =>
            {
                await satisfaction.RateByCodeAsync(code, entered, http.RequestAborted);
                return $"/rate/{code}?done=1";
            },
            async (faults, status) => Page((await satisfaction.FormByCodeAsync(code, http.RequestAborted))!, "/rate/" + code, http, entered, faults, status));
    }

    public async Task<IResult> CodeAsync(HttpContext http, string id)
    {
        var link = new Uri(settings.PublicAddress, "/rate/" + await satisfaction.CodeAsync(await access.ActorAsync(http), id, http.RequestAborted)).ToString();
        return Answers.Page<CodePage>(new { Mark = QrMark.Of(link), Link = link, CaseId = id });
    }

    public async Task<IResult> TicketsAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.CasesRead).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        return Answers.Page<TicketsPage>(new { Tickets = await satisfaction.TicketsAsync(actor, http.RequestAborted), Supervises = access.Reach(actor, Permissions.CasesSupervise).Count > 0 });
    }

    public async Task<IResult> TicketAsync(HttpContext http, string id, IReadOnlyDictionary<string, string>? entered = null, IReadOnlyList<Fault>? faults = null, int status = StatusCodes.Status200OK) =>
        Answers.Page<TicketPage>(new
        {
            Ticket = await satisfaction.TicketAsync(await access.ActorAsync(http), id, http.RequestAborted) ?? throw new NotFoundException("cases.supervise.fault.no-ticket"),
            Entered = entered ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Faults = faults ?? [],
        }, status);

    public async Task<IResult> AnswerAsync(HttpContext http, string id)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        return await Entry.TryAsync(async () => "/satisfaction/tickets/" + (await satisfaction.AnswerAsync(actor, id, entered.Of("answer"), http.RequestAborted)).Id, (faults, status) => TicketAsync(http, id, entered, faults, status));
    }

    public async Task<IResult> CloseAsync(HttpContext http, string id)
    {
        var actor = await access.ActorAsync(http);
        var entered = await Entry.ReadAsync(http);
        return await Entry.TryAsync(async () => "/satisfaction/tickets/" + (await satisfaction.CloseAsync(actor, id, entered.Of("outcome"), entered.Of("conclusion"), http.RequestAborted)).Id, (faults, status) => TicketAsync(http, id, entered, faults, status));
    }

    private static IResult Page(RatingForm form, string address, HttpContext http, NewRating? entered = null, IReadOnlyList<Fault>? faults = null, int status = StatusCodes.Status200OK) => Answers.Page<RatePage>(new
    {
        Form = form,
        Address = address,
        Entered = entered ?? new NewRating(default, [], "", true),
        Faults = faults ?? [],
        Done = http.Request.Query["done"] == "1",
    }, status);

    /// <summary>Reasons of the other kind are left out: without scripts both lists stand there, and who changes his mind need not untick.</summary>
    private static async Task<NewRating> ReadAsync(HttpContext http)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var level = Enum.TryParse<SatisfactionLevel>(posted["level"], out var said) ? said : default;
        return new(level, [.. posted["reasons"].OfType<string>().Intersect(RatingReasons.Of(level))], posted["comment"].ToString(), posted["anonymous"] == "true");
    }
}
