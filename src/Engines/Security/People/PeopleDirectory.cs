using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.Organisations;
using Zhuangjin.Security.Leave;

namespace Zhuangjin.Security.People;

/// <summary>An account as it stands, with what it may act as.</summary>
internal sealed record Account(string PersonId, string Login, string Name, string Password, string Stamp, bool Closed);

/// <summary>Reads people. An actor is kept in memory for at most two seconds, so that a closed account or a lost appointment is out by then on every node.</summary>
internal sealed class PeopleDirectory(IDatabase database, OrganisationDirectory organisations, PartyCodes codes, TimeProvider time) : IPeople, IColleagues, IStartUp
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (long ReadAt, Actor? Actor, string? Stamp)> _actors = new(StringComparer.Ordinal);

    public int Order => 110;

    public async Task StartAsync(CancellationToken cancel) => await codes.PrepareAsync(cancel);

    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> personIds, CancellationToken cancel = default)
    {
        var ids = personIds.Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
        var places = string.Join(", ", Enumerable.Range(1, ids.Length).Select(i => $"${i}"));
        var rows = await database.ReadAsync(s => s.QueryAsync($"select id, name from security_person where id in ({places})", r => (r.GetString(0), r.GetString(1)), [.. ids]), cancel);
        return rows.ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
    }

    public Task<Party?> PartyAsync(string partyId, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.FirstAsync("select id, kind, name, code_sealed from security_party where id = $1", ReadParty, partyId), cancel);

    public Task<Party?> PartyByCodeAsync(string code, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.FirstAsync("select id, kind, name, code_sealed from security_party where code_digest = $1", ReadParty, codes.Digest(Uscc.Normalise(code))), cancel);

    public async Task<Actor?> ActorAsync(string personId, CancellationToken cancel = default) => (await KnownAsync(personId, cancel)).Actor;

    public async Task<Actor?> ActorByLoginAsync(string login, CancellationToken cancel = default) =>
        await AccountByLoginAsync(login, cancel) is { } account ? await ActorAsync(account.PersonId, cancel) : null;

    public async Task<IReadOnlyList<Colleague>> BelowAsync(string path, CancellationToken cancel = default)
    {
        var below = organisations.All.Where(o => o.Path.StartsWith(path, StringComparison.Ordinal)).Select(o => o.Id).ToArray();
        var places = string.Join(", ", Enumerable.Range(1, below.Length).Select(i => $"${i}"));
        var rows = below.Length == 0 ? [] : await database.ReadAsync(s => s.QueryAsync(
            $"select p.id, p.name, a.organisation_id, a.role from security_appointment a join security_person p on p.id = a.person_id where p.closed_at is null and a.organisation_id in ({places}) order by p.name, p.id, a.role",
            r => (Id: r.GetString(0), Name: r.GetString(1), Organisation: r.GetString(2), Role: r.GetString(3)), [.. below]), cancel);
        return [.. rows.GroupBy(r => (r.Id, r.Name)).Select(g => new Colleague(g.Key.Id, g.Key.Name, [.. g.Select(r => new Appointment(r.Organisation, organisations.Find(r.Organisation)!.Path, r.Role))]))];
    }

    /// <summary>The actor, provided that the account's security stamp is still the one that the cookie carries.</summary>
    public async ValueTask<Actor?> ActorAsync(string personId, string stamp, CancellationToken cancel)
    {
        var (_, actor, current) = await KnownAsync(personId, cancel);
        return current == stamp ? actor : null;
    }

    public Task<Account?> AccountByLoginAsync(string login, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.FirstAsync("select id, login, name, password, stamp, closed_at from security_person where login = $1", ReadAccount, login.Trim().ToLowerInvariant()), cancel);

    public Task<Account?> AccountAsync(string personId, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.FirstAsync("select id, login, name, password, stamp, closed_at from security_person where id = $1", ReadAccount, personId), cancel);

    public void Forget(string personId) => _actors.TryRemove(personId, out _);

    private async ValueTask<(long ReadAt, Actor? Actor, string? Stamp)> KnownAsync(string personId, CancellationToken cancel)
    {
        if (_actors.TryGetValue(personId, out var known) && time.GetElapsedTime(known.ReadAt) < Keep && (known.Actor is null || known.Actor.Substitutions.All(s => s.Until >= time.GetUtcNow().ChinaDate())))
        {
            return known;
        }
        if (_actors.Count > 10_000)
        {
            _actors.Clear();
        }
        var readAt = time.GetTimestamp();
        var (actor, stamp) = await database.ReadAsync(s => ReadActorAsync(s, personId), cancel);
        return _actors[personId] = (readAt, actor, stamp);
    }

    private async ValueTask<(Actor? Actor, string? Stamp)> ReadActorAsync(ISession session, string personId, bool alsoInPlaceOfOthers = true)
    {
        var account = await session.FirstAsync("select id, login, name, password, stamp, closed_at from security_person where id = $1", ReadAccount, personId);
        if (account is null || account.Closed)
        {
            return (null, null);
        }
        var appointments = await session.QueryAsync("select organisation_id, role from security_appointment where person_id = $1 order by appointed_at, role", r => (Id: r.GetString(0), Role: r.GetString(1)), personId);
        var own = await session.QueryAsync(
            "select p.id, p.kind, p.name, p.code_sealed from security_representation r join security_party p on p.id = r.party_id where r.person_id = $1 order by r.since, p.id",
            r => new RepresentedParty(ReadParty(r), null, null, []), personId);
        var today = time.GetUtcNow().ChinaDate();
        var mandated = await session.QueryAsync(
            "select p.id, p.kind, p.name, p.code_sealed, m.id, m.until, m.matters from security_mandate m join security_party p on p.id = m.party_id where m.agent_id = $1 and m.revoked_at is null and m.until >= $2 order by m.given_at, m.id",
            r => new RepresentedParty(ReadParty(r), r.GetString(4), DateOnly.ParseExact(r.GetString(5), "yyyy-MM-dd"), JsonSerializer.Deserialize<string[]>(r.GetString(6))!), personId, today.ToString("yyyy-MM-dd"));
        var substituted = new List<Substitution>();
        if (alsoInPlaceOfOthers)
        {
            foreach (var (absent, until) in await SubstitutionTable.RunningForAsync(session, personId, today))
            {
                // What the colleague does in the place of others is not handed on.
                if ((await ReadActorAsync(session, absent, alsoInPlaceOfOthers: false)).Actor is { } colleague)
                {
                    substituted.Add(new(absent, colleague.Name, until, colleague.Appointments, colleague.Parties));
                }
            }
        }
        return (new Actor(
            personId,
            account.Name,
            [.. from a in appointments let organisation = organisations.Find(a.Id) where organisation is not null select new Appointment(a.Id, organisation.Path, a.Role)],
            [.. own, .. mandated]) { Substitutions = substituted }, account.Stamp);
    }

    private static Account ReadAccount(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), !row.IsDBNull(5));

    private Party ReadParty(DbDataReader row) => new(row.GetString(0), Enum.Parse<PartyKind>(row.GetString(1)), row.GetString(2), codes.Open(row.GetString(3)));
}
