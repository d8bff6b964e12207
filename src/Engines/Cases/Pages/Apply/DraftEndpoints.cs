using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Fields;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Apply;

/// <summary>The application being written: form, materials, confirmation. Everything typed is kept at once, right or wrong.</summary>
internal sealed class DraftEndpoints(IAccess access, IDrafts drafts, IMatters matters, IHeldCertificates held, ActiveParts active)
{
    public async Task<IResult> ShowAsync(string id, string? step, HttpContext http)
    {
        var (_, draft) = await FindAsync(id, http);
        return draft.CaseId is { } caseId ? Answers.SeeOther($"/cases/{caseId}/receipt") : await PageAsync(draft, Step(step), [], StatusCodes.Status200OK, http);
    }

    public async Task<IResult> SaveAsync(string id, HttpContext http)
    {
        var (actor, draft) = await FindAsync(id, http);
        var matter = Matter(draft);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        draft = await drafts.SaveAsync(actor, id, FieldNames.Typed(active.Fields(matter, draft.Form), draft.Form, posted), http.RequestAborted);
        if (posted["then"] != "next")
        {
            return Answers.SeeOther($"/drafts/{id}?step=form&saved=1");
        }
        var faults = FieldNames.AtInputs(matter, draft.Faults).Where(FieldNames.IsForm).ToList();
        return faults.Count == 0
            ? Answers.SeeOther($"/drafts/{id}?step=materials")
            : await PageAsync(draft, DraftStep.Form, faults, StatusCodes.Status422UnprocessableEntity, http);
    }

    public Task<IResult> AttachAsync(string id, string material, HttpContext http) => MaterialAsync(id, material, http, async (actor, posted) =>
    {
        var file = posted.Files.GetFile(FieldNames.OfMaterial(material));
        if (file is null || file.Length == 0)
        {
            throw new InvalidInputException(FieldNames.OfMaterial(material), "cases.page.fault.no-file");
        }
        await using var content = file.OpenReadStream();
        await drafts.AttachAsync(actor, id, material, Path.GetFileName(file.FileName), content, http.RequestAborted);
    });

    public Task<IResult> UseCertificateAsync(string id, string material, HttpContext http) => MaterialAsync(id, material, http, (actor, posted) =>
        drafts.AttachCertificateAsync(actor, id, material, posted["certificate"].ToString(), http.RequestAborted));

    public Task<IResult> PromiseAsync(string id, string material, HttpContext http) => MaterialAsync(id, material, http, (actor, _) =>
        drafts.PromiseAsync(actor, id, material, true, http.RequestAborted));

    public Task<IResult> AwaitAsync(string id, string material, HttpContext http) => MaterialAsync(id, material, http, (actor, _) =>
        drafts.AwaitAsync(actor, id, material, http.RequestAborted));

    public Task<IResult> RemoveAsync(string id, string material, HttpContext http) => MaterialAsync(id, material, http, (actor, _) =>
        drafts.PromiseAsync(actor, id, material, false, http.RequestAborted));

    public async Task<IResult> DiscardAsync(string id, HttpContext http)
    {
        var (actor, _) = await FindAsync(id, http);
        await drafts.DiscardAsync(actor, id, http.RequestAborted);
        return Answers.SeeOther("/my");
    }

    public async Task<IResult> SubmitAsync(string id, HttpContext http)
    {
        var (actor, draft) = await FindAsync(id, http);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        if (posted["declared"] != "true")
        {
            return await PageAsync(draft, DraftStep.Confirm, [new Fault("declared", "cases.page.fault.declare")], StatusCodes.Status422UnprocessableEntity, http);
        }
        try
        {
            var made = await drafts.SubmitAsync(actor, id, http.RequestAborted);
            return Answers.SeeOther($"/cases/{made.Id}/receipt");
        }
        catch (InvalidInputException refusal)
        {
            var faults = FieldNames.AtInputs(Matter(draft), refusal.Faults);
            var step = faults.Any(FieldNames.IsForm) ? DraftStep.Form : faults.Any(FieldNames.IsMaterial) ? DraftStep.Materials : DraftStep.Confirm;
            return await PageAsync((await FindAsync(id, http)).Draft, step, faults, StatusCodes.Status422UnprocessableEntity, http);
        }
    }

    private async Task<IResult> MaterialAsync(string id, string material, HttpContext http, Func<Actor, IFormCollection, Task> act)
    {
        var (actor, draft) = await FindAsync(id, http);
        try
        {
            await act(actor, await http.Request.ReadFormAsync(http.RequestAborted));
            return Answers.SeeOther($"/drafts/{id}?step=materials#material-{material}");
        }
        catch (InvalidInputException refusal)
        {
            IReadOnlyList<Fault> faults = [.. refusal.Faults.Select(f => f with { Field = FieldNames.OfMaterial(material) })];
            return await PageAsync(draft, DraftStep.Materials, faults, StatusCodes.Status422UnprocessableEntity, http);
        }
    }

    private async Task<IResult> PageAsync(Draft draft, DraftStep step, IReadOnlyList<Fault> faults, int status, HttpContext http)
    {
        var matter = Matter(draft);
        var certificates = new Dictionary<string, IReadOnlyList<HeldCertificate>>(StringComparer.Ordinal);
        foreach (var material in matter.Materials.Where(m => m.FromCertificate is not null))
        {
            certificates[material.Key] = await held.HeldAsync(draft.Applicant.Id, material.FromCertificate!, http.RequestAborted);
        }
        return Answers.Page<DraftPage>(new
        {
            Draft = draft,
            Matter = matter,
            Step = step.ToString(),
            Fields = active.Fields(matter, draft.Form),
            Materials = active.Materials(matter, draft.Form),
            Exemptions = active.Exemptions(matter, draft.Form),
            Certificates = (IReadOnlyDictionary<string, IReadOnlyList<HeldCertificate>>)certificates,
            Faults = faults,
            Standing = FieldNames.AtInputs(matter, draft.Faults),
            Saved = http.Request.Query.ContainsKey("saved"),
        }, status);
    }

    private async Task<(Actor Actor, Draft Draft)> FindAsync(string id, HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        return (actor, await drafts.FindAsync(actor, id, http.RequestAborted) ?? throw new NotFoundException("cases.page.fault.no-draft"));
    }

    private Matter Matter(Draft draft) => matters.Current(draft.MatterKey) ?? throw new NotFoundException("cases.page.fault.no-matter", draft.MatterKey);

    private static DraftStep Step(string? text) => Enum.TryParse<DraftStep>(text, ignoreCase: true, out var step) && Enum.IsDefined(step) ? step : DraftStep.Form;
}
