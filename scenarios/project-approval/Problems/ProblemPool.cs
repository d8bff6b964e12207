using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval.Problems;

/// <summary>The pool of problems that counties cannot solve alone. A county's leader raises one; it waits for the city's next joint session.</summary>
internal sealed class ProblemPool(IDatabase database, IEvidenceRecorder evidence, IOrganisations organisations, IAccess access, TimeProvider time)
{
    private const int Most = 500;

    /// <summary>Problems that concern the actor: of counties below him, or asking offices below him; unsettled first, then the newest.</summary>
    public Task<List<Problem>> ListAsync(Actor actor, string? session = null, CancellationToken cancel = default)
    {
        var args = new List<object?>();
        var scope = new List<string>();
        foreach (var path in access.Reach(actor, Permissions.CasesRead))
        {
            args.Add(path);
            args.Add(path[..^1] + "0");
            var (from, to) = ($"${args.Count - 1}", $"${args.Count}");
            scope.Add($"(p.home_path >= {from} and p.home_path < {to})");
            scope.Add($"exists (select 1 from pool_problem_office s where s.problem = p.id and s.path >= {from} and s.path < {to})");
        }
        if (scope.Count == 0)
        {
            return Task.FromResult<List<Problem>>([]);
        }
        var filter = "";
        if (session is not null)
        {
            args.Add(session);
            filter = $" and p.session = ${args.Count}";
        }
        return database.ReadAsync(s => PoolTables.ProblemsAsync(s, $"({string.Join(" or ", scope)}){filter} order by case when p.state < 2 then 0 else 1 end, p.raised_at desc, p.id limit {Most.ToString(CultureInfo.InvariantCulture)}", [.. args]), cancel);
    }

    /// <summary>Puts a problem into the pool.</summary>
    /// <param name="functions">Functions of the offices that must say something.</param>
    /// <exception cref="InvalidInputException">Each fault at its field.</exception>
    /// <exception cref="DeniedException">The actor leads nothing there.</exception>
    public async Task<Problem> RaiseAsync(Actor actor, string division, string project, string? caseId, string what, string proposal, bool safety, IReadOnlyCollection<string> functions, CancellationToken cancel = default)
    {
        var faults = new List<Fault>();
        void Demand(bool holds, string field, string code)
        {
            if (!holds)
            {
                faults.Add(new(field, code));
            }
        }
        var area = organisations.Area(division);
        Demand(area is not null, "division", "pool.fault.division");
        Demand(project.Trim().Length is >= 4 and <= 120, "project", "pool.fault.project");
        Demand(what.Trim().Length is >= 4 and <= 1000, "what", "pool.fault.what");
        Demand(proposal.Trim().Length is >= 4 and <= 1000, "proposal", "pool.fault.proposal");
        Demand(functions.Count > 0, "offices", "pool.fault.offices");
        var offices = area is null ? [] : functions.Distinct().Select(f => organisations.Resolve(f, area.Id)).ToList();
        Demand(offices.All(o => o is not null), "offices", "pool.fault.offices");
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        if (!access.May(actor, Permissions.CasesConvene, area!.Path))
        {
            throw new DeniedException("pool.fault.not-your-county");
        }
        var now = time.GetUtcNow();
        var problem = new Problem(Ids.New(time), 1, division, area.Path, project.Trim(), caseId, what.Trim(), proposal.Trim(), safety, now, null, ProblemState.Open, null, null,
            [.. offices.Select(o => new OfficeOpinion(o!.Id, o.Path, Opinion.None, null, null))]);
        await database.WriteAsync(async session =>
        {
            await PoolTables.InsertAsync(session, problem);
            await evidence.RecordAsync(session, Event(problem, 1, "pool.problem-raised", now, "office/" + area.Id, Facts("division", division), Facts("project", problem.Project, "what", problem.What, "proposal", problem.Proposal, "by", actor.PersonId)));
            return 0;
        }, cancel);
        return problem;
    }

    /// <summary>An office says in the session what it thinks of the proposal.</summary>
    public async Task SayAsync(Actor actor, string problemId, string organisationId, bool agrees, string note, CancellationToken cancel = default)
    {
        var problem = (await database.ReadAsync(s => PoolTables.ProblemsAsync(s, "p.id = $1", problemId), cancel)).FirstOrDefault() ?? throw new NotFoundException("pool.fault.no-problem");
        var office = problem.Offices.FirstOrDefault(o => o.OrganisationId == organisationId);
        if (office is null || !access.May(actor, Permissions.CasesHandle, office.Path))
        {
            throw new DeniedException("pool.fault.not-your-office");
        }
        if (problem.State != ProblemState.InSession || office.Opinion == Opinion.Deemed)
        {
            throw new ConflictException("pool.fault.not-in-session");
        }
        if (!agrees && note.Trim().Length == 0)
        {
            throw new InvalidInputException("note", "pool.fault.note");
        }
        var now = time.GetUtcNow();
        var said = office with { Opinion = agrees ? Opinion.Agreed : Opinion.Disagreed, Note = note.Trim().Length == 0 ? null : note.Trim()[..Math.Min(1000, note.Trim().Length)], At = now };
        var after = problem with { Offices = [.. problem.Offices.Select(o => o.OrganisationId == organisationId ? said : o)] };
        await database.WriteAsync(async session =>
        {
            await PoolTables.UpdateAsync(session, after, static () => new ConflictException("pool.fault.stale"));
            await evidence.RecordAsync(session, Event(after, problem.Version + 1, "pool.opinion-given", now, "office/" + organisationId, Facts("outcome", agrees ? "agreed" : "disagreed"), Facts("note", said.Note ?? "", "by", actor.PersonId)));
            return 0;
        }, cancel);
    }

    public static EvidenceEvent Event(Problem problem, long sequence, string type, DateTimeOffset at, string actor, ImmutableSortedDictionary<string, string> open, ImmutableSortedDictionary<string, string> hidden) =>
        new(type, "problem/" + problem.Id, sequence, at, actor, open, hidden.RemoveRange(hidden.Where(h => h.Value.Length == 0).Select(h => h.Key)));

    public static ImmutableSortedDictionary<string, string> Facts(params string[] pairs)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            facts[pairs[i]] = pairs[i + 1];
        }
        return facts.ToImmutable();
    }
}
