using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Fields;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.CasePage;

/// <summary>One case, for its applicant and for the officials: the same page, each with the actions that are his.</summary>
internal sealed class CaseEndpoints(IAccess access, ICases cases, IProofs proofs, IOrganisations organisations, ActionReader reader, TimeProvider time, Phrases t)
{
    public async Task<IResult> ShowAsync(string id, HttpContext http) =>
        await PageAsync((await FindAsync(id, http)).View, http, StatusCodes.Status200OK, [], "", Nothing);

    /// <summary>The drawing alone, for the page's own refreshing; nothing when the case has not moved.</summary>
    public async Task<IResult> FlowAsync(string id, long version, HttpContext http)
    {
        var (_, view) = await FindAsync(id, http);
        return view.State.Version == version ? Results.NoContent() : Answers.Page<LiveFlow>(new { Case = view, Offices = OfficeNames.ByFunction(organisations, t, view.State.HomeOrganisationId), Moved = true });
    }

    public async Task<IResult> ActAsync(string id, HttpContext http)
    {
        var (actor, view) = await FindAsync(id, http);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = posted["form"].ToString();
        var entered = posted.Where(p => !p.Key.StartsWith('_')).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        try
        {
            var asked = PostedAction.Of(posted);
            var command = await reader.ReadAsync(actor, asked, view, posted, http.RequestAborted);
            await cases.ExecuteAsync(actor, id, command, asked.Version, asked.Key, http.RequestAborted);
            return Answers.SeeOther($"/cases/{id}?done={asked.Name}" + (asked.Subject is { Length: > 0 } subject && view.Matter.Items.Any(i => i.Key == subject) ? $"&item={subject}" : "") + "#done");
        }
        catch (InvalidInputException refusal)
        {
            IReadOnlyList<Fault> faults = [.. FieldNames.AtInputs(view.Matter, refusal.Faults).Select(f => AtForm(f, form))];
            return await PageAsync(view, http, StatusCodes.Status422UnprocessableEntity, faults, form, entered);
        }
        catch (ConflictException refusal)
        {
            return await PageAsync((await FindAsync(id, http)).View, http, StatusCodes.Status409Conflict, refusal.Faults, form, entered);
        }
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static string Stream(string id) => "case/" + id;

    /// <summary>A fault that names no input of the page belongs to the text of the form that was sent.</summary>
    private static Fault AtForm(Fault fault, string form) => FieldNames.IsForm(fault) || FieldNames.IsMaterial(fault) || fault.Field.Contains('.', StringComparison.Ordinal) || fault.Field.Length == 0
        ? fault
        : fault with { Field = fault.Field is "tier" or "offices" or "until" or "day" or "place" or "days" or "method" or "why" or "gaps" or "basis" or "outcome" or "kind" or "time" or "tracking" ? $"{form}.{fault.Field}" : $"{form}.text" };

    private async Task<IResult> PageAsync(CaseView view, HttpContext http, int status, IReadOnlyList<Fault> faults, string form, IReadOnlyDictionary<string, string> entered)
    {
        var seals = await proofs.SealsAsync(Stream(view.State.Id), http.RequestAborted);
        var done = http.Request.Query["done"].ToString();
        return Answers.Page<CaseSheet>(new
        {
            Case = view,
            Offices = OfficeNames.ByFunction(organisations, t, view.State.HomeOrganisationId),
            Seals = (IReadOnlyDictionary<long, StreamSeal>)seals.DistinctBy(s => s.Sequence).ToDictionary(s => s.Sequence),
            Form = form,
            Entered = entered,
            Faults = faults,
            Stale = status == StatusCodes.Status409Conflict,
            Key = Ids.New(time),
            Correct = http.Request.Query["correct"].ToString(),
            Done = status == StatusCodes.Status200OK && ActionReader.Names.Contains(done) ? done : null,
        }, status);
    }

    private async Task<(Actor Actor, CaseView View)> FindAsync(string id, HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        return (actor, await cases.FindAsync(actor, id, http.RequestAborted) ?? throw new NotFoundException("cases.page.fault.no-case"));
    }
}
