using System.Text.Json;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.People;

/// <inheritdoc/>
internal sealed class Audience(IDatabase database) : IAudience
{
    public async Task<IReadOnlyList<string>> SpeakersAsync(string partyId, string matterKey, DateOnly today, CancellationToken cancel = default)
    {
        var rows = await database.ReadAsync(
            async session => (
                await session.QueryAsync("select r.person_id from security_representation r join security_person p on p.id = r.person_id where r.party_id = $1 and p.closed_at is null order by 1", r => r.GetString(0), partyId),
                await session.QueryAsync(
                    "select m.agent_id, m.matters from security_mandate m join security_person p on p.id = m.agent_id where m.party_id = $1 and m.until >= $2 and m.revoked_at is null and p.closed_at is null order by 1",
                    r => (Agent: r.GetString(0), Matters: JsonSerializer.Deserialize<List<string>>(r.GetString(1))!), partyId, today.ToString("yyyy-MM-dd"))),
            cancel);
        return [.. rows.Item1.Concat(rows.Item2.Where(m => m.Matters.Count == 0 || m.Matters.Contains(matterKey)).Select(m => m.Agent)).Distinct(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<string>> AppointedAsync(string organisationId, IReadOnlyList<string> roles, CancellationToken cancel = default)
    {
        if (roles.Count == 0)
        {
            return [];
        }
        var places = string.Join(", ", roles.Select((_, i) => $"${i + 2}"));
        return await database.ReadAsync(
            session => session.QueryAsync(
                $"select distinct a.person_id from security_appointment a join security_person p on p.id = a.person_id where a.organisation_id = $1 and a.role in ({places}) and p.closed_at is null order by 1",
                r => r.GetString(0),
                [organisationId, .. roles]),
            cancel);
    }
}
