using System.Data.Common;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Storage;

/// <summary>A certificate as it is kept.</summary>
/// <param name="Content">Canonical bytes that were signed.</param>
/// <param name="Digest">SM3 of <paramref name="Content"/> when it was issued.</param>
internal sealed record StoredRow(
    string Id,
    string Number,
    string Type,
    string HolderPartyId,
    string IssuerOrganisationId,
    string IssuerPath,
    string SourceCaseId,
    string IssuedOn,
    byte[] Content,
    string Digest,
    byte[] Signature,
    string PdfSha256,
    long PdfSize,
    DateTimeOffset? RevokedAt,
    string? RevocationReason)
{
    public const string Columns = "id, number, type, holder_party_id, issuer_organisation_id, issuer_path, source_case_id, issued_on, content, digest, signature, pdf_sha256, pdf_size, revoked_at, revocation_reason";

    public static StoredRow Map(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        row.GetFieldValue<byte[]>(8),
        row.GetString(9),
        row.GetFieldValue<byte[]>(10),
        row.GetString(11),
        row.GetInt64(12),
        row.IsDBNull(13) ? null : ChinaTime.FromMicros(row.GetInt64(13)),
        row.IsDBNull(14) ? null : row.GetString(14));
}
