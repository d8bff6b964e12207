using System.Collections.Immutable;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Planning;

/// <summary>What becomes of a field.</summary>
internal enum Verdict
{
    /// <summary>Nobody has it: it may be asked.</summary>
    Free,

    /// <summary>The pool has it: it is taken from there and not asked.</summary>
    Held,

    /// <summary>A running collection asks it: both receive one answer.</summary>
    Merged,
}

/// <summary>An item of which the pool has data.</summary>
/// <param name="Subject">Whom its records are about: "person" or "enterprise".</param>
/// <param name="Title">Of its resource.</param>
/// <param name="Areas">Paths of the areas that the data cover; null when they cover all that the provider answers for.</param>
internal sealed record PoolItem(ItemPath Path, Item Item, string Subject, string Title, string ProviderId, int Version, DateTimeOffset UpdatedAt, ImmutableArray<string>? Areas = null);

/// <summary>A field that a running collection asks itself.</summary>
internal sealed record RunningField(string TaskId, string Title, string OfficeId, DateTimeOffset PlannedAt, string Subject, UpdateCycle Cycle, CollectField Field);

/// <summary>What was found of a field.</summary>
/// <param name="Item">The pool's item: from there it is taken; when <paramref name="Stale"/>, its value is shown to be confirmed.</param>
/// <param name="Source">Title of the resource, or of the task with which it is merged.</param>
/// <param name="Office">Id of the department that answers for the resource or the task.</param>
/// <param name="UpdatedAt">When the pool's data came in.</param>
/// <param name="Stale">Whether the pool has it, but older than the plan's cycle allows.</param>
/// <param name="TaskId">The task that asks it already.</param>
/// <param name="TaskField">Key of the field there.</param>
internal sealed record Finding(string Field, Verdict Verdict, ItemPath? Item = null, string? Source = null, string? Office = null, DateTimeOffset? UpdatedAt = null, bool Stale = false, string? TaskId = null, string? TaskField = null);

/// <summary>Compares a plan with what the pool holds and what others ask. Pure: the same plan before the same pool is always answered alike, in whatever order the pool is read.</summary>
internal static class FieldComparison
{
    /// <param name="areas">Paths of the plan's areas.</param>
    public static ImmutableArray<Finding> Of(CollectPlan plan, IReadOnlyList<string> areas, IEnumerable<PoolItem> pool, IEnumerable<RunningField> running, DateTimeOffset now)
    {
        var held = pool.Where(p => p.Subject == plan.Subject && Covers(p.Areas, areas)).ToList();
        var asked = running.Where(r => r.Subject == plan.Subject && r.Cycle == plan.Cycle).ToList();
        return [.. plan.Fields.Select(f => Of(f, plan.Cycle, held, asked, now))];
    }

    /// <summary>How old data may be for who needs them in this cycle.</summary>
    public static TimeSpan FreshFor(UpdateCycle cycle) => TimeSpan.FromDays(cycle switch
    {
        UpdateCycle.RealTime or UpdateCycle.Daily => 1,
        UpdateCycle.Weekly => 7,
        UpdateCycle.Monthly => 31,
        UpdateCycle.Quarterly => 92,
        _ => 366,
    });

    /// <summary>Whether the field asks what the item says: it names the item or one taken from it, or has its name, type and standard.</summary>
    public static bool Same(CollectField field, ItemPath path, Item item) =>
        field.Item is { } meant && (meant == path || meant == item.Source)
        || (field.Type == item.Type && item.Name.Values.Values.Any(n => Fold(n) == Fold(field.Name)) && Agree(field.CodeList, item.CodeList));

    /// <summary>Whether two fields ask the same.</summary>
    public static bool Same(CollectField one, CollectField other) =>
        (one.Item is { } meant && meant == other.Item) || (one.Type == other.Type && Fold(one.Name) == Fold(other.Name) && Agree(one.CodeList, other.CodeList));

    private static Finding Of(CollectField field, UpdateCycle cycle, List<PoolItem> held, List<RunningField> asked, DateTimeOffset now)
    {
        // Fresh before old, what is authoritative before what is taken from it, then the newest; the name decides what is left.
        var found = held.Where(p => Same(field, p.Path, p.Item))
            .OrderByDescending(p => IsFresh(p, cycle, now)).ThenBy(p => p.Item.Source is null ? 0 : 1).ThenByDescending(p => p.UpdatedAt).ThenBy(p => p.Path.ToString(), StringComparer.Ordinal)
            .FirstOrDefault();
        if (found is not null && IsFresh(found, cycle, now))
        {
            return new(field.Key, Verdict.Held, found.Path, found.Title, found.ProviderId, found.UpdatedAt);
        }
        var stale = found is null ? new Finding(field.Key, Verdict.Free) : new Finding(field.Key, Verdict.Free, found.Path, found.Title, found.ProviderId, found.UpdatedAt, Stale: true);
        return asked.Where(a => Same(field, a.Field)).OrderBy(a => a.PlannedAt).ThenBy(a => a.TaskId, StringComparer.Ordinal).ThenBy(a => a.Field.Key, StringComparer.Ordinal).FirstOrDefault() is { } first
            ? new(field.Key, Verdict.Merged, stale.Item, first.Title, first.OfficeId, TaskId: first.TaskId, TaskField: first.Field.Key)
            : stale;
    }

    private static bool IsFresh(PoolItem item, UpdateCycle cycle, DateTimeOffset now) => now - item.UpdatedAt <= FreshFor(cycle);

    private static bool Covers(ImmutableArray<string>? covered, IReadOnlyList<string> areas) => covered is not { } paths || areas.All(a => paths.Any(p => a.StartsWith(p, StringComparison.Ordinal)));

    private static bool Agree(string? one, string? other) => one is null || other is null || Fold(one) == Fold(other);

    private static string Fold(string text) => string.Concat(CatalogueSearch.Fold(text).Where(c => !char.IsWhiteSpace(c)));
}
