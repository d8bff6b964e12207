using System.Collections.Immutable;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Collecting.Receiving;

/// <summary>What a department wanted collected.</summary>
/// <param name="Wanted">Fields of all its plans.</param>
/// <param name="Held">Of these refused, for the pool has them.</param>
/// <param name="Merged">Of these asked once together with another department.</param>
/// <param name="Refused">Plans refused as a whole.</param>
internal sealed record DepartmentBurden(string OfficeId, int Plans, int Refused, int Wanted, int Held, int Merged, int Kept)
{
    /// <summary>How much of what it wanted was there or asked already, from 0 to 1.</summary>
    public double Repeated => Wanted == 0 ? 0 : (double)(Held + Merged + Kept) / Wanted;
}

/// <param name="Filled">Answers given.</param>
/// <param name="Spared">Answers that need not be given.</param>
internal sealed record WorkerBurden(string Person, string Community, int Rows, long Filled, long Spared);

/// <summary>How much was asked of the communities, and how much they were spared.</summary>
internal sealed record Burden(ImmutableArray<DepartmentBurden> Departments, ImmutableArray<WorkerBurden> Workers)
{
    /// <summary>Seconds that one answer takes: an assumption, told where minutes are shown.</summary>
    public const int SecondsEach = 20;

    public static long Minutes(long answers) => answers * SecondsEach / 60;

    /// <summary>Departments by how much they want that is there already, most first. Pure.</summary>
    public static ImmutableArray<DepartmentBurden> Rank(IEnumerable<CollectTask> tasks) =>
    [
        .. tasks.GroupBy(t => t.Plan.OfficeId, StringComparer.Ordinal)
            .Select(g => new DepartmentBurden(g.Key, g.Count(), g.Count(t => t.State == CollectState.Refused), g.Sum(t => t.Plan.Fields.Length), g.Sum(t => t.Held.Count()), g.Sum(t => t.Merged.Count()), g.Sum(t => t.Kept.Length)))
            .OrderByDescending(d => d.Held + d.Merged + d.Kept).ThenByDescending(d => d.Wanted).ThenBy(d => d.OfficeId, StringComparer.Ordinal),
    ];
}

/// <summary>Counts for the bureau.</summary>
internal sealed class BurdenCount(TaskStore tasks, IDatabase database)
{
    private const int MostTasks = 2000;

    private const int MostWorkers = 100;

    /// <param name="below">Paths of what the asker oversees.</param>
    public async Task<Burden> CountAsync(Func<string, bool> below, CancellationToken cancel = default)
    {
        var workers = await database.ReadAsync(s => s.QueryAsync(
            $"select person, community, count(*), sum(filled), sum(spared) from sharing_collect_row group by person, community order by sum(spared) desc, person limit {MostWorkers}",
            r => new WorkerBurden(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt64(3), r.GetInt64(4))), cancel);
        return new(Burden.Rank((await tasks.NewestAsync(MostTasks, cancel)).Where(t => below(t.Plan.OfficeId))), [.. workers.Where(w => below(w.Community))]);
    }
}
