using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Running;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.CasePage;

/// <summary>The proof of a case, as a file and as a certificate: its reader chooses which of the private fields that he may see the file opens.</summary>
internal sealed class ProofEndpoints(IAccess access, ICases cases, IProofs proofs, IEvidenceCertificates certificates)
{
    /// <summary>Asked for with the choice; without it, all that the reader may see is opened.</summary>
    private const string Chosen = "chosen";

    public async Task<IResult> ChooseAsync(string id, HttpContext http)
    {
        var view = await FindAsync(id, http);
        var may = Disclosure.To(view);
        var fields = await proofs.PrivateFieldsAsync(EvidenceOf.StreamOf(id), http.RequestAborted);
        return Answers.Page<ProofChoice>(new { Case = view, Fields = (IReadOnlyList<PrivateFieldName>)[.. fields.Where(f => may(f.Type, f.Name))] });
    }

    public async Task<IResult> FileAsync(string id, HttpContext http)
    {
        var view = await FindAsync(id, http);
        return Results.File(await proofs.ProofFileAsync(EvidenceOf.StreamOf(id), Opened(view, http.Request.Query), http.RequestAborted), "application/octet-stream", $"{view.State.Number}.zjproof");
    }

    public async Task<IResult> CertificateAsync(string id, HttpContext http)
    {
        var view = await FindAsync(id, http);
        var title = $"{view.Matter.Title.In("zh")} {view.State.Number}";
        return Results.File(await certificates.OfStreamAsync(EvidenceOf.StreamOf(id), title, Opened(view, http.Request.Query), http.RequestAborted), "application/pdf", $"{view.State.Number}.pdf");
    }

    /// <summary>What was chosen, within what the reader may see: naming a field in the address gives no right to it.</summary>
    private static Func<PrivateFieldName, bool> Opened(CaseView view, IQueryCollection query)
    {
        var may = Disclosure.To(view);
        if (!query.ContainsKey(Chosen))
        {
            return field => may(field.Type, field.Name);
        }
        var open = query["open"].ToHashSet(StringComparer.Ordinal);
        return field => may(field.Type, field.Name) && open.Contains(ProofChoice.Key(field));
    }

    private async Task<CaseView> FindAsync(string id, HttpContext http) =>
        await cases.FindAsync(await access.ActorAsync(http), id, http.RequestAborted) ?? throw new NotFoundException("cases.page.fault.no-case");
}
