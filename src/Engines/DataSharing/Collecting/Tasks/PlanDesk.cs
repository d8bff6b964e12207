using System.Collections.Immutable;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Tasks;

/// <summary>Where departments plan collections and the bureau decides on them.</summary>
internal sealed class PlanDesk(TaskStore tasks, PoolSurvey survey, CatalogueStore catalogue, CollectEvents events, IDatabase database, IOrganisations organisations, IAccess access, TimeProvider time)
{
    public const string CommunityFunction = "community";

    /// <summary>The departments for which the actor may plan.</summary>
    public IReadOnlyList<Organisation> Offices(Actor actor)
    {
        var reach = access.Reach(actor, Permissions.SharingProvide);
        return [.. organisations.All.Where(o => o.Kind == OrganisationKind.Department && o.Function != CommunityFunction && reach.Any(r => o.Path.StartsWith(r, StringComparison.Ordinal)))];
    }

    /// <summary>Counties and communities that can be asked, each county before its communities.</summary>
    public IReadOnlyList<Organisation> Areas(Actor actor)
    {
        var cities = Offices(actor).Select(o => o.ParentId).OfType<string>().Select(organisations.Find).OfType<Organisation>().Select(o => o.Path).Distinct(StringComparer.Ordinal).ToList();
        var communities = organisations.All.Where(o => o.Function == CommunityFunction && cities.Any(c => o.Path.StartsWith(c, StringComparison.Ordinal))).ToList();
        return [.. organisations.All.Where(o => o.Kind == OrganisationKind.County && communities.Any(c => c.Path.StartsWith(o.Path, StringComparison.Ordinal))).Concat(communities).OrderBy(o => o.Path, StringComparer.Ordinal)];
    }

    /// <summary>The communities that a plan asks.</summary>
    public IReadOnlyList<Organisation> Communities(CollectPlan plan)
    {
        var paths = survey.Paths(plan);
        return [.. organisations.All.Where(o => o.Function == CommunityFunction && paths.Any(p => o.Path.StartsWith(p, StringComparison.Ordinal))).OrderBy(o => o.Path, StringComparer.Ordinal)];
    }

    public bool MayDecide(Actor actor, CollectTask task) => task.State == CollectState.Planned && task.Person != actor.PersonId && Oversees(actor, task);

    public bool Oversees(Actor actor, CollectTask task) => organisations.Find(task.Plan.OfficeId) is { } office && access.May(actor, Permissions.SharingOversee, office.Path);

    public bool IsPlanner(Actor actor, CollectTask task) => organisations.Find(task.Plan.OfficeId) is { } office && access.May(actor, Permissions.SharingProvide, office.Path);

    /// <summary>Whether the actor works with the pool: plans are open to all departments, so that nobody asks twice unknowingly.</summary>
    public bool MaySee(Actor actor) => access.Reach(actor, Permissions.SharingProvide).Count + access.Reach(actor, Permissions.SharingUse).Count + access.Reach(actor, Permissions.SharingOversee).Count > 0;

    /// <summary>What is wrong with the plan, and what becomes of its fields.</summary>
    /// <exception cref="DeniedException">The actor plans for no department.</exception>
    public async Task<(IReadOnlyList<Fault> Faults, ImmutableArray<Finding> Findings)> CompareAsync(Actor actor, CollectPlan plan, CancellationToken cancel = default)
    {
        if (Offices(actor).Count == 0)
        {
            throw new DeniedException("sharing.collect.fault.not-planner");
        }
        var subjects = new Dictionary<ItemPath, string?>();
        foreach (var item in plan.Fields.Select(f => f.Item).OfType<ItemPath>().Distinct())
        {
            subjects[item] = await catalogue.FindAsync(item.Resource, cancel) is { } found && found.Description.Find(item.Item) is not null ? PoolSurvey.SubjectOf(found.Description) : null;
        }
        var faults = PlanRules.Check(plan, time.GetUtcNow().ChinaDate(), i => subjects[i]);
        if (Offices(actor).All(o => o.Id != plan.OfficeId))
        {
            faults.Add(new("office", "sharing.collect.fault.not-planner"));
        }
        var allowed = Areas(actor).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        if (!plan.Areas.All(allowed.Contains))
        {
            faults.Add(new("areas", "sharing.collect.fault.areas"));
        }
        return (faults, await survey.CompareAsync(plan, cancel));
    }

    /// <summary>Puts a plan before the bureau. When the pool has all that it asks, and the planner does not say why it must be asked all the same, it is refused at once.</summary>
    /// <exception cref="InvalidInputException">The plan breaks a rule.</exception>
    public async Task<CollectTask> PlanAsync(Actor actor, CollectPlan plan, CancellationToken cancel = default)
    {
        var (faults, findings) = await CompareAsync(actor, plan, cancel);
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var now = time.GetUtcNow();
        var id = Ids.New(time);
        var hopeless = findings.All(f => f.Verdict == Verdict.Held && plan.Find(f.Field)!.Reason is null);
        CollectTask task = new(id, plan, findings, hopeless ? CollectState.Refused : CollectState.Planned, id, actor.PersonId, now, hopeless ? now : null, [], hopeless ? "pool" : null, null, null, null);
        return await database.WriteAsync(async s =>
        {
            await tasks.AddAsync(s, task);
            await events.RecordAsync(s, actor, "sharing.collection-planned", id, now, [("office", plan.OfficeId), ("basis", plan.Basis), ("subject", plan.Subject), ("cycle", plan.Cycle.ToString()), .. Facts(task)]);
            if (hopeless)
            {
                await events.RecordAsync(s, Actor.Clock, "sharing.collection-refused", id, now, [("because", "pool")]);
            }
            return task;
        }, cancel);
    }

    /// <summary>The bureau's decision. The plan is compared again: what the pool received meanwhile is refused, and who else began is joined.</summary>
    /// <param name="kept">Fields that are asked although the pool has them; each needs the planner's written reason.</param>
    /// <param name="answer">Why, in the bureau's words; needed for a refusal and for each field kept.</param>
    /// <exception cref="DeniedException">The actor does not oversee, or planned it himself.</exception>
    /// <exception cref="ConflictException">It is decided already, or the comparison has changed since it was planned; then the new one is on record and to be looked at.</exception>
    public async Task<CollectTask> DecideAsync(Actor actor, string id, bool approve, IReadOnlyCollection<string> kept, string answer, CancellationToken cancel = default)
    {
        var task = await tasks.FindAsync(id, cancel) ?? throw new NotFoundException("sharing.collect.fault.none");
        if (!Oversees(actor, task) || task.Person == actor.PersonId)
        {
            throw new DeniedException(Oversees(actor, task) ? "sharing.collect.fault.own-plan" : "sharing.collect.fault.not-overseer");
        }
        if (task.State != CollectState.Planned)
        {
            throw new ConflictException("sharing.collect.fault.decided");
        }
        answer = answer.Trim();
        if ((!approve || kept.Count > 0) && answer.Length is < 4 or > PlanRules.MostReason)
        {
            throw new InvalidInputException("answer", "sharing.collect.fault.length", "4", $"{PlanRules.MostReason}");
        }
        var now = time.GetUtcNow();
        if (!approve)
        {
            return await ChangeAsync(task with { State = CollectState.Refused, DecidedAt = now, Answer = answer }, "sharing.collection-refused", [("because", "bureau")]);
        }
        var held = await survey.HeldAsync(cancel);
        var (decided, changed) = await database.WriteAsync(async s =>
        {
            // Read within: two plans that ask the same must not both be free.
            var others = await TaskStore.RunningAloneAsync(s);
            var running = PoolSurvey.Running(others).ToList();
            var found = FieldComparison.Of(task.Plan, survey.Paths(task.Plan), held, running, now);
            if (!found.SequenceEqual(task.Findings))
            {
                var renewed = task with { Findings = found };
                await TaskStore.ChangeAsync(s, renewed, CollectState.Planned);
                await events.RecordAsync(s, Actor.Clock, "sharing.collection-compared", id, now, Facts(renewed));
                return (Task: renewed, Changed: true);
            }
            ImmutableArray<string> insisted = [.. task.Plan.Fields.Where(f => f.Reason is not null && kept.Contains(f.Key) && task.FindingOf(f.Key).Verdict == Verdict.Held).Select(f => f.Key)];
            if (insisted.Length > 0)
            {
                // What is asked although the pool has it is still asked once only.
                var again = FieldComparison.Of(task.Plan, survey.Paths(task.Plan), [], running, now);
                found = [.. found.Select(f => insisted.Contains(f.Field) && again.First(a => a.Field == f.Field) is { Verdict: Verdict.Merged } merged ? merged : f)];
            }
            var after = task with { State = CollectState.Running, DecidedAt = now, Findings = found, Lead = LeadOf(id, found, others), Kept = insisted, Answer = answer.Length > 0 ? answer : null };
            if (after.Held.Count() == after.Plan.Fields.Length)
            {
                after = after with { State = CollectState.Refused, Answer = answer.Length > 0 ? answer : "pool" };
            }
            await TaskStore.ChangeAsync(s, after, CollectState.Planned);
            if (after.State == CollectState.Running)
            {
                await ReopenAsync(s, after, others);
            }
            await events.RecordAsync(s, actor, after.State == CollectState.Running ? "sharing.collection-approved" : "sharing.collection-refused", id, now, [("lead", after.Lead), ("basis", task.Plan.Basis), .. Facts(after)], ("answer", answer));
            return (Task: after, Changed: false);
        }, cancel);
        return changed ? throw new ConflictException("sharing.collect.fault.compared") : decided;

        Task<CollectTask> ChangeAsync(CollectTask after, string type, (string, string)[] facts) => database.WriteAsync(async s =>
        {
            await TaskStore.ChangeAsync(s, after, CollectState.Planned);
            await events.RecordAsync(s, actor, type, id, now, facts, ("answer", answer));
            return after;
        }, cancel);
    }

    /// <summary>Where the task asks more on sheets that others began, their rows are no longer complete, and what was handed in is open again.</summary>
    private async ValueTask ReopenAsync(ISession session, CollectTask task, List<CollectTask> others)
    {
        var more = task.Merged.Where(m => m.Field.Required).Select(m => (Lead: others.First(o => o.Id == m.Finding.TaskId), m.Finding.TaskField)).Where(m => !m.Lead.Plan.Find(m.TaskField!)!.Required).Select(m => m.Lead.Lead);
        foreach (var lead in more.Concat(task.Lead != task.Id && task.Own.Any() ? [task.Lead] : []).Distinct(StringComparer.Ordinal))
        {
            foreach (var community in Communities(task.Plan))
            {
                await session.ExecuteAsync("delete from sharing_collect_sheet where lead = $1 and community = $2", lead, community.Id);
                await session.ExecuteAsync("update sharing_collect_row set complete = 0 where lead = $1 and community = $2", lead, community.Id);
            }
        }
    }

    /// <summary>The task joins the one with which its first field is merged, on the sheets on which that one stands.</summary>
    private static string LeadOf(string id, ImmutableArray<Finding> findings, List<CollectTask> running) =>
        findings.FirstOrDefault(f => f.Verdict == Verdict.Merged) is { } merged ? running.First(t => t.Id == merged.TaskId).Lead : id;

    private static IEnumerable<(string, string)> Facts(CollectTask task) => task.Plan.Fields.Select(f => ("field." + f.Key, task.FindingOf(f.Key) switch
    {
        _ when task.Kept.Contains(f.Key) => "kept",
        { Verdict: Verdict.Held } found => $"held {found.Item}",
        { Verdict: Verdict.Merged } found => $"merged {found.TaskId}",
        { Stale: true } found => $"stale {found.Item}",
        _ => "free",
    }));
}
