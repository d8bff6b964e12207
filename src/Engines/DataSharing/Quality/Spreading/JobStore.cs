using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Quality.Spreading;

/// <summary>Jobs of runs that are under way. A job counts as done when its outcome is on record, and only the first outcome counts.</summary>
internal sealed class JobStore(IDatabase database)
{
    /// <summary>Puts the run on record with all its jobs. Twice changes nothing, so a run whose node was lost goes on where it stood.</summary>
    public Task OpenAsync(SpreadRun run, IReadOnlyList<Job> jobs, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(
        async s =>
        {
            await s.ExecuteAsync("insert into sharing_spread_run (run, resource, version, rule_set, today, targets, opened_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                run.Id, run.Resource, (long)run.Version, (long)run.RuleSet, RunStore.Text(run.Today), JsonSerializer.Serialize(run.Targets), now.ToMicros());
            foreach (var job in jobs)
            {
                await s.ExecuteAsync("insert into sharing_check_job (run, kind, rule, part, parts, opened_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing", run.Id, (long)job.Kind, (long)job.Rule, (long)job.Part, (long)job.Parts, now.ToMicros());
            }
            return 0;
        },
        cancel);

    public Task<List<SpreadRun>> RunsAsync(CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        "select run, resource, version, rule_set, today, targets from sharing_spread_run order by opened_at, run",
        r => new SpreadRun(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt32(3), DateOnly.ParseExact(r.GetString(4), "yyyy-MM-dd", CultureInfo.InvariantCulture), JsonSerializer.Deserialize<ImmutableSortedDictionary<string, int>>(r.GetString(5))!)), cancel);

    /// <summary>The jobs that are not done, in an order of this asker's own, so that nodes do not all reach for the same.</summary>
    public async Task<List<Job>> OpenJobsAsync(string run, CancellationToken cancel)
    {
        var open = await database.ReadAsync(s => s.QueryAsync("select kind, rule, part, parts from sharing_check_job where run = $1 and done_at is null order by kind, rule, part",
            r => new Job((JobKind)r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3)), run), cancel);
        // Scans wait until all keys are decided.
        var kind = open.Count == 0 ? JobKind.Keys : open[0].Kind;
        var ready = open.Where(j => j.Kind == kind).ToArray();
        Random.Shared.Shuffle(ready);
        return [.. ready];
    }

    public Task<bool> IsOpenAsync(string run, Job job, CancellationToken cancel) => database.ReadAsync(async s =>
        await s.FirstAsync("select 1 from sharing_check_job where run = $1 and kind = $2 and rule = $3 and part = $4 and done_at is null", r => r.GetInt32(0), run, (long)job.Kind, (long)job.Rule, (long)job.Part) == 1, cancel);

    public Task DoneAsync(string run, Job job, string node, byte[] outcome, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(s => s.ExecuteAsync(
        "update sharing_check_job set done_at = $5, node = $6, outcome = $7 where run = $1 and kind = $2 and rule = $3 and part = $4 and done_at is null",
        run, (long)job.Kind, (long)job.Rule, (long)job.Part, now.ToMicros(), node, outcome), cancel);

    public Task<List<(Job Job, string Node, byte[] Outcome)>> OutcomesAsync(string run, JobKind kind, CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync(
        "select kind, rule, part, parts, node, outcome from sharing_check_job where run = $1 and kind = $2 and done_at is not null order by rule, part",
        r => (new Job((JobKind)r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3)), r.GetString(4), (byte[])r.GetValue(5)), run, (long)kind), cancel);

    public Task CloseAsync(string run, CancellationToken cancel) => database.WriteAsync(
        async s => await s.ExecuteAsync("delete from sharing_check_job where run = $1", run) + await s.ExecuteAsync("delete from sharing_spread_run where run = $1", run), cancel);
}
