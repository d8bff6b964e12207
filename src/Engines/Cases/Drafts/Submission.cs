using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Materials;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Drafts;

/// <summary>Makes a case of a finished draft: finds its home, gives it a number, and begins it under the draft's own key, so that twice gives the same case.</summary>
internal sealed class Submission(
    CaseService cases,
    CaseNumbers numbers,
    CaseLogic logic,
    MatterLibrary matters,
    MaterialUploads uploads,
    IOrganisations organisations,
    TimeProvider time)
{
    public async Task<CaseState> SubmitAsync(Actor actor, DraftRow draft, CancellationToken cancel)
    {
        var compiled = matters.CurrentCompiled(draft.Matter) ?? throw new NotFoundException("cases.fault.no-such-matter");
        var form = CaseLogic.Complete(compiled, draft.Body.Form);
        var now = time.GetUtcNow();
        var asked = compiled.Matter.Materials.Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        var materials = draft.Body.Materials
            .Where(m => asked.Contains(m.Key))
            .ToImmutableSortedDictionary(m => m.Key, m => m.Value.At is null ? m.Value with { At = now } : m.Value, StringComparer.Ordinal);
        var faults = logic.Check(compiled, form, materials);
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        await uploads.DemandAsync(actor, compiled.Matter, draft.Body.Applicant.Id, materials, null, cancel);
        var home = HomeOf(compiled.Matter, form);
        var submit = new Submit(
            Ids.New(time),
            await numbers.NextAsync(home.Division, now.ChinaDate(), cancel),
            draft.Body.Applicant,
            draft.Body.MandateId,
            home.Id,
            home.Path,
            draft.Body.Subject,
            form,
            materials);
        return await cases.SubmitAsync(actor, compiled, submit, "draft/" + draft.Id, cancel);
    }

    /// <summary>The area that the form names; without such a field the area of the office that runs the matter.</summary>
    private Organisation HomeOf(Matter matter, ImmutableSortedDictionary<string, string> form)
    {
        if (matter.DivisionField is { } field)
        {
            return form.TryGetValue(field, out var division) && organisations.Area(division) is { } area
                ? area
                : throw new InvalidInputException("form." + field, "cases.fault.no-such-area");
        }
        return organisations.Resolve(matter.Office, organisations.Root.Id) ?? organisations.Root;
    }
}
