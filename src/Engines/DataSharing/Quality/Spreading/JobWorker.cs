using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Quality.Spreading;

/// <summary>What a run's jobs are done with on this node.</summary>
internal sealed record SpreadInputs(RuleSet Set, CheckedRows Rows, string? ExampleItem, DateOnly Today, IReadOnlyDictionary<ItemPath, CheckedRows> Targets);

/// <summary>Does jobs of a run until none is left that it can have. Who does a job holds its lock; a node that is lost loses its locks, and others do its jobs.</summary>
internal sealed class JobWorker(JobStore store, IDatabase database, TimeProvider time)
{
    /// <summary>Jobs that this node does at the same time. Each reads with one thread.</summary>
    private static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Bytes for one job's keys.</summary>
    public const long Memory = 256L << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public string Node { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>The jobs of a run over so many shards.</summary>
    public static IReadOnlyList<Job> JobsOf(RuleSet set, long rows, int shards)
    {
        var parts = KeyParts.Count(rows, least: Math.Min(shards, 8), Memory);
        var keys = from n in Enumerable.Range(0, set.Rules.Length) where set.Rules[n].Check is Check.Unique or Check.ExistsIn from part in Enumerable.Range(0, parts) select new Job(JobKind.Keys, n, part, parts);
        return [.. keys, .. Enumerable.Range(0, shards).Select(s => new Job(JobKind.Scan, 0, s, shards))];
    }

    /// <param name="toTheEnd">True to stay until others have done theirs, too; false to leave when there is nothing to take.</param>
    public async Task WorkAsync(SpreadRun run, SpreadInputs inputs, bool toTheEnd, CancellationToken cancel)
    {
        KeySet?[]? bad = null;
        while (await store.OpenJobsAsync(run.Id, cancel) is { Count: > 0 } open)
        {
            if (open[0].Kind == JobKind.Scan)
            {
                bad ??= await BadAsync(run, inputs.Set, cancel);
            }
            var done = 0;
            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (job, stop) =>
            {
                if (await TryAsync(run, job, inputs, bad, stop))
                {
                    Interlocked.Increment(ref done);
                }
            });
            if (done == 0)
            {
                if (!toTheEnd)
                {
                    return;
                }
                await Task.Delay(Pause, CancellationToken.None);
                cancel.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<bool> TryAsync(SpreadRun run, Job job, SpreadInputs inputs, KeySet?[]? bad, CancellationToken cancel)
    {
        await using var mine = await database.TryLockAsync($"sharing.quality/{run.Id}/{job.Kind}/{job.Rule}/{job.Part}", cancel);
        if (mine is null || !await store.IsOpenAsync(run.Id, job, cancel))
        {
            return false;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, mine.Lost);
        var outcome = await DoAsync(job, inputs, bad, either.Token);
        await store.DoneAsync(run.Id, job, Node, outcome, time.GetUtcNow(), either.Token);
        return true;
    }

    private static async Task<byte[]> DoAsync(Job job, SpreadInputs inputs, KeySet?[]? bad, CancellationToken cancel)
    {
        if (job.Kind == JobKind.Scan)
        {
            var (result, examples) = new CheckRun(inputs.Set, inputs.Rows, inputs.Today, inputs.Targets, threads: 1) { ExampleItem = inputs.ExampleItem }.ScanOne(job.Part, bad!, cancel);
            return ShardOutcome.Write(result, examples.Select(e => (IReadOnlyList<string>)[.. e.Select(QualityRuns.Masked)]));
        }
        var (rule, keys) = (inputs.Set.Rules[job.Rule], new KeyParts(inputs.Today, threads: 1, Memory));
        return ShardOutcome.Write(rule.Check switch
        {
            Check.Unique c => await keys.RepeatedAsync(inputs.Rows, c.Key, rule.When, job.Part, job.Parts, cancel),
            Check.ExistsIn c => await keys.MissingAsync(inputs.Rows, c.Item, inputs.Targets.GetValueOrDefault(c.Target) ?? throw new InvalidDataException($"There are no data of {c.Target.Resource} to look {c.Target.Item} up in."), c.Target.Item, job.Part, job.Parts, cancel),
            _ => throw new InvalidOperationException($"Rule {rule.Id} asks nothing of all rows together."),
        });
    }

    /// <summary>Keys that break a rule, from the parts of all nodes.</summary>
    private async Task<KeySet?[]> BadAsync(SpreadRun run, RuleSet set, CancellationToken cancel)
    {
        var bad = set.Rules.Select(r => r.Check is Check.Unique or Check.ExistsIn ? new KeySet() : null).ToArray();
        foreach (var (job, _, outcome) in await store.OutcomesAsync(run.Id, JobKind.Keys, cancel))
        {
            ShardOutcome.Read(outcome, bad[job.Rule]!);
        }
        return bad;
    }

    /// <summary>The sum over all shards, with some failed rows of each rule.</summary>
    public async Task<(CheckResult Result, ImmutableArray<IReadOnlyList<string>> Examples)> SumAsync(SpreadRun run, RuleSet set, CancellationToken cancel)
    {
        var shards = (await store.OutcomesAsync(run.Id, JobKind.Scan, cancel)).Select(o => ShardOutcome.Read(o.Outcome, set)).ToList();
        return (shards.Select(s => s.Result).Aggregate(CheckResult.Empty(set), CheckResult.Add),
            [.. set.Rules.Select((_, n) => (IReadOnlyList<string>)[.. shards.SelectMany(s => s.Examples[n]).Take(CheckRun.MostExamples)])]);
    }
}
