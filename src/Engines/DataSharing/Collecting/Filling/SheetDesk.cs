using System.Collections.Immutable;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Filling;

/// <summary>A sheet as its community's workers see it.</summary>
/// <param name="Tasks">The tasks that ask on it.</param>
internal sealed record SheetView(Sheet Sheet, Organisation Community, IReadOnlyList<CollectTask> Tasks, DateTimeOffset? SubmittedAt)
{
    public string Subject => Tasks[0].Plan.Subject;

    public DateOnly Deadline => Tasks.Min(t => t.Plan.Deadline);
}

/// <summary>Where community workers fill in what is asked of their communities.</summary>
internal sealed class SheetDesk(TaskStore tasks, RowStore rows, PlanDesk plans, PoolSurvey survey, IKnownItems known, CollectEvents events, IDatabase database, IOrganisations organisations, IAccess access, TimeProvider time)
{
    /// <summary>What is asked of the actor's communities now; what is due first stands first.</summary>
    public async Task<IReadOnlyList<(SheetView View, int Rows, int Complete)>> SheetsAsync(Actor actor, CancellationToken cancel = default)
    {
        var reach = access.Reach(actor, Permissions.SharingCollect);
        if (reach.Count == 0)
        {
            throw new DeniedException("sharing.collect.fault.not-worker");
        }
        var found = new List<(SheetView, int, int)>();
        var groups = await GroupsAsync(cancel);
        foreach (var (lead, group) in groups)
        {
            var (submitted, counts) = (await rows.SubmittedAsync(lead, cancel), await rows.CountAsync(lead, cancel));
            foreach (var community in group.SelectMany(t => plans.Communities(t.Plan)).DistinctBy(c => c.Id).Where(c => reach.Any(r => c.Path.StartsWith(r, StringComparison.Ordinal))))
            {
                if (View(lead, group, community, submitted.TryGetValue(community.Id, out var at) ? at : null) is { } view)
                {
                    var count = counts.GetValueOrDefault(community.Id);
                    found.Add((view, count.Item1, count.Item2));
                }
            }
        }
        return [.. found.OrderBy(f => f.Item1.SubmittedAt is null ? 0 : 1).ThenBy(f => f.Item1.Deadline).ThenBy(f => f.Item1.Community.Path, StringComparer.Ordinal).ThenBy(f => f.Item1.Sheet.Lead, StringComparer.Ordinal)];
    }

    /// <exception cref="NotFoundException">Nothing is asked there, or not of the actor's communities.</exception>
    public async Task<SheetView> OpenAsync(Actor actor, string lead, string community, CancellationToken cancel = default)
    {
        var place = organisations.Find(community);
        if (place is null || !access.May(actor, Permissions.SharingCollect, place.Path) || (await GroupsAsync(cancel)).GetValueOrDefault(lead) is not { } group)
        {
            throw new NotFoundException("sharing.collect.fault.no-sheet");
        }
        var submitted = await rows.SubmittedAsync(lead, cancel);
        return View(lead, group, place, submitted.TryGetValue(community, out var at) ? at : null) ?? throw new NotFoundException("sharing.collect.fault.no-sheet");
    }

    public async Task<(SheetView View, SheetRow Row)> RowAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var row = await rows.FindAsync(id, cancel) ?? throw new NotFoundException("sharing.collect.fault.no-sheet");
        return (await OpenAsync(actor, row.Lead, row.Community, cancel), row);
    }

    /// <summary>Begins a row: what the pool knows of the subject stands in it with its source, and the look-up is on record as a use by the department that asks.</summary>
    /// <exception cref="InvalidInputException">The number is none.</exception>
    /// <exception cref="ConflictException">The subject is on a sheet of these tasks already.</exception>
    public async Task<SheetRow> AddAsync(Actor actor, string lead, string community, string code, CancellationToken cancel = default)
    {
        var view = await OpenAsync(actor, lead, community, cancel);
        code = code.Trim().ToUpperInvariant();
        var now = time.GetUtcNow();
        if (RowRules.Check(view.Subject, code, now.ChinaDate()) is { } wrong)
        {
            throw new InvalidInputException([wrong with { Field = "code" }]);
        }
        var values = ImmutableArray.CreateBuilder<PooledValue>();
        foreach (var office in Wanted(view).GroupBy(w => (w.TaskId, w.OfficeId)))
        {
            var found = await known.OfAsync(view.Subject, code, [.. office.Select(o => o.Item)], "collection/" + office.Key.TaskId, office.Key.OfficeId, cancel);
            values.AddRange(found.Values.Where(v => values.All(k => k.Item != v.Item)).OrderBy(v => v.Item.ToString(), StringComparer.Ordinal).Select(v => new PooledValue(v.Item, v.Value, v.Resource.ToString(), v.ProviderId, v.Version, v.AsOf)));
        }
        var content = new RowContent(code, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), values.ToImmutable());
        // An old value is offered to be confirmed: the worker saves it as it is, or as it has become.
        content = content with { Answers = content.Answers.AddRange(view.Sheet.Fields.Where(f => f.Finding.Stale && content.Of(f.Finding.Item) is not null).Select(f => KeyValuePair.Create(f.Name, content.Of(f.Finding.Item)!.Value))) };
        var (filled, spared) = RowRules.Count(view.Sheet, content);
        var row = new SheetRow(Ids.New(time), lead, community, actor.PersonId, now, Complete: false, 1, filled, spared, content);
        return await database.WriteAsync(async s =>
        {
            await rows.AddAsync(s, row);
            return row;
        }, cancel);
    }

    /// <summary>Saves what the worker typed. What is missing may come later; what is wrong is not saved.</summary>
    /// <param name="version">The version that he saw.</param>
    /// <exception cref="InvalidInputException">An answer is not as its field's type says.</exception>
    public async Task<SheetRow> SaveAsync(Actor actor, string id, int version, IReadOnlyDictionary<string, string> typed, CancellationToken cancel = default)
    {
        var (view, row) = await RowAsync(actor, id, cancel);
        var (answers, faults, complete) = RowRules.Read(view.Sheet, view.Subject, typed);
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var content = row.Content with { Answers = answers };
        var (filled, spared) = RowRules.Count(view.Sheet, content);
        var saved = row with { Person = actor.PersonId, At = time.GetUtcNow(), Complete = complete, Version = version + 1, Filled = filled, Spared = spared, Content = content };
        return await database.WriteAsync(async s =>
        {
            await rows.SaveAsync(s, saved);
            return saved;
        }, cancel);
    }

    public async Task RemoveAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var (_, row) = await RowAsync(actor, id, cancel);
        await database.WriteAsync(async s =>
        {
            await RowStore.RemoveAsync(s, row);
            return 0;
        }, cancel);
    }

    /// <summary>Hands the sheet in to all departments that asked on it.</summary>
    /// <param name="none">Whether the worker says that there is nobody to report.</param>
    /// <exception cref="InvalidInputException">A row is not complete, or there is none.</exception>
    public async Task SubmitAsync(Actor actor, string lead, string community, bool none, CancellationToken cancel = default)
    {
        var view = await OpenAsync(actor, lead, community, cancel);
        var now = time.GetUtcNow();
        await database.WriteAsync(async s =>
        {
            var count = await RowStore.SubmitAsync(s, lead, community, actor.PersonId, now);
            if (count == 0 && !none)
            {
                throw new InvalidInputException("none", "sharing.collect.fault.none-said");
            }
            foreach (var task in view.Tasks)
            {
                await events.RecordAsync(s, actor, "sharing.collection-submitted", task.Id, now, [("community", community), ("rows", $"{count}"), ("lead", lead)]);
            }
            return 0;
        }, cancel);
    }

    /// <summary>What the pool is asked of a new subject, each for the department that wants it.</summary>
    private static IEnumerable<(string TaskId, string OfficeId, ItemPath Item)> Wanted(SheetView view) =>
        view.Sheet.Known.Select(k => (view.Tasks.First(t => t.Plan.OfficeId == k.OfficeId).Id, k.OfficeId, k.Finding.Item!.Value))
            .Concat(view.Sheet.Fields.Where(f => f.Finding is { Stale: true, Item: not null }).Select(f => (f.TaskId, f.Offices[0], f.Finding.Item!.Value)));

    private SheetView? View(string lead, IReadOnlyList<CollectTask> group, Organisation community, DateTimeOffset? submitted)
    {
        var sheet = Sheet.At(lead, group.Select(t => (t, (IReadOnlyList<string>)survey.Paths(t.Plan))), community.Path);
        return sheet.Fields.IsEmpty ? null : new(sheet, community, [.. group.Where(t => t.State == CollectState.Running && survey.Paths(t.Plan).Any(p => community.Path.StartsWith(p, StringComparison.Ordinal)) && (t.Lead == lead || t.Merged.Any(m => group.Any(o => o.Id == m.Finding.TaskId && o.Lead == lead))))], submitted);
    }

    /// <summary>Running tasks by the sheets on which they ask, with those done already with which they are merged.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<CollectTask>>> GroupsAsync(CancellationToken cancel = default)
    {
        var all = (await tasks.RunningAsync(cancel)).ToDictionary(t => t.Id, StringComparer.Ordinal);
        var running = all.Values.ToList();
        foreach (var origin in running.SelectMany(t => t.Merged.Select(m => m.Finding.TaskId!)).Distinct(StringComparer.Ordinal).Where(o => !all.ContainsKey(o)).ToList())
        {
            if (await tasks.FindAsync(origin, cancel) is { } found)
            {
                all[origin] = found;
            }
        }
        return running.SelectMany(t => t.Merged.Select(m => all[m.Finding.TaskId!].Lead).Append(t.Lead).Distinct(StringComparer.Ordinal).Select(l => (Lead: l, Task: t)))
            .GroupBy(x => x.Lead, x => x.Task, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<CollectTask>)[.. g.Concat(g.SelectMany(t => t.Merged.Select(m => all[m.Finding.TaskId!]))).DistinctBy(t => t.Id)], StringComparer.Ordinal);
    }
}
