using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Deposits.Receipts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Deposits.Recording;

/// <summary>The statements over deposits.</summary>
internal static class DepositRows
{
    private const string Stored = """
        select d.id, d.organisation, d.scene, d.kind, d.sequence, d.size, d.at, d.promised_by, e.entry, e.place
        from evidence_deposit d join evidence_entry e on e.id = d.id
        """;

    /// <summary>How many deposits a stream holds. Whoever asks has the stream to himself until his transaction ends.</summary>
    public static async ValueTask<long> TakeStreamAsync(ISession session, string organisation, string scene) => await session.FirstAsync(
        """
        insert into evidence_deposit_stream (organisation, scene, deposits) values ($1, $2, 0)
        on conflict (organisation, scene) do update set deposits = evidence_deposit_stream.deposits returning deposits
        """,
        r => r.GetInt64(0),
        organisation,
        scene);

    public static async ValueTask CountAsync(ISession session, string organisation, string scene, long deposits, DateOnly day, long added)
    {
        await session.DeferAsync("update evidence_deposit_stream set deposits = $3 where organisation = $1 and scene = $2", [organisation, scene, deposits]);
        await session.DeferAsync(
            """
            insert into evidence_deposit_day (organisation, scene, day, deposits) values ($1, $2, $3, $4)
            on conflict (organisation, scene, day) do update set deposits = evidence_deposit_day.deposits + excluded.deposits
            """,
            [organisation, scene, day.ToString("yyyy-MM-dd"), added]);
    }

    public static ValueTask AddAsync(ISession session, StoredDeposit deposit, NewDeposit asked, string program) => session.DeferAsync(
        """
        insert into evidence_deposit (id, organisation, scene, kind, sequence, sha256, sm3, size, at, promised_by, program, program_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        [
            deposit.Id, deposit.Organisation, deposit.Scene, deposit.Kind, deposit.Sequence, Bytes(asked.Sha256), Bytes(asked.Sm3), asked.Size,
            deposit.At.ToMicros(), deposit.PromisedBy.ToMicros(), program, asked.Key,
        ]);

    public static ValueTask<StoredDeposit?> FindAsync(ISession session, string id) => session.FirstAsync(Stored + " where d.id = $1", Read, id);

    public static ValueTask<StoredDeposit?> FindByKeyAsync(ISession session, string program, string key) =>
        session.FirstAsync(Stored + " where d.program = $1 and d.program_key = $2", Read, program, key);

    /// <summary>Deposits that the log promised to hold by now. Looks only at entries that are not sealed.</summary>
    public static async ValueTask<long> OverdueAsync(ISession session, DateTimeOffset now) => await session.FirstAsync(
        "select count(*) from evidence_entry e join evidence_deposit d on d.id = e.id where e.place is null and d.promised_by < $1",
        r => r.GetInt64(0),
        now.ToMicros());

    private static byte[]? Bytes(string? hexadecimal) => hexadecimal is null ? null : Convert.FromHexString(hexadecimal);

    private static StoredDeposit Read(System.Data.Common.DbDataReader r) => new(
        r.GetString(0),
        r.GetString(1),
        r.GetString(2),
        r.GetString(3),
        r.GetInt64(4),
        r.IsDBNull(5) ? null : r.GetInt64(5),
        ChinaTime.FromMicros(r.GetInt64(6)),
        ChinaTime.FromMicros(r.GetInt64(7)),
        r.GetFieldValue<byte[]>(8),
        r.IsDBNull(9) ? null : r.GetInt64(9));
}
