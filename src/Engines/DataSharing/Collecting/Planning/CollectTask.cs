using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Zhuangjin.DataSharing.Collecting.Planning;

internal enum CollectState
{
    /// <summary>Planned, and before the bureau.</summary>
    Planned,

    /// <summary>Not allowed: by the bureau, or because the pool has all of it.</summary>
    Refused,

    /// <summary>The communities fill it in.</summary>
    Running,

    /// <summary>Received; what it asked itself is a version of its resource.</summary>
    Done,
}

/// <summary>A collection (数据采集任务).</summary>
/// <param name="Lead">Id of the task on whose sheets its own fields are asked: itself, or the one that it joined.</param>
/// <param name="Person">Id of who planned it.</param>
/// <param name="Kept">Keys of fields that the pool has and that are asked all the same, as the bureau decided.</param>
/// <param name="Answer">What the bureau, or the comparison, said.</param>
/// <param name="Resource">Code of the resource that it became; null while it is not done, or asked nothing of its own.</param>
internal sealed record CollectTask(
    string Id,
    CollectPlan Plan,
    ImmutableArray<Finding> Findings,
    CollectState State,
    string Lead,
    string Person,
    DateTimeOffset PlannedAt,
    DateTimeOffset? DecidedAt,
    ImmutableArray<string> Kept,
    string? Answer,
    string? Resource,
    int? Version,
    DateTimeOffset? DoneAt)
{
    public Finding FindingOf(string field) => Findings.First(f => f.Field == field);

    /// <summary>Fields that it asks itself, and that become items of its resource.</summary>
    [JsonIgnore]
    public IEnumerable<CollectField> Own => Plan.Fields.Where(f => FindingOf(f.Key) is var found && (found.Verdict == Verdict.Free || (found.Verdict == Verdict.Held && Kept.Contains(f.Key))));

    /// <summary>Fields that another task asks.</summary>
    [JsonIgnore]
    public IEnumerable<(CollectField Field, Finding Finding)> Merged => Plan.Fields.Select(f => (f, FindingOf(f.Key))).Where(f => f.Item2.Verdict == Verdict.Merged);

    /// <summary>Fields that the pool has and that are not asked.</summary>
    [JsonIgnore]
    public IEnumerable<(CollectField Field, Finding Finding)> Held => Plan.Fields.Select(f => (f, FindingOf(f.Key))).Where(f => f.Item2.Verdict == Verdict.Held && !Kept.Contains(f.f.Key));
}
