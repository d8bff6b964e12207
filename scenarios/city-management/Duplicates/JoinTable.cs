using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.CityManagement.Duplicates;

/// <summary>Statements on joined cases and on those who follow a case that is not theirs.</summary>
internal static class JoinTable
{
    public static ValueTask<string?> MainOfAsync(ISession session, string caseId) => session.FirstAsync("select main_id from city_join where case_id = $1", r => r.GetString(0), caseId);

    public static ValueTask<List<string>> JoinedToAsync(ISession session, string mainId) => session.QueryAsync("select case_id from city_join where main_id = $1 order by at", r => r.GetString(0), mainId);

    public static ValueTask JoinAsync(ISession session, string caseId, string mainId, string person, DateTimeOffset at) => session.DeferAsync(
        "insert into city_join (case_id, main_id, person, at) values ($1, $2, $3, $4) on conflict (case_id) do update set main_id = excluded.main_id, person = excluded.person, at = excluded.at",
        [caseId, mainId, person, at.ToMicros()]);

    public static ValueTask UndoAsync(ISession session, string caseId) => session.DeferAsync("delete from city_join where case_id = $1", [caseId]);

    /// <summary>Returns false when the person follows it already.</summary>
    public static async ValueTask<bool> FollowAsync(ISession session, string caseId, string person, DateTimeOffset at, string note) =>
        await session.ExecuteAsync("insert into city_follower (case_id, person, at, note) values ($1, $2, $3, $4) on conflict (case_id, person) do nothing", caseId, person, at.ToMicros(), note) == 1;

    public static ValueTask MoveFollowersAsync(ISession session, string from, string to) => session.DeferAsync(
        "insert into city_follower (case_id, person, at, note) select $2, f.person, f.at, f.note from city_follower f where f.case_id = $1 on conflict (case_id, person) do nothing", [from, to]);

    public static ValueTask<List<string>> FollowersAsync(ISession session, string caseId) => session.QueryAsync("select person from city_follower where case_id = $1 order by at", r => r.GetString(0), caseId);

    public static async ValueTask<long> FollowerCountAsync(ISession session, string caseId) => await session.FirstAsync("select count(*) from city_follower where case_id = $1", r => r.GetInt64(0), caseId);
}
