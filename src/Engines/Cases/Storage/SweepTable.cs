using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements of the sweep: what has ended, and what an older calendar derived.</summary>
internal static class SweepTable
{
    public static ValueTask<List<string>> DueAsync(ISession session, long now, int most) => session.QueryAsync(
        "select case_id from (select case_id, min(expires_at) as first_end from cases_clock where expires_at <= $1 group by case_id) as due order by first_end, case_id limit $2",
        r => r.GetString(0), now, (long)most);
}
