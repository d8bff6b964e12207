using System.Collections.Immutable;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Tasks;

/// <summary>Reads what the pool holds and what runs, and compares a plan with it.</summary>
internal sealed class PoolSurvey(CatalogueSearch search, TaskStore tasks, IOrganisations organisations, TimeProvider time)
{
    /// <summary>What becomes of each field of the plan now.</summary>
    public async Task<ImmutableArray<Finding>> CompareAsync(CollectPlan plan, CancellationToken cancel = default) =>
        FieldComparison.Of(plan, Paths(plan), await HeldAsync(cancel), Running(await tasks.RunningAsync(cancel)), time.GetUtcNow());

    /// <summary>Items with data that departments may have of each other.</summary>
    public async Task<IReadOnlyList<PoolItem>> HeldAsync(CancellationToken cancel = default)
    {
        var covered = (await tasks.DoneAsync(cancel)).GroupBy(t => t.Resource!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Paths(g.Last().Plan), StringComparer.Ordinal);
        var held = new List<PoolItem>();
        foreach (var entry in (await search.FindAsync(new(null, null, null, null), cancel)).Found)
        {
            // What is withheld cannot be taken from there, so it does not spare a question.
            if (entry is { Latest: > 0, At: { } at, Description: { Sharing: not SharingClass.Withheld } d } && SubjectOf(d) is { } subject)
            {
                // A department's data tell of its own area, not of another city's.
                ImmutableArray<string>? areas = covered.TryGetValue(d.Code, out var paths) ? paths : organisations.Find(d.ProviderId) is { } provider && AreaOf(provider) is { } area ? [area] : null;
                held.AddRange(d.Items.Select(i => new PoolItem(new(d.Code, i.Key), i, subject, d.Title.ToString(), d.ProviderId, entry.Latest, at, areas)));
            }
        }
        return held;
    }

    public static IEnumerable<RunningField> Running(IEnumerable<CollectTask> tasks) =>
        tasks.SelectMany(t => t.Own.Select(f => new RunningField(t.Id, t.Plan.Title, t.Plan.OfficeId, t.PlannedAt, t.Plan.Subject, t.Plan.Cycle, f)));

    public ImmutableArray<string> Paths(CollectPlan plan) => [.. plan.Areas.Select(a => organisations.Find(a)?.Path).OfType<string>()];

    /// <summary>Whom the records of a resource are about.</summary>
    public static string? SubjectOf(Description d) => d.Items.FirstOrDefault(i => i.Identifies && i.Names is not null)?.Names;

    private string? AreaOf(Organisation provider)
    {
        for (var at = provider; at is not null; at = at.ParentId is { } parent ? organisations.Find(parent) : null)
        {
            if (at.Kind <= OrganisationKind.County)
            {
                return at.Path;
            }
        }
        return null;
    }
}
