using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Zhuangjin.Certificates.Checking;

/// <summary>The check for programs: the same answers, masked alike.</summary>
internal static class CheckApi
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1/certificates/check").WithTags("certificates");
        api.MapGet("", ByNumberAsync)
            .WithName("checkCertificate")
            .WithSummary("Checks a certificate by id or number, and by the digest of its QR code (16 to 64 hexadecimal digits).");
        api.MapPost("", ByFileAsync)
            .Accepts<byte[]>("application/pdf", "application/json")
            .WithName("checkCertificateFile")
            .WithSummary("Checks a certificate's PDF, or its signed content (certificate.json), sent as the body.");
    }

    private static async Task<CertificateAnswerBody> ByNumberAsync(Checker checker, string certificate, string? digest, CancellationToken cancel) =>
        Body(await checker.CheckAsync(certificate, digest, cancel));

    private static async Task<CertificateAnswerBody> ByFileAsync(HttpRequest request, Checker checker, CancellationToken cancel) =>
        Body(await checker.CheckFileAsync(request.Body, cancel));

    private static CertificateAnswerBody Body(CheckResult result) => new(
        Verdicts.Code(result.Answer),
        result.At,
        result is { Certificate: { } certificate, Content: { } content }
            ? new(certificate.Id, certificate.Number, certificate.Type, certificate.Title.Values, Masking.Name(content.Holder.Kind, certificate.HolderName), certificate.IssuerOrganisationId, certificate.IssuerName.Values, certificate.IssuedOn, certificate.ValidUntil, certificate.RevokedAt, certificate.ContentDigest, content.KeyId)
            : null,
        result.Place);
}

/// <param name="Answer">"valid", "revoked", "expired", "altered" or "unknown".</param>
/// <param name="Certificate">What is on record; null when it is unknown or altered.</param>
/// <param name="LogIndex">Position of its issue in the log under /log/; null while it is not sealed.</param>
internal sealed record CertificateAnswerBody(string Answer, DateTimeOffset CheckedAt, CertificateBody? Certificate, long? LogIndex);

/// <param name="Holder">The name of an enterprise; of a person the surname only.</param>
internal sealed record CertificateBody(
    string Id,
    string Number,
    string Type,
    IReadOnlyDictionary<string, string> Title,
    string Holder,
    string IssuerOrganisationId,
    IReadOnlyDictionary<string, string> Issuer,
    DateOnly IssuedOn,
    DateOnly? ValidUntil,
    DateTimeOffset? RevokedAt,
    string Digest,
    string KeyId);
