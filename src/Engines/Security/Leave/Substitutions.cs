using System.Collections.Immutable;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;

namespace Zhuangjin.Security.Leave;

/// <summary>Names substitutes; each naming and each early end is an event.</summary>
internal sealed class Substitutions(IDatabase database, PeopleDirectory people, IOrganisations organisations, IEvidenceRecorder evidence, TimeProvider time) : ISubstitutions
{
    /// <summary>Longest leave that one naming covers.</summary>
    private const int MostDays = 366;

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    public async Task<IReadOnlyList<LeaveRecord>> SeenByAsync(Actor actor, CancellationToken cancel = default)
    {
        var leaves = await database.ReadAsync(session => SubstitutionTable.FromAsync(session, time.GetUtcNow().ChinaDate()), cancel);
        var seen = new List<LeaveRecord>();
        foreach (var leave in leaves)
        {
            var rules = leave.AbsentId == actor.PersonId || await HeadsAsync(actor, leave.AbsentId, cancel);
            if (rules || leave.SubstituteId == actor.PersonId)
            {
                seen.Add(new(leave.Id, leave.AbsentId, leave.AbsentName, leave.SubstituteId, leave.SubstituteName, leave.From, leave.Until, rules));
            }
        }
        return seen;
    }

    public async Task<IReadOnlyList<Colleague>> CandidatesAsync(string absentPersonId, CancellationToken cancel = default)
    {
        if (await people.ActorAsync(absentPersonId, cancel) is not { } absent)
        {
            return [];
        }
        var found = new Dictionary<string, Colleague>(StringComparer.Ordinal);
        foreach (var path in absent.Appointments.Select(a => DepartmentOf(a.OrganisationId)).Distinct())
        {
            foreach (var colleague in await people.BelowAsync(path, cancel))
            {
                found.TryAdd(colleague.PersonId, colleague);
            }
        }
        found.Remove(absentPersonId);
        return [.. found.Values.OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    public async Task<string> NameAsync(Actor actor, string absentPersonId, string substitutePersonId, DateOnly from, DateOnly until, CancellationToken cancel = default)
    {
        if (actor != Actor.Clock && actor.PersonId != absentPersonId && !await HeadsAsync(actor, absentPersonId, cancel))
        {
            throw new DeniedException("security.fault.not-head");
        }
        var at = time.GetUtcNow();
        var faults = new List<Fault>();
        if ((await CandidatesAsync(absentPersonId, cancel)).All(c => c.PersonId != substitutePersonId))
        {
            faults.Add(new("substitute", "security.fault.no-colleague"));
        }
        if (from < at.ChinaDate())
        {
            faults.Add(new("from", "security.fault.from-past"));
        }
        if (until < from || until.DayNumber - from.DayNumber >= MostDays)
        {
            faults.Add(new("until", "security.fault.leave-days"));
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var leave = new Leave(Ids.New(at), absentPersonId, "", substitutePersonId, "", from, until);
        await database.WriteAsync(async session =>
        {
            // The row of the person is held, so that of two namings at once the second sees the first.
            await session.ExecuteAsync("update security_person set events = events where id = $1", absentPersonId);
            if (await SubstitutionTable.OverlapsAsync(session, absentPersonId, from, until))
            {
                throw new InvalidInputException("from", "security.fault.leave-overlaps");
            }
            await SubstitutionTable.InsertAsync(session, leave, actor.PersonId, at.ToMicros());
            await evidence.RecordAsync(session, new("security.substitute-named", "substitution/" + leave.Id, 1, at, Acting.As(actor),
                None.Add("from", SubstitutionTable.Text(from)).Add("until", SubstitutionTable.Text(until)),
                None.Add("absent", absentPersonId).Add("substitute", substitutePersonId).Add("by", actor.PersonId)));
            session.AfterCommit(() => people.Forget(substitutePersonId));
            return 0;
        }, cancel);
        return leave.Id;
    }

    public async Task EndAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var leave = await database.ReadAsync(session => SubstitutionTable.FindAsync(session, id), cancel) ?? throw new NotFoundException("security.fault.no-leave");
        if (actor.PersonId != leave.AbsentId && !await HeadsAsync(actor, leave.AbsentId, cancel))
        {
            throw new NotFoundException("security.fault.no-leave");
        }
        var at = time.GetUtcNow();
        await database.WriteAsync(async session =>
        {
            if (!await SubstitutionTable.EndAsync(session, id, at.ToMicros()))
            {
                throw new NotFoundException("security.fault.no-leave");
            }
            await evidence.RecordAsync(session, new("security.substitution-ended", "substitution/" + id, 2, at, Acting.As(actor), None, None.Add("by", actor.PersonId)));
            session.AfterCommit(() => people.Forget(leave.SubstituteId));
            return 0;
        }, cancel);
    }

    /// <summary>True for the head of an organisation in which the person works. A head on leave cannot be replaced in this.</summary>
    private async Task<bool> HeadsAsync(Actor actor, string personId, CancellationToken cancel) =>
        actor.Appointments.Any(a => a.Role == Roles.Head) && await people.ActorAsync(personId, cancel) is { } person
        && person.Appointments.Any(p => actor.Appointments.Any(a => a.Role == Roles.Head && p.OrganisationPath.StartsWith(a.OrganisationPath, StringComparison.Ordinal)));

    /// <summary>Path of the department that an office belongs to; an area is its own.</summary>
    private string DepartmentOf(string organisationId)
    {
        var here = organisations.Find(organisationId)!;
        while (here.Kind == OrganisationKind.Office && here.ParentId is { } parent && organisations.Find(parent) is { } above)
        {
            here = above;
        }
        return here.Path;
    }
}
