using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Remote;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Spreading;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Running;

/// <summary>Runs the rules of a resource over its newest data and keeps what came out: the run, findings that it opens, findings that it closes; all in one transaction with its event.</summary>
internal sealed class QualityRuns(
    IDatabase database,
    CatalogueStore catalogue,
    ShardStore shards,
    RunStore store,
    JobStore jobs,
    JobWorker worker,
    SpreadSettings settings,
    RemoteTables remotes,
    IOrganisations organisations,
    IWorkCalendars calendars,
    IEvidenceRecorder evidence,
    TimeProvider time,
    ILogger<QualityRuns> logger)
{
    /// <summary>Working days in which a department mends what was found.</summary>
    internal static readonly Kernel.Time.Limit MendingLimit = new(10, TimeBasis.WorkingDay);

    /// <summary>A department's database is not burdened longer than this by one run.</summary>
    private static readonly TimeSpan LongestRemote = TimeSpan.FromMinutes(10);

    /// <summary>Runs every rule set that has not seen the newest data of its resource, or saw them longer ago than the resource's cycle of updates: what has not changed fails no other rules than those of timeliness. Returns how many ran.</summary>
    /// <param name="only">This resource alone; null for all.</param>
    public async Task<int> RunDueAsync(string? only, CancellationToken cancel)
    {
        var (ran, today) = (0, time.GetUtcNow().ChinaDate());
        var remote = await remotes.AllAsync(cancel);
        foreach (var (resource, number, document) in await store.RuleSetsAsync(cancel))
        {
            if (only is not null && only != resource)
            {
                continue;
            }
            try
            {
                ran += await RunIfDueAsync(resource, number, document, remote, today, cancel) ? 1 : 0;
            }
            catch (Exception fault) when (only is null && fault is not OperationCanceledException)
            {
                // One resource that cannot be measured, because its database does not answer or a looked-up resource has no data, holds back no other.
                logger.LogError(fault, "The rules of {Resource} could not be run.", resource);
            }
        }
        return ran;
    }

    private async Task<bool> RunIfDueAsync(string resource, int number, string document, IReadOnlyDictionary<string, RemoteTable> remote, DateOnly today, CancellationToken cancel)
    {
        if (remote.TryGetValue(resource, out var table))
        {
            var last = await store.LastAsync(resource, cancel);
            if (IsDue(last is { } run && run.RuleSet == number ? run.Today : null, await CycleAsync(resource, cancel), today))
            {
                await RunRemotelyAsync(RuleReader.Read(resource, document), number, table, remote, last?.Version ?? 0, today, cancel);
                return true;
            }
            return false;
        }
        if (await catalogue.DataAsync(resource, number: null, cancel) is { } data && IsDue(await store.LastRunAsync(resource, data.Number, number, cancel), await CycleAsync(resource, cancel), today))
        {
            await RunAsync(RuleReader.Read(resource, document), number, data, today, cancel);
            return true;
        }
        return false;
    }

    /// <summary>Runs the rules where the data live. Each such run counts as a version of its own, named by the database's snapshot; it cannot be made again, and keeps no example of a row.</summary>
    private async Task RunRemotelyAsync(RuleSet set, int number, RemoteTable table, IReadOnlyDictionary<string, RemoteTable> all, int before, DateOnly today, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var beside = all.Values.Where(t => t.Address == table.Address).ToDictionary(t => t.Resource, t => t.Table, StringComparer.Ordinal);
        var (result, snapshot) = await new RemoteCheck(Databases.PostgresConnectionText(table.Address), LongestRemote).RunAsync(set, table.Table, beside, today, cancel);
        var now = time.GetUtcNow();
        StoredRun stored = new(Ids.New(now), table.Resource, before + 1, StoredRun.Remote + snapshot, number, today, now, time.GetElapsedTime(began), result, [.. set.Rules.Select(_ => ImmutableArray<string>.Empty)]);
        await database.WriteAsync(s => KeepAsync(s, stored), cancel);
    }

    /// <param name="last">The day on which this version was last run with these rules; null for never.</param>
    internal static bool IsDue(DateOnly? last, UpdateCycle cycle, DateOnly today) => last is not { } day || today >= cycle switch
    {
        UpdateCycle.RealTime or UpdateCycle.Daily => day.AddDays(1),
        UpdateCycle.Weekly => day.AddDays(7),
        UpdateCycle.Quarterly => day.AddMonths(3),
        UpdateCycle.Yearly => day.AddYears(1),
        _ => day.AddMonths(1),
    };

    private async Task<UpdateCycle> CycleAsync(string resource, CancellationToken cancel) => (await catalogue.FindAsync(resource, cancel))?.Description.Cycle ?? UpdateCycle.Irregular;

    private async Task RunAsync(RuleSet set, int number, DataVersion data, DateOnly today, CancellationToken cancel)
    {
        var targets = new Dictionary<string, DataVersion>(StringComparer.Ordinal);
        foreach (var resource in Targets(set))
        {
            if (await catalogue.DataAsync(resource, number: null, cancel) is { } other)
            {
                targets[resource] = other;
            }
        }
        var began = time.GetTimestamp();
        var spread = database.Dialect != Dialect.Sqlite && data.Shards.Length >= settings.Shards ? new SpreadRun(SpreadRun.IdOf(data.Resource, data.Number, number, today), data.Resource, data.Number, number, today, Numbers(targets)) : null;
        var (result, examples) = spread is null ? await MeasureAsync(set, data, targets, today, cancel) : await SpreadAsync(spread, set, data, cancel);
        var now = time.GetUtcNow();
        StoredRun stored = new(Ids.New(now), data.Resource, data.Number, data.Hash, number, today, now, time.GetElapsedTime(began), result, [.. examples.Select(e => e.Select(Masked).ToImmutableArray())])
        {
            Targets = Numbers(targets),
        };
        await database.WriteAsync(s => KeepAsync(s, stored), cancel);
        if (spread is not null)
        {
            await jobs.CloseAsync(spread.Id, cancel);
        }
    }

    private static ImmutableSortedDictionary<string, int> Numbers(Dictionary<string, DataVersion> versions) => versions.ToImmutableSortedDictionary(t => t.Key, t => t.Value.Number, StringComparer.Ordinal);

    /// <summary>One job for each shard and part of keys, done by whatever nodes there are; this one works, too, and stays to the end.</summary>
    private async Task<(CheckResult Result, ImmutableArray<IReadOnlyList<string>> Examples)> SpreadAsync(SpreadRun run, RuleSet set, DataVersion data, CancellationToken cancel)
    {
        await jobs.OpenAsync(run, JobWorker.JobsOf(set, data.Rows, data.Shards.Length), time.GetUtcNow(), cancel);
        await worker.WorkAsync(run, await InputsAsync(run, cancel), toTheEnd: true, cancel);
        return await worker.SumAsync(run, set, cancel);
    }

    /// <summary>All that the jobs of a run need on this node; shards that are missing here are fetched.</summary>
    public async Task<SpreadInputs> InputsAsync(SpreadRun run, CancellationToken cancel)
    {
        var (document, _) = await store.RuleSetAsync(run.Resource, run.RuleSet, cancel);
        var set = RuleReader.Read(run.Resource, document);
        var (rows, key) = await OpenAsync(await PinnedAsync(run.Resource, run.Version, cancel), cancel);
        var versions = new Dictionary<string, DataVersion>(StringComparer.Ordinal);
        foreach (var (resource, version) in run.Targets)
        {
            versions[resource] = await PinnedAsync(resource, version, cancel);
        }
        return new(set, rows, key, run.Today, await TargetsAsync(set, versions, cancel));
    }

    /// <summary>Makes a run on record again, from its pinned versions: of the data, of the rules, of what values were looked up in, and on its day. What lives in a department's own database has no versions to go back to; of such a run the outcome on record is given.</summary>
    /// <exception cref="FileNotFoundException">A shard of a pinned version is in no store.</exception>
    public async Task<CheckResult> AgainAsync(StoredRun run, CancellationToken cancel)
    {
        if (run.IsRemote)
        {
            return run.Result;
        }
        var data = await PinnedAsync(run.Resource, run.Version, cancel);
        var targets = new Dictionary<string, DataVersion>(StringComparer.Ordinal);
        foreach (var (resource, version) in run.Targets)
        {
            targets[resource] = await PinnedAsync(resource, version, cancel);
        }
        var (document, _) = await store.RuleSetAsync(run.Resource, run.RuleSet, cancel);
        return (await MeasureAsync(RuleReader.Read(run.Resource, document), data, targets, run.Today, cancel)).Result;
    }

    private async Task<DataVersion> PinnedAsync(string resource, int version, CancellationToken cancel) =>
        await catalogue.DataAsync(resource, version, cancel) ?? throw new FileNotFoundException($"{resource}@{version} is not on record any more.");

    private static IEnumerable<string> Targets(RuleSet set) => set.Rules.Select(r => r.Check).OfType<Check.ExistsIn>().Select(c => c.Target.Resource).Distinct(StringComparer.Ordinal);

    private async Task<(CheckResult Result, ImmutableArray<IReadOnlyList<string>> Examples)> MeasureAsync(RuleSet set, DataVersion data, Dictionary<string, DataVersion> versions, DateOnly today, CancellationToken cancel)
    {
        var (rows, key) = await OpenAsync(data, cancel);
        var run = new CheckRun(set, rows, today, await TargetsAsync(set, versions, cancel), threads: Math.Max(1, Environment.ProcessorCount / 2)) { ExampleItem = key };
        return (await run.RunAsync(cancel: cancel), run.Examples);
    }

    private async ValueTask<int> KeepAsync(ISession session, StoredRun run)
    {
        if (await RunStore.InsertAsync(session, run) == 0)
        {
            return 0;
        }
        var (opened, closed) = (0, 0);
        var due = calendars.Current.Due(run.At.ChinaDate(), MendingLimit).Date;
        for (var n = 0; n < run.Result.Set.Rules.Length; n++)
        {
            var rule = run.Result.Set.Rules[n].Id;
            if (run.Result.Allows(n))
            {
                closed += await session.ExecuteAsync("update sharing_finding set closed_by = $3, closed_at = $4 where resource = $1 and rule = $2 and closed_at is null", run.Resource, rule, run.Id, run.At.ToMicros());
            }
            else
            {
                opened += await session.ExecuteAsync("insert into sharing_finding (id, resource, rule, opened_by, opened_at, due, failed) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                    Ids.New(run.At), run.Resource, rule, run.Id, run.At.ToMicros(), RunStore.Text(due), run.Result.Failed(n));
            }
        }
        await MendingStore.OpenAsync(session, run, due);
        var stream = "resource/" + run.Resource;
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["version"] = Number(run.Version),
            ["version-hash"] = run.VersionHash,
            ["rules"] = Number(run.RuleSet),
            ["today"] = RunStore.Text(run.Today),
            ["rows"] = Number(run.Result.Rows),
            ["clean"] = Number(run.Result.Clean),
            ["opened"] = Number(opened),
            ["closed"] = Number(closed),
        };
        await evidence.RecordAsync(session, new("sharing.checked", stream, await evidence.NextSequenceAsync(session, stream), run.At, "clock", facts.ToImmutableSortedDictionary(StringComparer.Ordinal), ImmutableSortedDictionary<string, string>.Empty));
        return opened;
    }

    /// <summary>Departments by the quality of their data, best first. Every score follows from runs on pinned versions.</summary>
    public async Task<IReadOnlyList<DepartmentScore>> RankingAsync(CancellationToken cancel)
    {
        var (runs, findings, today) = (await store.NewestAsync(cancel), await store.FindingsAsync(null, cancel), time.GetUtcNow().ChinaDate());
        var owned = new List<(string Provider, StoredRun Run)>();
        foreach (var run in runs)
        {
            if (await catalogue.FindAsync(run.Resource, cancel) is { } described)
            {
                owned.Add((described.Description.ProviderId, run));
            }
        }
        return [.. owned.GroupBy(o => o.Provider, StringComparer.Ordinal).Select(g =>
        {
            var mine = findings.Where(f => g.Any(o => o.Run.Resource == f.Resource)).ToList();
            return new DepartmentScore(g.Key, DepartmentScore.Of(g.Select(o => o.Run.Result)), g.Sum(o => o.Run.Result.Rows), g.Count(), mine.Count, mine.Count(f => f.Due < today));
        }).OrderByDescending(d => d.Score).ThenBy(d => organisations.Find(d.ProviderId)?.Name.In("zh"), StringComparer.Ordinal)];
    }

    private async Task<Dictionary<ItemPath, CheckedRows>> TargetsAsync(RuleSet set, Dictionary<string, DataVersion> versions, CancellationToken cancel)
    {
        var targets = new Dictionary<ItemPath, CheckedRows>();
        foreach (var path in set.Rules.Select(r => r.Check).OfType<Check.ExistsIn>().Select(c => c.Target).Distinct())
        {
            if (versions.TryGetValue(path.Resource, out var other))
            {
                targets[path] = (await OpenAsync(other, cancel)).Rows;
            }
        }
        return targets;
    }

    private async Task<(CheckedRows Rows, string? Key)> OpenAsync(DataVersion data, CancellationToken cancel)
    {
        var description = (await catalogue.FindAsync(data.Resource, data.Description, cancel))!.Description;
        var paths = await shards.PathsAsync(data, cancel);
        return (new(shards.Folder, [.. paths.Select(p => Sql.Shards([p]))], description.Items.ToDictionary(i => i.Key, Kind, StringComparer.Ordinal)), description.Items.FirstOrDefault(i => i.Identifies)?.Key);
    }

    private static Stored Kind(Item item) => item.Type switch
    {
        ItemType.Text => Stored.Text,
        ItemType.Integer or ItemType.Decimal => Stored.Number,
        ItemType.Date => Stored.Date,
        ItemType.Instant => Stored.Instant,
        _ => Stored.Other,
    };

    /// <summary>Enough of a key to find the row at the source, too little to know whom it is about.</summary>
    internal static string Masked(string key) => key.Length <= 6 ? new('*', key.Length) : key[..4] + new string('*', key.Length - 6) + key[^2..];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
