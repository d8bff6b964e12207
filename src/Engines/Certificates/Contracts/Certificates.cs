using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Contracts;

/// <summary>An electronic licence (电子证照, GB/T 36901 to 36906): its content is canonical, digested with SM3 and signed with SM2 by the issuer.</summary>
/// <param name="SourceCaseId">Case whose grant it rests on.</param>
/// <param name="ValidUntil">Last day; null without end.</param>
/// <param name="ContentDigest">SM3 of the canonical content, lower-case hexadecimal.</param>
public sealed record Certificate(
    string Id,
    string Number,
    string Type,
    LocalText Title,
    string HolderPartyId,
    string HolderName,
    string IssuerOrganisationId,
    LocalText IssuerName,
    DateOnly IssuedOn,
    DateOnly ValidFrom,
    DateOnly? ValidUntil,
    ImmutableArray<CertificateField> Fields,
    string SourceCaseId,
    string ContentDigest,
    bool Revoked,
    string? RevocationReason,
    DateTimeOffset? RevokedAt);

public sealed record CertificateField(string Key, LocalText Label, string Value);

/// <summary>The five answers of a check, told apart.</summary>
public enum CertificateAnswer
{
    Valid,
    Revoked,
    Expired,

    /// <summary>What was shown, or what is stored, is not what was signed.</summary>
    Altered,

    Unknown,
}

public interface ICertificates
{
    /// <summary>Makes and signs a certificate. The same <paramref name="orderId"/> gives the same certificate.</summary>
    Task<Certificate> IssueAsync(CertificateOrder order, string orderId, CancellationToken cancel = default);

    Task<Certificate?> FindAsync(string certificateId, CancellationToken cancel = default);

    /// <summary>Certificates of a party, newest first; of one type when it is given.</summary>
    Task<IReadOnlyList<Certificate>> HeldAsync(string partyId, string? type = null, CancellationToken cancel = default);

    Task RevokeAsync(Actor actor, string certificateId, string reason, CancellationToken cancel = default);

    /// <summary>Checks by id or number, and by the digest that the QR code carries.</summary>
    /// <param name="shownDigest">Digest or beginning of it from the QR code; null when only a number was typed.</param>
    Task<CertificateCheck> CheckAsync(string idOrNumber, string? shownDigest, CancellationToken cancel = default);

    /// <summary>Checks a file that somebody shows: our PDF or the signed content.</summary>
    Task<CertificateCheck> CheckFileAsync(Stream file, CancellationToken cancel = default);

    /// <summary>The PDF as issued, byte for byte the same each time; null when unknown.</summary>
    Task<Stream?> PdfAsync(string certificateId, CancellationToken cancel = default);
}

/// <summary>What shall be issued. The order's maker has checked everything; the engine numbers, signs, prints and records.</summary>
/// <param name="NumberPattern">{yyyy}, {division}, {seq:7}.</param>
/// <param name="ValidFor">"3y", "90d", or null without end.</param>
public sealed record CertificateOrder(
    string Type,
    LocalText Title,
    string NumberPattern,
    Party Holder,
    string IssuerOrganisationId,
    string Division,
    DateOnly IssueDate,
    string? ValidFor,
    ImmutableArray<CertificateField> Fields,
    string SourceCaseId,
    string SourceCaseNumber,
    string Template);

/// <param name="Certificate">What is on record; null when unknown.</param>
public sealed record CertificateCheck(CertificateAnswer Answer, Certificate? Certificate, DateTimeOffset CheckedAt);
