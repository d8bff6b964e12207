using System.Data.Common;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Seals.Using;

/// <summary>Statements over the uses of seals and their counts.</summary>
internal sealed class SealUses(IDatabase database)
{
    private const string Columns = "id, seal_id, version, at, by_person, purpose, subject, kind, digest, signature, file";

    public Task<SealUse?> FindAsync(string id, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from certificates_seal_use where id = $1", Map, id), cancel);

    /// <summary>Uses with this digest of what was sealed, newest first.</summary>
    public Task<List<SealUse>> ByDigestAsync(string digest, CancellationToken cancel) =>
        database.ReadAsync(s => s.QueryAsync($"select {Columns} from certificates_seal_use where digest = $1 order by id desc", Map, digest), cancel);

    /// <summary>Uses of a seal, newest first, before an id when one is given.</summary>
    public Task<List<SealUse>> OfAsync(string sealId, string? before, int size, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync($"select {Columns} from certificates_seal_use where seal_id = $1 and id < $2 order by id desc limit $3", Map, sealId, before ?? "~", (long)size), cancel);

    /// <summary>Uses a month of the seals given, from and to a month ("2022-07"), both included.</summary>
    public Task<List<SealMonth>> MonthsAsync(string makerPath, string from, string to, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync(
                """
                select s.id, substr(c.day, 1, 7), sum(c.uses), max(c.sample)
                from certificates_seal s join certificates_seal_count c on c.seal_id = s.id
                where s.maker_path >= $1 and s.maker_path < $2 and c.day >= $3 and c.day < $4
                group by s.id, substr(c.day, 1, 7)
                """,
                r => new SealMonth(r.GetString(0), r.GetString(1), (long)r.GetDecimal(2), r.GetInt64(3) == 1),
                makerPath, makerPath + "~", from, to + "~"),
            cancel);

    /// <summary>Uses on each day of one seal, newest first.</summary>
    public Task<List<(string Day, long Uses, bool Sample)>> DaysAsync(string sealId, int size, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync(
                "select day, uses, sample from certificates_seal_count where seal_id = $1 order by day desc, sample limit $2",
                r => (r.GetString(0), r.GetInt64(1), r.GetInt64(2) == 1), sealId, (long)size),
            cancel);

    /// <summary>Counts a use, if the seal is in force: the row is taken, so that a suspension comes wholly before or after. False when it is not.</summary>
    public static async ValueTask<bool> CountAsync(ISession session, Seal seal, DateTimeOffset at)
    {
        var day = SealStore.Date(at.ChinaDate());
        if (await session.ExecuteAsync(
            "update certificates_seal set uses = uses + 1 where id = $1 and version = $2 and status = 'active' and valid_from <= $3 and valid_until >= $3", seal.Id, seal.Version, day) != 1)
        {
            return false;
        }
        await session.ExecuteAsync(
            "insert into certificates_seal_count (seal_id, day, sample, uses) values ($1, $2, 0, 1) on conflict (seal_id, day, sample) do update set uses = certificates_seal_count.uses + 1",
            seal.Id, day);
        return true;
    }

    public static ValueTask<int> AddAsync(ISession session, SealUse use) => session.ExecuteAsync(
        $"insert into certificates_seal_use ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        use.Id, use.SealId, use.Version, use.At.ToMicros(), use.By, use.Purpose.Purpose, use.Purpose.Subject, use.Kind, use.Digest, use.Signature, use.File);

    private static SealUse Map(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt64(2),
        ChinaTime.FromMicros(row.GetInt64(3)),
        row.GetString(4),
        new(row.GetString(5), row.GetString(6)),
        row.GetString(7),
        row.GetString(8),
        row.GetFieldValue<byte[]>(9),
        row.IsDBNull(10) ? null : row.GetString(10));
}

/// <summary>One use of a seal.</summary>
/// <param name="Kind">"pdf" or "digest".</param>
/// <param name="Digest">SM3 of what was sealed, lower-case hexadecimal.</param>
/// <param name="File">Name of the sealed PDF in the file store; null for a digest.</param>
internal sealed record SealUse(string Id, string SealId, long Version, DateTimeOffset At, string By, SealPurpose Purpose, string Kind, string Digest, byte[] Signature, string? File);

/// <param name="Sample">Whether figures of the demo are among them.</param>
internal sealed record SealMonth(string SealId, string Month, long Uses, bool Sample);
