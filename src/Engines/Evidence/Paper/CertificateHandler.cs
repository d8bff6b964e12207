using Microsoft.AspNetCore.Http;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Paper;

/// <summary>GET /evidence/entries/{index}/certificate.pdf: what it says is published anyway, so everybody may have it.</summary>
internal static class CertificateHandler
{
    public static async Task<IResult> AnswerAsync(long index, HttpContext http, EvidenceCertificates certificates)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return await certificates.OfEntryAsync(index, http.RequestAborted) is { } paper
            ? Results.File(paper, "application/pdf", $"evidence-{index}.pdf")
            : throw new NotFoundException("evidence.fault.no-entry", index.ToString());
    }
}
