using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Rules;
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
    IOrganisations organisations,
    IWorkCalendars calendars,
    IEvidenceRecorder evidence,
    TimeProvider time)
{
    /// <summary>Working days in which a department mends what was found.</summary>
    private static readonly Kernel.Time.Limit MendingLimit = new(10, TimeBasis.WorkingDay);

    /// <summary>Runs every rule set that has not seen the newest data of its resource today. Returns how many ran.</summary>
    /// <param name="only">This resource alone; null for all.</param>
    public async Task<int> RunDueAsync(string? only, CancellationToken cancel)
    {
        var (ran, today) = (0, time.GetUtcNow().ChinaDate());
        foreach (var (resource, number, document) in await store.RuleSetsAsync(cancel))
        {
            if ((only is null || only == resource) && await catalogue.DataAsync(resource, number: null, cancel) is { } data && !await store.HasRunAsync(resource, data.Number, number, today, cancel))
            {
                await RunAsync(RuleReader.Read(resource, document), number, data, today, cancel);
                ran++;
            }
        }
        return ran;
    }

    private async Task RunAsync(RuleSet set, int number, DataVersion data, DateOnly today, CancellationToken cancel)
    {
        var (rows, key) = await OpenAsync(data, cancel);
        var targets = new Dictionary<ItemPath, CheckedRows>();
        foreach (var path in set.Rules.Select(r => r.Check).OfType<Check.ExistsIn>().Select(c => c.Target).Distinct())
        {
            if (await catalogue.DataAsync(path.Resource, number: null, cancel) is { } other)
            {
                targets[path] = (await OpenAsync(other, cancel)).Rows;
            }
        }
        var began = time.GetTimestamp();
        var run = new CheckRun(set, rows, today, targets, threads: Math.Max(1, Environment.ProcessorCount / 2)) { ExampleItem = key };
        var result = await run.RunAsync(cancel: cancel);
        var now = time.GetUtcNow();
        StoredRun stored = new(Ids.New(now), data.Resource, data.Number, data.Hash, number, today, now, time.GetElapsedTime(began), result, [.. run.Examples.Select(e => e.Select(Masked).ToImmutableArray())]);
        await database.WriteAsync(s => KeepAsync(s, stored), cancel);
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
            var (rows, mine) = (g.Sum(o => o.Run.Result.Rows), findings.Where(f => g.Any(o => o.Run.Resource == f.Resource)).ToList());
            return new DepartmentScore(g.Key, rows == 0 ? 1 : g.Sum(o => o.Run.Result.Total * o.Run.Result.Rows) / rows, rows, g.Count(), mine.Count, mine.Count(f => f.Due < today));
        }).OrderByDescending(d => d.Score).ThenBy(d => organisations.Find(d.ProviderId)?.Name.In("zh"), StringComparer.Ordinal)];
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
    private static string Masked(string key) => key.Length <= 6 ? new('*', key.Length) : key[..4] + new string('*', key.Length - 6) + key[^2..];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
