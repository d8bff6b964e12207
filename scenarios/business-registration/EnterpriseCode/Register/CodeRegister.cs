using System.Data.Common;
using System.Globalization;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;

/// <summary>Which permits belong under which code. It says where they are, never whether they are valid.</summary>
internal sealed class CodeRegister(IDatabase database, TimeProvider time)
{
    private const int Most = 500;
    private const string EnterpriseColumns = "founding_case, party_id, name, division, address, licence_id, licence_no, at";
    private const string PermitColumns = "id, founding_case, permit, party_id, by_person, office, office_path, case_id, certificate_id, ended, held_because, suspended_at, suspended_because, statement, at";

    public async Task<Enterprise?> FindAsync(string foundingCase, CancellationToken cancel = default) => await OneAsync("founding_case = $1", foundingCase, cancel);

    public async Task<Enterprise?> ByLicenceAsync(string idOrNumber, CancellationToken cancel = default) => await OneAsync("licence_id = $1 or licence_no = $1", idOrNumber, cancel);

    public async Task<IReadOnlyList<Enterprise>> OfPartyAsync(string partyId, CancellationToken cancel = default) =>
        await database.ReadAsync(s => s.QueryAsync($"select {EnterpriseColumns} from registration_enterprise where party_id = $1 order by founding_case desc", ReadEnterprise, partyId), cancel);

    /// <summary>Enterprises with a licence, the newest first.</summary>
    public async Task<IReadOnlyList<Enterprise>> NewestAsync(int most, CancellationToken cancel = default) =>
        await database.ReadAsync(s => s.QueryAsync($"select {EnterpriseColumns} from registration_enterprise where licence_id is not null order by licence_id desc limit {most.ToString(CultureInfo.InvariantCulture)}", ReadEnterprise), cancel);

    public async Task<IReadOnlyList<Permit>> PermitsAsync(string foundingCase, CancellationToken cancel = default) =>
        await database.ReadAsync(s => s.QueryAsync($"select {PermitColumns} from registration_permit where founding_case = $1 order by id", ReadPermit, foundingCase), cancel);

    public async Task<Permit?> PermitAsync(string id, CancellationToken cancel = default) =>
        (await database.ReadAsync(s => s.QueryAsync($"select {PermitColumns} from registration_permit where id = $1", ReadPermit, id), cancel)).FirstOrDefault();

    /// <summary>Permits that offices below the paths decide or have decided, the newest first.</summary>
    public async Task<IReadOnlyList<Permit>> OfOfficesAsync(IReadOnlyList<string> paths, CancellationToken cancel = default)
    {
        if (paths.Count == 0)
        {
            return [];
        }
        var args = paths.SelectMany<string, object?>(p => [p, p[..^1] + "0"]).ToArray();
        var scope = string.Join(" or ", paths.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"(office_path >= ${(2 * i) + 1} and office_path < ${(2 * i) + 2})")));
        return await database.ReadAsync(s => s.QueryAsync($"select {PermitColumns} from registration_permit where {scope} order by id desc limit {Most.ToString(CultureInfo.InvariantCulture)}", ReadPermit, args), cancel);
    }

    public Task KeepAsync(Enterprise e, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync($"insert into registration_enterprise ({EnterpriseColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (founding_case) do nothing", e.FoundingCase, e.PartyId, e.Name, e.Division, e.Address, e.LicenceId, e.LicenceNo, e.At.ToMicros()), cancel);

    public Task LicenseAsync(string foundingCase, string licenceId, string number, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("update registration_enterprise set licence_id = $2, licence_no = $3 where founding_case = $1", foundingCase, licenceId, number), cancel);

    /// <summary>Puts a permit down that waits for the licence.</summary>
    public Task WaitAsync(Enterprise enterprise, string permit, string byPerson, string statement, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            s => s.ExecuteAsync(
                "insert into registration_permit (id, founding_case, permit, party_id, by_person, statement, at) values ($1, $2, $3, $4, $5, $6, $7)",
                Ids.New(now), enterprise.FoundingCase, permit, enterprise.PartyId, byPerson, statement, now.ToMicros()),
            cancel);
    }

    /// <summary>A case has begun that asks for the permit; the line that waited for it becomes this one. Told twice it changes nothing more.</summary>
    public Task BeginAsync(Permit begun, CancellationToken cancel = default) => database.WriteAsync(
        async s =>
        {
            if ((await s.QueryAsync("select id from registration_permit where case_id = $1", r => r.GetString(0), begun.CaseId)).Count > 0)
            {
                return 0;
            }
            var waiting = await s.ExecuteAsync(
                "update registration_permit set case_id = $3, office = $4, office_path = $5, held_because = null where founding_case = $1 and permit = $2 and case_id is null",
                begun.FoundingCase, begun.Key, begun.CaseId, begun.Office, begun.OfficePath);
            return waiting > 0 ? waiting : await s.ExecuteAsync(
                "insert into registration_permit (id, founding_case, permit, party_id, by_person, office, office_path, case_id, statement, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                begun.Id, begun.FoundingCase, begun.Key, begun.PartyId, begun.ByPerson, begun.Office, begun.OfficePath, begun.CaseId, begun.Statement, begun.At.ToMicros());
        },
        cancel);

    public Task CertifyAsync(string caseId, string certificateId, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("update registration_permit set certificate_id = $2 where case_id = $1", caseId, certificateId), cancel);

    /// <param name="how">"refused" or "withdrawn".</param>
    public Task EndAsync(string caseId, string how, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("update registration_permit set ended = $2 where case_id = $1", caseId, how), cancel);

    /// <summary>It could not be sent by itself: the applicant must do it.</summary>
    public Task HoldAsync(string id, string because, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("update registration_permit set held_because = $2 where id = $1 and case_id is null", id, because), cancel);

    private async Task<Enterprise?> OneAsync(string where, string value, CancellationToken cancel) =>
        (await database.ReadAsync(s => s.QueryAsync($"select {EnterpriseColumns} from registration_enterprise where {where}", ReadEnterprise, value), cancel)).FirstOrDefault();

    private static Enterprise ReadEnterprise(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), Text(r, 5), Text(r, 6), ChinaTime.FromMicros(r.GetInt64(7)));

    private static Permit ReadPermit(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), Text(r, 5), Text(r, 6), Text(r, 7), Text(r, 8), Text(r, 9), Text(r, 10),
        r.IsDBNull(11) ? null : ChinaTime.FromMicros(r.GetInt64(11)), Text(r, 12), r.GetString(13), ChinaTime.FromMicros(r.GetInt64(14)));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <param name="FoundingCase">Case in which it is, or was, founded; of a licence from before the platform its own id. The code's identity from the first day.</param>
/// <param name="LicenceId">Its licence; null until it is issued.</param>
public sealed record Enterprise(string FoundingCase, string PartyId, string Name, string Division, string Address, string? LicenceId, string? LicenceNo, DateTimeOffset At);

/// <param name="Key">Key in <see cref="PermitList"/>.</param>
/// <param name="Office">Organisation that decides; null while no case has begun.</param>
/// <param name="CaseId">Null while it waits for the licence.</param>
/// <param name="Ended">"refused" or "withdrawn"; null otherwise.</param>
/// <param name="HeldBecause">Text key of why it could not be sent when the licence came.</param>
public sealed record Permit(
    string Id,
    string FoundingCase,
    string Key,
    string PartyId,
    string ByPerson,
    string? Office,
    string? OfficePath,
    string? CaseId,
    string? CertificateId,
    string? Ended,
    string? HeldBecause,
    DateTimeOffset? SuspendedAt,
    string? SuspendedBecause,
    string Statement,
    DateTimeOffset At);
