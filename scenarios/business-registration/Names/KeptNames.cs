using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Names kept for running applications (名称保留). Comparing with the others and keeping are one transaction, so that of two applicants with the same name
/// or near ones, on whatever nodes, one gets it and the other learns who stands in the way.</summary>
internal sealed class KeptNames(IDatabase database)
{
    /// <summary>Calendar months for which a name is kept (企业名称登记管理规定 第十八条).</summary>
    public const int Months = 2;

    /// <summary>Keeps the name for the case, in place of one that it kept before.</summary>
    /// <returns>Until when it is kept; or what stands against it, and then the case keeps none.</returns>
    public Task<(DateTimeOffset? Until, IReadOnlyList<NearName> Against)> TryKeepAsync(string caseId, EnterpriseName name, DateTimeOffset at, CancellationToken cancel = default)
    {
        var until = at.AddMonths(Months);
        return database.WriteAsync<(DateTimeOffset?, IReadOnlyList<NearName>)>(
            async s =>
            {
                // Whoever comes second waits here on PostgreSQL until the first has committed, and then sees its name.
                await s.ExecuteAsync(
                    "insert into registration_name_turn (city, industry, turn) values ($1, $2, 1) on conflict (city, industry) do update set turn = registration_name_turn.turn + 1",
                    name.City(), name.Class());
                List<NearName> against = [.. (await s.NearAsync(name, caseId, at)).Where(n => n.Closeness != Closeness.Distant)];
                if (against.Count > 0)
                {
                    await s.ExecuteAsync("delete from registration_name_kept where case_id = $1", caseId);
                    return (null, against);
                }
                await s.ExecuteAsync(
                    """
                    insert into registration_name_kept (case_id, name, city, industry, at, until) values ($1, $2, $3, $4, $5, $6)
                    on conflict (case_id) do update set name = excluded.name, city = excluded.city, industry = excluded.industry, at = excluded.at, until = excluded.until
                    """,
                    caseId, name.ToString(), name.City(), name.Class(), at.ToMicros(), until.ToMicros());
                return (until, []);
            },
            cancel);
    }

    /// <summary>The application ended without a licence, or asks for a name that cannot be: nothing is kept for it.</summary>
    public Task ReleaseAsync(string caseId, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("delete from registration_name_kept where case_id = $1", caseId), cancel);
}
