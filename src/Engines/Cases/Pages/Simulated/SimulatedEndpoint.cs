using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Simulated;

/// <summary>/cases/{id}/simulated.pdf, for everybody who may see the case: what the offices have said so far, or had said when the result was given.</summary>
internal sealed class SimulatedEndpoint(IAccess access, ICases cases, IProofs proofs, SimulatedPaper paper, TimeProvider time)
{
    public async Task<IResult> FileAsync(string id, HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var view = await cases.FindAsync(actor, id, http.RequestAborted) ?? throw new NotFoundException("cases.page.fault.no-case");
        var simulation = view.State.Simulation ?? throw new NotFoundException("cases.page.fault.no-simulated-result");
        var until = simulation.GivenAt ?? simulation.ConvertedAt ?? time.GetUtcNow();
        var sequence = view.Events.Last(e => e.At <= until).Sequence;
        var seal = (await proofs.SealsAsync(EvidenceOf.StreamOf(id), http.RequestAborted)).FirstOrDefault(s => s.Sequence == sequence);
        return Results.File(paper.Pdf(view, until, seal?.Index), "application/pdf", $"{view.State.Number}-simulated.pdf");
    }
}
