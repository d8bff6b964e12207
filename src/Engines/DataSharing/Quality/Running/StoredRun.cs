using System.Collections.Immutable;
using Zhuangjin.DataSharing.Quality.Checking;

namespace Zhuangjin.DataSharing.Quality.Running;

/// <summary>A run that is on record.</summary>
/// <param name="Version">Number of the data version.</param>
/// <param name="RuleSet">Number of the rule set.</param>
/// <param name="Today">The day for rules of timeliness.</param>
/// <param name="Took">How long it ran.</param>
/// <param name="Examples">For each rule some failed rows, their keys masked.</param>
internal sealed record StoredRun(string Id, string Resource, int Version, string VersionHash, int RuleSet, DateOnly Today, DateTimeOffset At, TimeSpan Took, CheckResult Result, ImmutableArray<ImmutableArray<string>> Examples)
{
    /// <summary>Before the name of a snapshot in a department's own database, where a version of ours has its digest.</summary>
    public const string Remote = "postgres:";

    /// <summary>True when the data never left their department's database.</summary>
    public bool IsRemote => VersionHash.StartsWith(Remote, StringComparison.Ordinal);

    /// <summary>Versions of the resources in which values were looked up, by code.</summary>
    public ImmutableSortedDictionary<string, int> Targets { get; init; } = ImmutableSortedDictionary<string, int>.Empty;
}

/// <summary>A broken rule that its department has to mend (整改).</summary>
/// <param name="Due">Last day, in working days after it was found.</param>
/// <param name="ClosedAt">When a run found it mended; null while it is open.</param>
internal sealed record Finding(string Id, string Resource, string Rule, DateTimeOffset OpenedAt, DateOnly Due, long Failed, DateTimeOffset? ClosedAt);

/// <summary>A department's place.</summary>
/// <param name="Score">Mean of its resources' scores, each weighted by its rows, 0 to 1.</param>
internal sealed record DepartmentScore(string ProviderId, double Score, long Rows, int Resources, int OpenFindings, int OverdueFindings)
{
    /// <summary>Resources' scores, each weighted by its rows.</summary>
    public static double Of(IEnumerable<CheckResult> results)
    {
        var (sum, rows) = results.Aggregate((Sum: 0.0, Rows: 0L), (a, r) => (a.Sum + (r.Total * r.Rows), a.Rows + r.Rows));
        return rows == 0 ? 1 : sum / rows;
    }
}
