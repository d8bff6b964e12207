using System.Globalization;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Security.Leave;

/// <summary>Statements on leaves.</summary>
internal static class SubstitutionTable
{
    private const string Columns = "select s.id, s.absent_id, a.name, s.substitute_id, b.name, s.from_day, s.until_day from security_substitution s join security_person a on a.id = s.absent_id join security_person b on b.id = s.substitute_id where s.ended_at is null";

    /// <summary>In whose place the person acts today.</summary>
    public static ValueTask<List<(string Absent, DateOnly Until)>> RunningForAsync(ISession session, string personId, DateOnly today) => session.QueryAsync(
        "select absent_id, until_day from security_substitution where substitute_id = $1 and until_day >= $2 and from_day <= $2 and ended_at is null order by from_day, id",
        r => (r.GetString(0), Day(r.GetString(1))), personId, Text(today));

    public static ValueTask<List<Leave>> FromAsync(ISession session, DateOnly today) => session.QueryAsync(Columns + " and s.until_day >= $1 order by s.from_day, s.id", Read, Text(today));

    public static async ValueTask<Leave?> FindAsync(ISession session, string id) => (await session.QueryAsync(Columns + " and s.id = $1", Read, id)).FirstOrDefault();

    public static async ValueTask<bool> OverlapsAsync(ISession session, string absent, DateOnly from, DateOnly until) => await session.FirstAsync(
        "select 1 from security_substitution where absent_id = $1 and until_day >= $2 and from_day <= $3 and ended_at is null limit 1", r => 1, absent, Text(from), Text(until)) == 1;

    public static ValueTask InsertAsync(ISession session, Leave leave, string by, long at) => session.DeferAsync(
        "insert into security_substitution (id, absent_id, substitute_id, from_day, until_day, named_by, named_at) values ($1, $2, $3, $4, $5, $6, $7)",
        [leave.Id, leave.AbsentId, leave.SubstituteId, Text(leave.From), Text(leave.Until), by, at]);

    public static async ValueTask<bool> EndAsync(ISession session, string id, long at) =>
        await session.ExecuteAsync("update security_substitution set ended_at = $2 where id = $1 and ended_at is null", id, at) == 1;

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Leave Read(System.Data.Common.DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), Day(r.GetString(5)), Day(r.GetString(6)));
}

internal sealed record Leave(string Id, string AbsentId, string AbsentName, string SubstituteId, string SubstituteName, DateOnly From, DateOnly Until);
