using System.Text.Json;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Security.Profile;

/// <summary>A running mandate that a party of the person has given.</summary>
internal sealed record GivenMandate(string Id, string Party, string Agent, DateOnly Until, IReadOnlyList<string> Matters);

/// <summary>Reads what the person's own parties have given to agents.</summary>
internal sealed class GivenMandates(IDatabase database, TimeProvider time)
{
    public Task<List<GivenMandate>> OfAsync(string personId, CancellationToken cancel) => database.ReadAsync(
        s => s.QueryAsync(
            "select m.id, p.name, a.name, m.until, m.matters from security_representation r join security_mandate m on m.party_id = r.party_id "
            + "join security_party p on p.id = m.party_id join security_person a on a.id = m.agent_id "
            + "where r.person_id = $1 and m.revoked_at is null and m.until >= $2 order by m.until, m.id",
            r => new GivenMandate(r.GetString(0), r.GetString(1), r.GetString(2), DateOnly.ParseExact(r.GetString(3), "yyyy-MM-dd"), JsonSerializer.Deserialize<string[]>(r.GetString(4))!),
            personId, time.GetUtcNow().ChinaDate().ToString("yyyy-MM-dd")),
        cancel);
}
