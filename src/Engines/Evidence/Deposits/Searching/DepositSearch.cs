using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using DepositQuery = Zhuangjin.Evidence.Deposits.Searching.DepositsPage.Criteria;
using FoundDeposit = Zhuangjin.Evidence.Deposits.Searching.DepositTable.Row;

namespace Zhuangjin.Evidence.Deposits.Searching;

/// <summary>Finds deposits by keyset: each page costs the same, however many there are.</summary>
internal static class DepositSearch
{
    public static ValueTask<List<FoundDeposit>> FindAsync(ISession session, DepositQuery query, int most)
    {
        var (conditions, arguments) = (new List<string>(), new List<object?>());
        void And(string condition, params object?[] values)
        {
            conditions.Add(string.Format(condition, [.. values.Select((_, i) => (object)$"${arguments.Count + i + 1}")]));
            arguments.AddRange(values);
        }

        if (query.Department is { } department)
        {
            And("d.organisation = {0}", department);
        }
        if (query.Scene is { } scene)
        {
            And("d.scene = {0}", scene);
        }
        if (query.From is { } from)
        {
            And("d.at >= {0}", ChinaTime.At(from, TimeOnly.MinValue).ToMicros());
        }
        if (query.To is { } to)
        {
            And("d.at < {0}", ChinaTime.At(to.AddDays(1), TimeOnly.MinValue).ToMicros());
        }
        if (query.Digest is { } digest)
        {
            // Either digest by its own index; "or" would make a database walk the newest deposits instead.
            var bytes = Convert.FromHexString(digest);
            And("d.id in (select id from evidence_deposit where sha256 = {0} union all select id from evidence_deposit where sm3 = {0})", bytes);
        }
        if (query.Before is { } before)
        {
            And("(d.at, d.id) < ({0}, {1})", before.Micros, before.Id);
        }
        var where = conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions);
        return session.QueryAsync(
            $"""
            select d.id, d.organisation, d.scene, d.kind, d.sequence, d.sha256, d.sm3, d.size, d.at, d.promised_by, e.place, d.program
            from (select * from evidence_deposit d{where} order by d.at desc, d.id desc limit {most}) d join evidence_entry e on e.id = d.id
            order by d.at desc, d.id desc
            """,
            Read,
            [.. arguments]);
    }

    public static async ValueTask<FoundDeposit?> OneAsync(ISession session, string id) => await session.FirstAsync(
        """
        select d.id, d.organisation, d.scene, d.kind, d.sequence, d.sha256, d.sm3, d.size, d.at, d.promised_by, e.place, d.program
        from evidence_deposit d join evidence_entry e on e.id = d.id where d.id = $1
        """,
        Read,
        id);

    /// <summary>How many deposits each stream holds.</summary>
    public static ValueTask<List<(string Organisation, string Scene, long Deposits)>> StreamsAsync(ISession session) => session.QueryAsync(
        "select organisation, scene, deposits from evidence_deposit_stream where deposits > 0 order by organisation, scene",
        r => (r.GetString(0), r.GetString(1), r.GetInt64(2)));

    /// <summary>Deposits of a department by day from a day on, over all of its scenes; days without any are left out.</summary>
    public static ValueTask<List<(DateOnly Day, long Deposits)>> DaysAsync(ISession session, string organisation, DateOnly from) => session.QueryAsync(
        "select day, cast(sum(deposits) as bigint) from evidence_deposit_day where organisation = $1 and day >= $2 group by day order by day desc",
        r => (DateOnly.ParseExact(r.GetString(0), "yyyy-MM-dd"), r.GetInt64(1)),
        organisation,
        from.ToString("yyyy-MM-dd"));

    private static FoundDeposit Read(System.Data.Common.DbDataReader r) => new(
        r.GetString(0),
        r.GetString(1),
        r.GetString(2),
        r.GetString(3),
        r.GetInt64(4),
        Hexadecimal(r, 5),
        Hexadecimal(r, 6),
        r.IsDBNull(7) ? null : r.GetInt64(7),
        ChinaTime.FromMicros(r.GetInt64(8)),
        ChinaTime.FromMicros(r.GetInt64(9)),
        r.IsDBNull(10) ? null : r.GetInt64(10),
        r.GetString(11));

    private static string? Hexadecimal(System.Data.Common.DbDataReader r, int column) => r.IsDBNull(column) ? null : Convert.ToHexStringLower(r.GetFieldValue<byte[]>(column));
}
