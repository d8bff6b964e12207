using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals;

/// <summary>Seals for programs: a department's own system seals its papers and checks those of others.</summary>
internal static class SealApi
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1/seals").WithTags("seals");
        api.MapGet("/{number}", FindAsync).WithName("readSeal").WithSummary("Reads a seal: its unit, state, validity and number of uses.");
        api.MapPost("/{number}/sealings", DigestAsync).WithName("sealDigest").WithSummary("Seals data by their SM3 digest. The answer holds SES_Signature of GB/T 38540 (DER, base64).");
        api.MapPost("/{number}/documents", PdfAsync).Accepts<byte[]>("application/pdf").Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .WithName("sealDocument").WithSummary("Seals a PDF sent as the body; answers with the sealed PDF. The header Location names the record of the use.");
        api.MapPost("/check", CheckPdfAsync).Accepts<byte[]>("application/pdf").WithName("checkSealedDocument").WithSummary("Checks each seal of a PDF: valid, not-in-force, altered or unknown.");
        api.MapPost("/check/digest", CheckDigestAsync).WithName("checkSealing").WithSummary("Checks a sealing of a digest.");
    }

    private static async Task<SealBody> FindAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, string number, CancellationToken cancel) =>
        SealBody.Of(await Pages.SealEndpoints.FindAsync(store, rights, await access.ActorAsync(http), number, cancel));

    private static async Task<SealingBody> DigestAsync(HttpContext http, IAccess access, ISeals seals, string number, SealingRequest request, CancellationToken cancel)
    {
        var sealing = await seals.SealDigestAsync(await access.ActorAsync(http), number, new(request.Purpose, request.Subject), request.Digest, cancel);
        return new(sealing.UseId, sealing.SealNumber, sealing.At, sealing.Digest, sealing.Signature);
    }

    private static async Task<IResult> PdfAsync(HttpContext http, IAccess access, ISeals seals, string number, string purpose, string subject, int? page, double? x, double? y, CancellationToken cancel)
    {
        var place = new SealPlace(page ?? SealPlace.Usual.Page, Math.Clamp(x ?? SealPlace.Usual.X, 0, 1), Math.Clamp(y ?? SealPlace.Usual.Y, 0, 1));
        var sealing = await seals.SealPdfAsync(await access.ActorAsync(http), number, new(purpose, subject), await ReadAsync(http, cancel), place, cancel);
        http.Response.Headers.Location = "/seals/uses/" + sealing.UseId;
        return Results.Bytes(sealing.Pdf!, "application/pdf");
    }

    private static async Task<IReadOnlyList<SealCheckBody>> CheckPdfAsync(HttpContext http, ISeals seals, CancellationToken cancel) =>
        [.. (await seals.CheckPdfAsync(await ReadAsync(http, cancel), cancel)).Select(SealCheckBody.Of)];

    private static async Task<SealCheckBody> CheckDigestAsync(ISeals seals, SealCheckRequest request, CancellationToken cancel) =>
        SealCheckBody.Of(await seals.CheckDigestAsync(request.Digest, request.Signature, cancel));

    private static async Task<byte[]> ReadAsync(HttpContext http, CancellationToken cancel)
    {
        using var into = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, cancel)) > 0)
        {
            if (into.Length + read > Sealer.LargestPdf)
            {
                throw new InvalidInputException("file", "certificates.fault.file-too-large", (Sealer.LargestPdf / 1024 / 1024).ToString());
            }
            into.Write(buffer.AsSpan(0, read));
        }
        return into.ToArray();
    }
}

/// <param name="Purpose">approval, certificate, notice, proof, contract or other.</param>
/// <param name="Subject">The paper and its number, in words.</param>
/// <param name="Digest">SM3, 64 hexadecimal digits.</param>
internal sealed record SealingRequest(string Purpose, string Subject, string Digest);

/// <param name="Signature">SES_Signature, DER.</param>
internal sealed record SealingBody(string UseId, string Seal, DateTimeOffset At, string Digest, byte[] Signature);

internal sealed record SealCheckRequest(string Digest, byte[] Signature);

internal sealed record SealBody(string Number, string Kind, string Name, string Unit, string State, DateOnly ValidFrom, DateOnly ValidUntil, long Version, long Uses)
{
    public static SealBody Of(Seal seal) => new(seal.Number, seal.Kind, seal.Name, seal.UnitName, SealStore.Text(seal.Status), seal.ValidFrom, seal.ValidUntil, seal.Version, seal.Uses);
}

/// <param name="Answer">valid, not-in-force, altered or unknown.</param>
/// <param name="StateThen">Of the seal at the instant of sealing; null when unknown.</param>
internal sealed record SealCheckBody(string Answer, DateTimeOffset? At, string? StateThen, string? StateNow, string? Seal, string? Name, string? Purpose, string? Subject)
{
    public static SealCheckBody Of(SealCheck check) => new(
        Pages.SealWords.Code(check.Answer), check.At, check.Then is { } then ? SealStore.Text(then) : null, check.Seal is { } seal ? SealStore.Text(seal.Status) : null,
        check.Seal?.Number, check.Seal?.Name, check.Purpose?.Purpose, check.Purpose?.Subject);
}
