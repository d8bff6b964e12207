using System.Data.Common;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Presenting;

/// <summary>Statements over presentations. Those that take a session run in the caller's transaction.</summary>
internal sealed class PresentationStore(IDatabase database)
{
    private const string Columns = "id, certificate_id, purpose, fields, made_at, expires_at, by_person, ended_at";

    public Task<Presentation?> FindAsync(string id, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from certificates_presentation where id = $1", Map, id), cancel);

    /// <summary>Presentations of a certificate, newest first.</summary>
    public Task<List<Presentation>> OfAsync(string certificateId, int size, CancellationToken cancel) =>
        database.ReadAsync(s => s.QueryAsync($"select {Columns} from certificates_presentation where certificate_id = $1 order by id desc limit $2", Map, certificateId, (long)size), cancel);

    public Task<List<PresentationLook>> LooksAsync(string id, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync("select at, who, person from certificates_look where presentation_id = $1 order by sequence", r => new PresentationLook(ChinaTime.FromMicros(r.GetInt64(0)), r.GetString(1), r.GetString(2)), id), cancel);

    /// <summary>Where the certificate served as a material, newest first.</summary>
    public Task<List<CertificateTrace>> TracesAsync(string certificateId, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync(
                "select case_id, case_number, matter, material, at from certificates_trace where certificate_id = $1 order by at desc",
                r => new CertificateTrace(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), ChinaTime.FromMicros(r.GetInt64(4))), certificateId),
            cancel);

    /// <summary>The certificate of the same holder and type that was issued by the case in which this one served as a material; null when there is none.</summary>
    public Task<CertificateLink?> SuccessorAsync(string certificateId, string holderPartyId, string type, CancellationToken cancel) =>
        LinkAsync(
            "select c.id, c.number from certificates_certificate c where c.holder_party_id = $2 and c.type = $3 and exists (select 1 from certificates_trace t where t.certificate_id = $1 and t.case_id = c.source_case_id) order by c.id desc limit 1",
            certificateId, holderPartyId, type, cancel);

    /// <summary>The revoked certificate of the same holder and type that served as a material of the case; null when there is none.</summary>
    public Task<CertificateLink?> PredecessorAsync(string caseId, string holderPartyId, string type, CancellationToken cancel) =>
        LinkAsync(
            "select c.id, c.number from certificates_certificate c where c.holder_party_id = $2 and c.type = $3 and c.revoked_at is not null and exists (select 1 from certificates_trace t where t.certificate_id = c.id and t.case_id = $1) order by c.id desc limit 1",
            caseId, holderPartyId, type, cancel);

    private async Task<CertificateLink?> LinkAsync(string statement, string key, string holderPartyId, string type, CancellationToken cancel) =>
        (await database.ReadAsync(s => s.QueryAsync(statement, r => new CertificateLink(r.GetString(0), r.GetString(1)), key, holderPartyId, type), cancel)).FirstOrDefault();

    public static ValueTask<int> AddAsync(ISession session, Presentation made) => session.ExecuteAsync(
        $"insert into certificates_presentation ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, null)",
        made.Id, made.CertificateId, made.Purpose, string.Join(' ', made.Fields), made.MadeAt.ToMicros(), made.ExpiresAt.ToMicros(), made.By);

    /// <summary>1 while it may be looked at: the row is taken, so that ending and looking come one after the other.</summary>
    public static ValueTask<int> CountAsync(ISession session, string id, DateTimeOffset now) =>
        session.ExecuteAsync("update certificates_presentation set purpose = purpose where id = $1 and ended_at is null and expires_at > $2", id, now.ToMicros());

    public static ValueTask<int> AddLookAsync(ISession session, string id, long sequence, DateTimeOffset at, string who, string person) =>
        session.ExecuteAsync("insert into certificates_look (presentation_id, sequence, at, who, person) values ($1, $2, $3, $4, $5)", id, sequence, at.ToMicros(), who, person);

    public static ValueTask<int> EndAsync(ISession session, string id, DateTimeOffset now) =>
        session.ExecuteAsync("update certificates_presentation set ended_at = $2 where id = $1 and ended_at is null", id, now.ToMicros());

    private static Presentation Map(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), [.. row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        ChinaTime.FromMicros(row.GetInt64(4)), ChinaTime.FromMicros(row.GetInt64(5)), row.GetString(6), row.IsDBNull(7) ? null : ChinaTime.FromMicros(row.GetInt64(7)));
}

/// <summary>Another certificate that this one replaces, or that replaces it.</summary>
internal sealed record CertificateLink(string Id, string Number);
