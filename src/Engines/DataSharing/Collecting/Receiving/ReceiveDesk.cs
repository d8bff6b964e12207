using System.Collections.Immutable;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Collecting.Filling;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Receiving;

/// <summary>How far a community is with what a task asks of it.</summary>
/// <param name="SubmittedAt">When the last of its sheets was handed in; null while one is open.</param>
internal sealed record CommunityProgress(Organisation Community, int Rows, int Complete, DateTimeOffset? SubmittedAt);

/// <summary>Where departments receive what the communities handed in, and make it the next version of a resource.</summary>
internal sealed class ReceiveDesk(
    TaskStore tasks, RowStore rows, PlanDesk plans, CatalogueDesk catalogue, CatalogueSearch search, IDataIntake intake, CollectEvents events, IDatabase database, IOrganisations organisations, TimeProvider time)
{
    public async Task<IReadOnlyList<CommunityProgress>> ProgressAsync(CollectTask task, CancellationToken cancel = default)
    {
        if (task.State < CollectState.Running)
        {
            return [];
        }
        var leads = new List<(IReadOnlyDictionary<string, DateTimeOffset> Submitted, IReadOnlyDictionary<string, (int, int)> Counts)>();
        foreach (var lead in await LeadsAsync(task, cancel))
        {
            leads.Add((await rows.SubmittedAsync(lead, cancel), await rows.CountAsync(lead, cancel)));
        }
        return [.. plans.Communities(task.Plan).Select(c => new CommunityProgress(c,
            leads.Sum(l => l.Counts.GetValueOrDefault(c.Id).Item1), leads.Sum(l => l.Counts.GetValueOrDefault(c.Id).Item2), leads.All(l => l.Submitted.ContainsKey(c.Id)) ? leads.Max(l => l.Submitted[c.Id]) : null))];
    }

    /// <summary>Whether all have handed in, or the last day is over.</summary>
    public bool IsRipe(CollectTask task, IReadOnlyList<CommunityProgress> progress) =>
        task.State == CollectState.Running && (progress.All(p => p.SubmittedAt is not null) || task.Plan.Deadline < time.GetUtcNow().ChinaDate());

    /// <summary>Makes what was handed in the next version of the task's resource, by the way that every file goes. A second collection of the same, by the same department and in the same areas, is the next version of the same resource.</summary>
    /// <exception cref="ConflictException">Communities still fill it in, or it is done already.</exception>
    public async Task<CollectTask> PublishAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var task = await RequireAsync(actor, id, cancel);
        if (!IsRipe(task, await ProgressAsync(task, cancel)))
        {
            throw new ConflictException(task.State == CollectState.Running ? "sharing.collect.fault.not-ripe" : "sharing.collect.fault.decided");
        }
        var table = ResultTable.Of(task.Plan.Subject, [.. task.Own.Select(f => (f.Key, SheetField.NameOf(task.Id, f.Key)))], await RowsAsync(task, cancel), NameOf);
        DataVersion? version = null;
        if (table.Rows.Length > 0 && task.Own.Any())
        {
            var code = await CodeAsync(task, cancel);
            var described = await catalogue.DescribeAsync(actor, ResultTable.Describe(task, code, await KeyAsync(task.Plan.Subject, cancel)), cancel);
            using var file = new MemoryStream(table.Csv());
            version = await intake.BringAsync(actor, described.Description.Code, file, code + ".csv", cancel) ?? throw new ConflictException("sharing.collect.fault.not-taken");
        }
        var now = time.GetUtcNow();
        var done = task with { State = CollectState.Done, Resource = version?.Resource, Version = version?.Number, DoneAt = now };
        return await database.WriteAsync(async s =>
        {
            await TaskStore.ChangeAsync(s, done, CollectState.Running);
            await events.RecordAsync(s, actor, "sharing.collection-done", id, now, [("version", version?.ToString() ?? "none"), ("rows", $"{table.Rows.Length}")]);
            return done;
        }, cancel);
    }

    /// <summary>What the task received: the fields that it asked, also those that another asked for it. Reading it is on record.</summary>
    public async Task<ResultTable> ResultAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var task = await RequireAsync(actor, id, cancel);
        (string Key, string Name)[] fields = [.. task.Plan.Fields.Where(f => task.Held.All(h => h.Field.Key != f.Key)).Select(f => (f.Key, task.FindingOf(f.Key) is { Verdict: Verdict.Merged } m ? SheetField.NameOf(m.TaskId!, m.TaskField!) : SheetField.NameOf(task.Id, f.Key)))];
        var table = ResultTable.Of(task.Plan.Subject, fields, await RowsAsync(task, cancel), NameOf);
        await database.WriteAsync(async s =>
        {
            await events.RecordAsync(s, actor, "sharing.collection-received", id, time.GetUtcNow(), [("office", task.Plan.OfficeId), ("rows", $"{table.Rows.Length}"), ("fields", string.Join(' ', fields.Select(f => f.Key)))]);
            return 0;
        }, cancel);
        return table;
    }

    private async Task<CollectTask> RequireAsync(Actor actor, string id, CancellationToken cancel)
    {
        var task = await tasks.FindAsync(id, cancel) ?? throw new NotFoundException("sharing.collect.fault.none");
        return plans.IsPlanner(actor, task) ? task : throw new DeniedException("sharing.collect.fault.not-yours");
    }

    /// <summary>Rows that the task's communities handed in, on all sheets on which it asks.</summary>
    private async Task<IReadOnlyList<SheetRow>> RowsAsync(CollectTask task, CancellationToken cancel)
    {
        var found = new List<SheetRow>();
        foreach (var lead in await LeadsAsync(task, cancel))
        {
            var submitted = await rows.SubmittedAsync(lead, cancel);
            foreach (var community in plans.Communities(task.Plan).Where(c => submitted.ContainsKey(c.Id)))
            {
                found.AddRange(await rows.OfSheetAsync(lead, community.Id, cancel));
            }
        }
        return found;
    }

    /// <summary>The sheets on which the task's fields stand: its own, and those of the tasks with which it is merged.</summary>
    private async Task<IReadOnlyList<string>> LeadsAsync(CollectTask task, CancellationToken cancel)
    {
        var leads = new HashSet<string>(StringComparer.Ordinal);
        if (task.Own.Any())
        {
            leads.Add(task.Lead);
        }
        foreach (var origin in task.Merged.Select(m => m.Finding.TaskId!).Distinct(StringComparer.Ordinal))
        {
            leads.Add((await tasks.FindAsync(origin, cancel))!.Lead);
        }
        return [.. leads];
    }

    private async Task<string> CodeAsync(CollectTask task, CancellationToken cancel) =>
        (await tasks.DoneAsync(cancel)).LastOrDefault(t => t.Plan.OfficeId == task.Plan.OfficeId && t.Plan.Subject == task.Plan.Subject && t.Plan.Title == task.Plan.Title && t.Plan.Areas.ToHashSet(StringComparer.Ordinal).SetEquals(task.Plan.Areas))?.Resource
        ?? "cj." + task.Id.ToLowerInvariant();

    private async Task<ItemPath?> KeyAsync(string subject, CancellationToken cancel)
    {
        var library = subject == CollectPlan.Person ? BaseLibrary.Person : BaseLibrary.Enterprise;
        return (await search.FindAsync(new(null, null, null, library), cancel)).Found.Select(e => e.Description).OrderBy(d => d.Code, StringComparer.Ordinal)
            .Select(d => d.Items.FirstOrDefault(i => i.Identifies && i.Names == subject) is { } key ? new ItemPath(d.Code, key.Key) : (ItemPath?)null).FirstOrDefault(p => p is not null);
    }

    private string NameOf(string community) => organisations.Find(community)?.Name.ToString() ?? community;
}
