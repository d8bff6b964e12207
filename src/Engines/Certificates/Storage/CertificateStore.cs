using System.Globalization;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Storage;

/// <summary>The engine's statements. Those that take a session run in the caller's transaction.</summary>
internal sealed class CertificateStore(IDatabase database)
{
    public const string HasOrder = "select certificate_id, number from certificates_order where order_id = $1";

    public Task<StoredRow?> FindAsync(string idOrNumber, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync($"select {StoredRow.Columns} from certificates_certificate where id = $1 or number = $1", StoredRow.Map, idOrNumber), cancel);

    public Task<StoredRow?> FindByPdfAsync(string sha256, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync($"select {StoredRow.Columns} from certificates_certificate where pdf_sha256 = $1", StoredRow.Map, sha256), cancel);

    public Task<List<StoredRow>> HeldAsync(string partyId, string? type, CancellationToken cancel) =>
        database.ReadAsync(
            s => type is null
                ? s.QueryAsync($"select {StoredRow.Columns} from certificates_certificate where holder_party_id = $1 order by id desc", StoredRow.Map, partyId)
                : s.QueryAsync($"select {StoredRow.Columns} from certificates_certificate where holder_party_id = $1 and type = $2 order by id desc", StoredRow.Map, partyId, type),
            cancel);

    /// <summary>Certificates of issuers below a path, newest first.</summary>
    public Task<List<StoredRow>> IssuedBelowAsync(string path, string? before, int size, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync(
                $"select {StoredRow.Columns} from certificates_certificate where issuer_path >= $1 and issuer_path < $2 and id < $3 order by id desc limit $4",
                StoredRow.Map, path, path + "~", before ?? "~", (long)size),
            cancel);

    /// <summary>The id and number of an order: those that it has already, or the next of its series.</summary>
    public Task<(string Id, string Number)> ReserveAsync(string orderId, string newId, string series, Func<long, string> write, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(
            async session =>
            {
                // The order's row is taken first: on PostgreSQL a second caller of the same order waits here, and finds it.
                var placeholder = "?" + newId;
                if (await session.ExecuteAsync("insert into certificates_order (order_id, certificate_id, number, at) values ($1, $2, $3, $4) on conflict (order_id) do nothing", orderId, newId, placeholder, now.ToMicros()) == 0)
                {
                    return await session.FirstAsync(HasOrder, r => (r.GetString(0), r.GetString(1)), orderId);
                }
                var sequence = await session.FirstAsync(
                    """
                    insert into certificates_sequence (series, last) values ($1, 1)
                    on conflict (series) do update set last = certificates_sequence.last + 1
                    returning last
                    """,
                    r => r.GetInt64(0), series);
                var number = write(sequence);
                await session.ExecuteAsync("update certificates_order set number = $1 where order_id = $2", number, orderId);
                return (newId, number);
            },
            cancel);

    /// <summary>Keeps a certificate. False when the same was kept before.</summary>
    public static async ValueTask<bool> AddAsync(ISession session, StoredRow row, DateTimeOffset now) =>
        await session.ExecuteAsync(
            """
            insert into certificates_certificate (id, number, type, holder_party_id, issuer_organisation_id, issuer_path, source_case_id, issued_on, content, digest, signature, pdf_sha256, pdf_size, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            on conflict (id) do nothing
            """,
            row.Id, row.Number, row.Type, row.HolderPartyId, row.IssuerOrganisationId, row.IssuerPath, row.SourceCaseId, row.IssuedOn, row.Content, row.Digest, row.Signature, row.PdfSha256, row.PdfSize, now.ToMicros()) == 1;

    /// <summary>Marks as revoked. False when it was revoked before, or there is none.</summary>
    public static async ValueTask<bool> RevokeAsync(ISession session, string id, string reason, string by, DateTimeOffset now) =>
        await session.ExecuteAsync(
            "update certificates_certificate set revoked_at = $2, revocation_reason = $3, revoked_by = $4 where id = $1 and revoked_at is null",
            id, now.ToMicros(), reason, by) == 1;

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
