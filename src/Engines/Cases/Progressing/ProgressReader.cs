using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Progressing;

/// <summary>Derives the progress of cases from their snapshots; the number of cases that one page shows is bounded.</summary>
internal sealed class ProgressReader(IDatabase database, IAccess access, MatterLibrary matters, IWorkCalendars calendars, TimeProvider time) : ICaseProgress
{
    public async Task<IReadOnlyList<CaseProgress>> OfMatterAsync(Actor actor, string matterKey, int most = 300, CancellationToken cancel = default)
    {
        var paths = access.Reach(actor, Permissions.CasesRead);
        if (paths.Count == 0)
        {
            return [];
        }
        var args = new List<object?> { matterKey, (long)most };
        var below = new List<string>();
        foreach (var path in paths)
        {
            args.Add(path);
            args.Add(path[..^1] + "0");
            var (from, to) = (Place(args.Count - 1), Place(args.Count));
            // Cases at home below, and cases in which an office below has work.
            below.Add($"(c.home_path >= {from} and c.home_path < {to})");
            below.Add($"exists (select 1 from cases_item i where i.case_id = c.id and i.path >= {from} and i.path < {to})");
        }
        var sql = $"""
            select c.snapshot, c.subject from cases_case c where c.matter = $1 and ({string.Join(" or ", below)})
            order by case when c.ended_at is null then 0 else 1 end, c.submitted_at desc, c.id limit $2
            """;
        var rows = await database.ReadAsync(session => session.QueryAsync(sql, r => (State: CaseJson.ReadState(r.GetString(0)), Subject: r.GetString(1)), [.. args]), cancel);
        var now = time.GetUtcNow();
        return [.. rows.Select(r => Of(r.State, r.Subject, now)).OrderByDescending(p => p.Late.Length > 0).ThenByDescending(p => p.SubmittedAt)];
    }

    private static string Place(int number) => "$" + number.ToString(CultureInfo.InvariantCulture);

    private CaseProgress Of(CaseState state, string subject, DateTimeOffset now)
    {
        var matter = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash);
        var lights = state.Items.Values
            .Where(i => i.Status == ItemStatus.Open && state.EndedAt is null)
            .Select(i => (Item: i, View: ViewOf(matter, state, i, now)))
            .ToDictionary(i => i.Item.Key, i => i.View, StringComparer.Ordinal);
        var stages = matter.Steps.Select(step => Stage(step, state, lights)).ToImmutableArray();
        var late = lights.Where(l => l.Value is { Light: Light.Red, Due: not null })
            .Select(l => new LateWork(l.Key, matter.Item(l.Key).Title, state.Items[l.Key].OrganisationId, l.Value!.Due!.Value, Math.Max(1, -(l.Value.DaysLeft ?? 0)), state.Items[l.Key].Tier))
            .OrderByDescending(l => l.DaysOver).ToImmutableArray();
        var open = state.EndedAt is null ? state.Meetings.Values.Where(m => m.ClosedAt is null).ToList() : [];
        return new(
            state.Id, state.Number, subject, state.HomeOrganisationId, state.Phase, state.Simulation is { ConvertedAt: null }, state.SubmittedAt,
            Worst(stages.Select(s => s.Light)), stages, late, open.Count, open.Select(m => m.Tier).DefaultIfEmpty(0).Max(), state.Exempted.Count);
    }

    private ClockView? ViewOf(Matter matter, CaseState state, ItemState item, DateTimeOffset now) =>
        ClockKeys.Of(matter.Item(item.Key), item) is { } key && state.Clocks.TryGetValue(key, out var clock)
            ? Clockwork.View(clock, CaseClocks.RuleOf(matter, clock), calendars.Current, now)
            : null;

    private static StageProgress Stage(Step step, CaseState state, Dictionary<string, ClockView?> lights)
    {
        var holding = step.Items.Where(i => i.Holds).ToList();
        var done = holding.Count(i => state.Items.GetValueOrDefault(i.Key)?.Status is ItemStatus.Agreed or ItemStatus.Deemed or ItemStatus.Skipped);
        var current = state.EndedAt is null && holding.Any(i => state.Items.GetValueOrDefault(i.Key) is { Status: ItemStatus.Open } or { Correcting: true });
        return new(step.Key, step.Title, done, holding.Count, current, Worst(step.Items.Select(i => lights.GetValueOrDefault(i.Key)?.Light ?? Light.Green)));
    }

    private static Light Worst(IEnumerable<Light> lights)
    {
        var all = lights.ToHashSet();
        return all.Contains(Light.Red) ? Light.Red : all.Contains(Light.Amber) ? Light.Amber : all.Contains(Light.Paused) ? Light.Paused : Light.Green;
    }
}
