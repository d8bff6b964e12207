using System.Data.Common;
using System.Globalization;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Seals;

/// <summary>Statements over seals. Those that take a session run in the caller's transaction.</summary>
internal sealed class SealStore(IDatabase database)
{
    private const string Columns = "id, number, kind, name, unit_party_id, unit_name, unit_code, unit_path, maker_organisation_id, maker_path, status, version, valid_from, valid_until, uses, made_at";

    public Task<Seal?> FindAsync(string idOrNumber, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from certificates_seal where id = $1 or number = $1", Map, idOrNumber), cancel);

    public Task<Seal?> BySourceAsync(string source, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from certificates_seal where source = $1", Map, source), cancel);

    public Task<List<Seal>> OfUnitAsync(string partyId, CancellationToken cancel) =>
        database.ReadAsync(s => s.QueryAsync($"select {Columns} from certificates_seal where unit_party_id = $1 order by id", Map, partyId), cancel);

    /// <summary>Seals whose unit stands at or below a path.</summary>
    public Task<List<Seal>> OfUnitsBelowAsync(string path, CancellationToken cancel) =>
        database.ReadAsync(s => s.QueryAsync($"select {Columns} from certificates_seal where unit_path >= $1 and unit_path < $2 order by id", Map, path, path + "~"), cancel);

    /// <summary>Seals that organisations at or below a path have made.</summary>
    public Task<List<Seal>> MadeBelowAsync(string path, CancellationToken cancel) =>
        database.ReadAsync(s => s.QueryAsync($"select {Columns} from certificates_seal where maker_path >= $1 and maker_path < $2 order by unit_name, number", Map, path, path + "~"), cancel);

    public Task<byte[]?> RecordAsync(string sealId, long version, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync("select der from certificates_seal_version where seal_id = $1 and version = $2", r => r.GetFieldValue<byte[]>(0), sealId, version), cancel);

    public Task<List<SealChange>> ChangesAsync(string sealId, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync(
                "select kind, at, by_person, reason from certificates_seal_event where seal_id = $1 order by sequence",
                r => new SealChange(r.GetString(0), ChinaTime.FromMicros(r.GetInt64(1)), r.GetString(2), r.GetString(3)), sealId),
            cancel);

    /// <summary>The next number of a division.</summary>
    public static async ValueTask<string> NextNumberAsync(ISession session, string division)
    {
        var sequence = await session.FirstAsync(
            "insert into certificates_sequence (series, last) values ($1, 1) on conflict (series) do update set last = certificates_sequence.last + 1 returning last",
            r => r.GetInt64(0), "seal/" + division);
        return division + sequence.ToString("0000000", CultureInfo.InvariantCulture);
    }

    public static ValueTask<int> AddAsync(ISession session, Seal seal, string source, bool sample) => session.ExecuteAsync(
        $"insert into certificates_seal ({Columns}, source, sample) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict (source) do nothing",
        seal.Id, seal.Number, seal.Kind, seal.Name, seal.UnitPartyId, seal.UnitName, seal.UnitCode, seal.UnitPath, seal.MakerOrganisationId, seal.MakerPath,
        Text(seal.Status), seal.Version, Date(seal.ValidFrom), Date(seal.ValidUntil), seal.Uses, seal.MadeAt.ToMicros(), source, sample ? 1L : 0L);

    public static ValueTask<int> AddVersionAsync(ISession session, string sealId, long version, byte[] der, DateTimeOffset at) => session.ExecuteAsync(
        "insert into certificates_seal_version (seal_id, version, der, at) values ($1, $2, $3, $4)", sealId, version, der, at.ToMicros());

    public static ValueTask<int> AddChangeAsync(ISession session, string sealId, long sequence, SealChange change) => session.ExecuteAsync(
        "insert into certificates_seal_event (seal_id, sequence, kind, at, by_person, reason) values ($1, $2, $3, $4, $5, $6)",
        sealId, sequence, change.Kind, change.At.ToMicros(), change.By, change.Reason);

    /// <summary>Sets another status. False when it is not the one expected any more.</summary>
    public static async ValueTask<bool> ChangeAsync(ISession session, string sealId, SealState to, params SealState[] from)
    {
        var allowed = string.Join(", ", from.Select(f => $"'{Text(f)}'"));
        return await session.ExecuteAsync($"update certificates_seal set status = $2 where id = $1 and status in ({allowed})", sealId, Text(to)) == 1;
    }

    /// <summary>Another version with its validity. False when another was faster, or the seal is revoked.</summary>
    public static async ValueTask<bool> RenewAsync(ISession session, Seal renewed) => await session.ExecuteAsync(
        "update certificates_seal set version = $2, valid_from = $3, valid_until = $4 where id = $1 and version = $5 and status <> 'revoked'",
        renewed.Id, renewed.Version, Date(renewed.ValidFrom), Date(renewed.ValidUntil), renewed.Version - 1) == 1;

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(SealState status) => status switch
    {
        SealState.Suspended => "suspended",
        SealState.Revoked => "revoked",
        _ => "active",
    };

    private static Seal Map(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.GetString(8),
        row.GetString(9),
        row.GetString(10) switch { "suspended" => SealState.Suspended, "revoked" => SealState.Revoked, _ => SealState.Active },
        row.GetInt64(11),
        Date(row.GetString(12)),
        Date(row.GetString(13)),
        row.GetInt64(14),
        ChinaTime.FromMicros(row.GetInt64(15)));
}

/// <summary>What became of a seal.</summary>
/// <param name="Kind">"made", "suspended", "resumed", "revoked" or "renewed".</param>
/// <param name="By">Id of the person.</param>
internal sealed record SealChange(string Kind, DateTimeOffset At, string By, string Reason);
