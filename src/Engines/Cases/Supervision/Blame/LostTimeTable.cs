using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Supervision.Blame;

/// <summary>Statements on lost time.</summary>
internal static class LostTimeTable
{
    /// <summary>The cases whose sums the board shows, those that lost most first.</summary>
    public static ValueTask<List<LostTime>> ReadAsync(ISession session, IReadOnlyList<string> paths, long now)
    {
        var (items, args) = Scope.Below("path", paths, now);
        var (homes, _) = Scope.Below("home_path", paths, now);
        return session.QueryAsync($"""
            select c.id, c.number, c.matter, c.subject, sum(t.office), sum(t.applicant) from (
              select case_id, cast(sum(lost + case when open = 1 and expires_at <= $1 then $1 - expires_at else 0 end) as bigint) as office, 0 as applicant from cases_item where {items} group by case_id
              union all
              select id, 0, applicant_lost + case when applicant_since is null then 0 else $1 - applicant_since end from cases_case where {homes}
            ) t join cases_case c on c.id = t.case_id group by c.id, c.number, c.matter, c.subject having sum(t.office) + sum(t.applicant) > 0 order by sum(t.office) + sum(t.applicant) desc, c.number limit 500
            """,
            r => new LostTime(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), Convert.ToInt64(r.GetValue(4), System.Globalization.CultureInfo.InvariantCulture), Convert.ToInt64(r.GetValue(5), System.Globalization.CultureInfo.InvariantCulture)), args);
    }
}
