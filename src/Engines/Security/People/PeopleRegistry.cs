using System.Collections.Immutable;
using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.Organisations;

namespace Zhuangjin.Security.People;

/// <summary>Opens accounts, appoints, and records whom people may act for. Each change is one transaction with its event.</summary>
internal sealed class PeopleRegistry(IDatabase database, OrganisationDirectory organisations, PeopleDirectory people, PartyCodes codes, IEvidenceRecorder evidence, IAccess access, ModuleSettings settings, TimeProvider time) : IPeopleRegistry
{
    private const int ShortestPassword = 8;

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    public async Task<string> AddPersonAsync(Actor actor, string login, string password, string name, string? citizenId, CancellationToken cancel = default)
    {
        MustAdminister(actor);
        login = login.Trim().ToLowerInvariant();
        name = name.Trim();
        var faults = new List<Fault>();
        if (login.Length is < 3 or > 40 || !login.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            faults.Add(new("login", "security.fault.login-shape"));
        }
        // The demo's accounts share one short word; its clerks are invented and it says so on every page.
        if (actor != Actor.Clock && password.Length < ShortestPassword)
        {
            faults.Add(new("password", "security.fault.password-short", ShortestPassword.ToString()));
        }
        if (name.Length is < 2 or > 40)
        {
            faults.Add(new("name", "security.fault.name-length"));
        }
        if (citizenId is { Length: > 0 } && CitizenId.Check("citizenId", citizenId, time.GetUtcNow().ChinaDate()) is { } wrong)
        {
            faults.Add(wrong);
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var at = time.GetUtcNow();
        var id = Ids.New(at);
        var hash = settings.Demo && password == DemoAccounts.Password ? Passwords.OfDemo : Passwords.Hash(password);
        await database.WriteAsync(async session =>
        {
            var added = await session.ExecuteAsync(
                "insert into security_person (id, login, name, password, stamp, events, created_at) values ($1, $2, $3, $4, $5, 1, $6) on conflict (login) do nothing",
                id, login, name, hash, Ids.New(at), at.ToMicros());
            if (added == 0)
            {
                throw new InvalidInputException("login", "security.fault.login-taken", login);
            }
            await evidence.RecordAsync(session, new("security.person-added", $"person/{id}", 1, at, Acting.As(actor), None, None.Add("login", login).Add("name", name).Add("by", actor.PersonId)));
            return 0;
        }, cancel);
        if (citizenId is { Length: > 0 })
        {
            var party = await AddPartyAsync(actor, PartyKind.Person, name, citizenId, cancel);
            await RepresentAsync(actor, id, party.Id, cancel);
        }
        return id;
    }

    public async Task AppointAsync(Actor actor, string personId, string organisationId, string role, CancellationToken cancel = default)
    {
        var organisation = organisations.Find(organisationId) ?? throw new InvalidInputException("organisation", "security.fault.no-organisation");
        MustAdminister(actor, organisation.Path);
        if (!Roles.All.Contains(role))
        {
            throw new InvalidInputException("role", "security.fault.no-role", role);
        }
        await ChangeAsync(actor, personId, "security.appointed", None.Add("organisation", organisationId).Add("role", role), session =>
            session.ExecuteAsync(
                "insert into security_appointment (person_id, organisation_id, role, appointed_at) values ($1, $2, $3, $4) on conflict (person_id, organisation_id, role) do nothing",
                personId, organisationId, role, time.GetUtcNow().ToMicros()), cancel);
    }

    public async Task DismissAsync(Actor actor, string personId, string organisationId, string role, CancellationToken cancel = default)
    {
        var organisation = organisations.Find(organisationId) ?? throw new InvalidInputException("organisation", "security.fault.no-organisation");
        MustAdminister(actor, organisation.Path);
        await ChangeAsync(actor, personId, "security.dismissed", None.Add("organisation", organisationId).Add("role", role), session =>
            session.ExecuteAsync("delete from security_appointment where person_id = $1 and organisation_id = $2 and role = $3", personId, organisationId, role), cancel);
    }

    public async Task<Party> AddPartyAsync(Actor actor, PartyKind kind, string name, string code, CancellationToken cancel = default)
    {
        if (access.Reach(actor, Permissions.PartiesRegister).Count == 0)
        {
            MustAdminister(actor);
        }
        code = Uscc.Normalise(code);
        var wrong = kind == PartyKind.Person ? CitizenId.Check("code", code, time.GetUtcNow().ChinaDate()) : Uscc.Check("code", code);
        if (wrong is not null)
        {
            throw new InvalidInputException([wrong]);
        }
        var at = time.GetUtcNow();
        var party = new Party(Ids.New(at), kind, name.Trim(), code);
        await database.WriteAsync(async session =>
        {
            var added = await session.ExecuteAsync(
                "insert into security_party (id, kind, name, code_digest, code_sealed, created_at) values ($1, $2, $3, $4, $5, $6) on conflict (code_digest) do nothing",
                party.Id, kind.ToString(), party.Name, codes.Digest(code), codes.Seal(code), at.ToMicros());
            if (added == 0)
            {
                throw new InvalidInputException("code", "security.fault.code-taken");
            }
            await evidence.RecordAsync(session, new("security.party-added", $"party/{party.Id}", 1, at, Acting.As(actor), None.Add("kind", kind.ToString()), None.Add("name", party.Name).Add("code", code).Add("by", actor.PersonId)));
            return 0;
        }, cancel);
        return party;
    }

    public Task RepresentAsync(Actor actor, string personId, string partyId, CancellationToken cancel = default)
    {
        MustAdminister(actor);
        return ChangeAsync(actor, personId, "security.represents", None.Add("party", partyId), session =>
            session.ExecuteAsync("insert into security_representation (person_id, party_id, since) values ($1, $2, $3) on conflict (person_id, party_id) do nothing", personId, partyId, time.GetUtcNow().ToMicros()), cancel);
    }

    public async Task<string> MandateAsync(Actor actor, string agentPersonId, string partyId, IReadOnlyList<string> matters, DateOnly until, CancellationToken cancel = default)
    {
        if (actor != Actor.Clock && !actor.Parties.Any(p => p.Party.Id == partyId && p.MandateId is null))
        {
            throw new DeniedException("security.fault.not-your-party");
        }
        var at = time.GetUtcNow();
        if (until < at.ChinaDate())
        {
            throw new InvalidInputException("until", "security.fault.until-past");
        }
        var id = Ids.New(at);
        await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                "insert into security_mandate (id, agent_id, party_id, matters, until, given_by, given_at) values ($1, $2, $3, $4, $5, $6, $7)",
                id, agentPersonId, partyId, JsonSerializer.Serialize(matters), until.ToString("yyyy-MM-dd"), actor.PersonId, at.ToMicros());
            await evidence.RecordAsync(session, new("security.mandate-given", $"mandate/{id}", 1, at, Acting.As(actor), None.Add("party", partyId).Add("until", until.ToString("yyyy-MM-dd")).Add("matters", string.Join(' ', matters)), None.Add("agent", agentPersonId).Add("by", actor.PersonId)));
            session.AfterCommit(() => people.Forget(agentPersonId));
            return 0;
        }, cancel);
        return id;
    }

    public async Task RevokeMandateAsync(Actor actor, string mandateId, CancellationToken cancel = default)
    {
        var at = time.GetUtcNow();
        await database.WriteAsync(async session =>
        {
            var found = await session.FirstAsync("select party_id, agent_id from security_mandate where id = $1 and revoked_at is null", r => new[] { r.GetString(0), r.GetString(1) }, mandateId)
                ?? throw new NotFoundException("security.fault.no-mandate");
            if (!actor.Parties.Any(p => p.Party.Id == found[0] && p.MandateId is null))
            {
                throw new DeniedException("security.fault.not-your-party");
            }
            await session.ExecuteAsync("update security_mandate set revoked_at = $2 where id = $1", mandateId, at.ToMicros());
            await evidence.RecordAsync(session, new("security.mandate-revoked", $"mandate/{mandateId}", 2, at, Acting.As(actor), None, None.Add("by", actor.PersonId)));
            session.AfterCommit(() => people.Forget(found[1]));
            return 0;
        }, cancel);
    }

    /// <summary>Changes the password and signs out every other browser.</summary>
    public async Task ChangePasswordAsync(Actor actor, string current, string chosen, CancellationToken cancel = default)
    {
        var account = await people.AccountAsync(actor.PersonId, cancel);
        if (!Passwords.Verify(account?.Password, current))
        {
            throw new InvalidInputException("current", "security.fault.password-wrong");
        }
        if (chosen.Length < ShortestPassword)
        {
            throw new InvalidInputException("chosen", "security.fault.password-short", ShortestPassword.ToString());
        }
        var hash = Passwords.Hash(chosen);
        await ChangeAsync(actor, actor.PersonId, "security.password-changed", None, session =>
            session.ExecuteAsync("update security_person set password = $2, stamp = $3 where id = $1", actor.PersonId, hash, Ids.New(time)), cancel);
    }

    /// <summary>Signs the person out of every browser.</summary>
    public Task EndSessionsAsync(Actor actor, CancellationToken cancel = default) => ChangeAsync(actor, actor.PersonId, "security.sessions-ended", None, session =>
        session.ExecuteAsync("update security_person set stamp = $2 where id = $1", actor.PersonId, Ids.New(time)), cancel);

    public async Task CloseAsync(Actor actor, string personId, CancellationToken cancel = default)
    {
        var account = await people.ActorAsync(personId, cancel) ?? throw new NotFoundException("security.fault.no-person");
        if (account.Appointments.Count == 0 || !account.Appointments.All(a => access.May(actor, Permissions.SecurityAdminister, a.OrganisationPath)))
        {
            throw new DeniedException("security.fault.not-administrator");
        }
        await ChangeAsync(actor, personId, "security.person-closed", None, session =>
            session.ExecuteAsync("update security_person set closed_at = $2, stamp = $3 where id = $1", personId, time.GetUtcNow().ToMicros(), Ids.New(time)), cancel);
    }

    /// <summary>Records the next event of a person's stream with the change that it is about.</summary>
    public Task ChangeAsync(Actor actor, string personId, string type, ImmutableSortedDictionary<string, string> facts, Func<ISession, ValueTask<int>> change, CancellationToken cancel) =>
        database.WriteAsync(async session =>
        {
            var number = await session.QueryAsync("update security_person set events = events + 1 where id = $1 returning events", r => r.GetInt64(0), personId);
            if (number.Count == 0)
            {
                throw new NotFoundException("security.fault.no-person");
            }
            await change(session);
            await evidence.RecordAsync(session, new(type, $"person/{personId}", number[0], time.GetUtcNow(), Acting.As(actor), facts, None.Add("by", actor.PersonId)));
            session.AfterCommit(() => people.Forget(personId));
            return 0;
        }, cancel);

    private void MustAdminister(Actor actor, string? path = null)
    {
        if (actor != Actor.Clock && !(path is null ? access.Reach(actor, Permissions.SecurityAdminister).Count > 0 : access.May(actor, Permissions.SecurityAdminister, path)))
        {
            throw new DeniedException("security.fault.not-administrator");
        }
    }
}
