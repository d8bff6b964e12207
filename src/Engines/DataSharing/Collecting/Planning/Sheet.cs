using System.Collections.Immutable;

namespace Zhuangjin.DataSharing.Collecting.Planning;

/// <summary>A field as a worker is asked it: once, for all departments that receive it.</summary>
/// <param name="TaskId">The task that asks it; others that want it are merged with it.</param>
/// <param name="Finding">What the pool has of it: an old value to confirm, or nothing.</param>
/// <param name="Offices">Ids of the departments that receive the answer.</param>
internal sealed record SheetField(string TaskId, CollectField Field, Finding Finding, ImmutableArray<string> Offices)
{
    /// <summary>Name of the answer on the sheet.</summary>
    public string Name => NameOf(TaskId, Field.Key);

    public static string NameOf(string taskId, string field) => $"{taskId}.{field}";
}

/// <summary>One sheet of a community: all that the tasks of one group ask there.</summary>
/// <param name="Lead">Id of the group's first task.</param>
/// <param name="Known">What the pool has already: shown with its source, not asked.</param>
/// <param name="Spared">Answers that merging spares: how often a field would have been asked again.</param>
internal sealed record Sheet(string Lead, ImmutableArray<SheetField> Fields, ImmutableArray<(CollectField Field, Finding Finding, string OfficeId)> Known, int Spared)
{
    /// <summary>What is asked at a place, out of the tasks with their answers. Pure.</summary>
    /// <param name="tasks">The tasks of the group and those merged with it, with the paths of their areas.</param>
    /// <param name="place">Path of the community.</param>
    public static Sheet At(string lead, IEnumerable<(CollectTask Task, IReadOnlyList<string> Areas)> tasks, string place)
    {
        var all = tasks.OrderBy(t => t.Task.PlannedAt).ThenBy(t => t.Task.Id, StringComparer.Ordinal).ToList();
        var byId = all.ToDictionary(t => t.Task.Id, t => t.Task, StringComparer.Ordinal);
        var fields = new Dictionary<string, SheetField>(StringComparer.Ordinal);
        var known = new Dictionary<string, (CollectField, Finding, string)>(StringComparer.Ordinal);
        var spared = 0;
        foreach (var (task, areas) in all)
        {
            if (task.State != CollectState.Running || !areas.Any(a => place.StartsWith(a, StringComparison.Ordinal)))
            {
                continue;
            }
            foreach (var field in task.Plan.Fields)
            {
                var finding = task.FindingOf(field.Key);
                if (finding.Verdict == Verdict.Held && !task.Kept.Contains(field.Key))
                {
                    if (task.Lead == lead)
                    {
                        known.TryAdd(finding.Item.ToString()!, (field, finding, task.Plan.OfficeId));
                    }
                    continue;
                }
                var merged = finding.Verdict == Verdict.Merged;
                var origin = merged ? byId.GetValueOrDefault(finding.TaskId!) : task;
                if (origin is null || origin.Lead != lead || origin.Plan.Find(merged ? finding.TaskField! : field.Key) is not { } asked)
                {
                    continue;
                }
                var name = SheetField.NameOf(origin.Id, asked.Key);
                if (fields.TryGetValue(name, out var there))
                {
                    spared++;
                    fields[name] = there with { Offices = [.. there.Offices.Append(task.Plan.OfficeId).Distinct(StringComparer.Ordinal)], Field = there.Field with { Required = there.Field.Required || field.Required } };
                }
                else
                {
                    fields[name] = new(origin.Id, asked with { Required = asked.Required || field.Required }, origin.FindingOf(asked.Key), [task.Plan.OfficeId]);
                }
            }
        }
        return new(lead, [.. fields.Values], [.. known.Values], spared);
    }
}
