using System.Data.Common;
using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Quality.Mending;

/// <summary>Orders on record.</summary>
internal sealed class MendingStore(IDatabase database) : IQualityOrders
{
    private const string Columns = "id, resource, dimension, run, opened_at, due, draft, case_id, case_number, stage, judged_version, judged_rules, judged_round, closed_at, passed";

    /// <summary>Opens an order for each dimension that the run broke and that has none; within the run's own transaction.</summary>
    public static async ValueTask OpenAsync(ISession session, StoredRun run, DateOnly due)
    {
        var broken = run.Result.Set.Rules.Where((_, n) => !run.Result.Allows(n)).Select(r => r.Dimension).Distinct();
        foreach (var dimension in broken)
        {
            await session.ExecuteAsync(
                "insert into sharing_mending (id, resource, dimension, run, opened_at, due, stage, judged_version, judged_rules, judged_round) values ($1, $2, $3, $4, $5, $6, 0, $7, $8, 0) on conflict do nothing",
                Ids.New(run.At), run.Resource, (long)dimension, run.Id, run.At.ToMicros(), RunStore.Text(due), (long)run.Version, (long)run.RuleSet);
        }
    }

    public Task<List<StoredMending>> OpenAsync(CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_mending where closed_at is null order by opened_at, id", Read), cancel);

    /// <summary>Orders of a resource, or of all, the open ones first.</summary>
    public Task<List<StoredMending>> AllAsync(string? resource, int most, CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_mending{(resource is null ? "" : " where resource = $1")} order by case when closed_at is null then 0 else 1 end, case when closed_at is null then due else '' end, opened_at desc, id limit {most}", Read, resource is null ? [] : [resource]), cancel);

    public async Task<IReadOnlyList<OrderStanding>> OfAsync(string resource, CancellationToken cancel = default) =>
        [.. (await AllAsync(resource, 100, cancel)).Select(m => new OrderStanding(m.Id, m.Resource, m.Dimension.ToString().ToLowerInvariant(), m.Stage, m.CaseId, m.Due, m.Passed))];

    public Task DraftedAsync(string id, string draft, CancellationToken cancel) => database.WriteAsync(s => s.ExecuteAsync("update sharing_mending set draft = $2 where id = $1", id, draft), cancel);

    public Task OpenedAsync(string id, string caseId, CancellationToken cancel) => database.WriteAsync(s => s.ExecuteAsync("update sharing_mending set case_id = $2 where id = $1", id, caseId), cancel);

    public Task ProgressAsync(string id, MendingProgress progress, CancellationToken cancel) => database.WriteAsync(s => s.ExecuteAsync("update sharing_mending set stage = $2, case_number = $3 where id = $1", id, (long)progress.Stage, progress.Number), cancel);

    public Task JudgedAsync(string id, int version, int rules, int round, CancellationToken cancel) =>
        database.WriteAsync(s => s.ExecuteAsync("update sharing_mending set judged_version = $2, judged_rules = $3, judged_round = $4 where id = $1", id, (long)version, (long)rules, (long)round), cancel);

    /// <summary>The work goes back to the department, which has until then.</summary>
    public Task DueAsync(string id, DateOnly due, CancellationToken cancel) => database.WriteAsync(s => s.ExecuteAsync("update sharing_mending set due = $2 where id = $1", id, RunStore.Text(due)), cancel);

    public Task CloseAsync(string id, bool passed, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(s => s.ExecuteAsync("update sharing_mending set closed_at = $2, passed = $3, stage = $4 where id = $1 and closed_at is null", id, now.ToMicros(), passed ? 1L : 0L, (long)MendingStage.Ended), cancel);

    private static StoredMending Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), (Dimension)r.GetInt32(2), r.GetString(3), ChinaTime.FromMicros(r.GetInt64(4)), DateOnly.ParseExact(r.GetString(5), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        r.IsDBNull(6) ? null : r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7), r.IsDBNull(8) ? null : r.GetString(8), (MendingStage)r.GetInt32(9), (r.GetInt32(10), r.GetInt32(11), r.GetInt32(12)),
        r.IsDBNull(13) ? null : ChinaTime.FromMicros(r.GetInt64(13)), r.IsDBNull(14) ? null : r.GetInt32(14) == 1);
}
