using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Worklists;

/// <summary>Cases as their applicants follow them, and as a subject (a project) gathers them.</summary>
internal sealed class CaseLists(IDatabase database, CaseRights rights, CaseLogic logic, MatterLibrary matters, TimeProvider time)
{
    private const int Most = 200;

    public async Task<IReadOnlyList<MyCase>> MineAsync(Actor actor, CancellationToken cancel)
    {
        var parties = actor.Parties.Select(p => p.Party.Id).Distinct().ToList();
        var snapshots = await database.ReadAsync(async session =>
        {
            var all = new List<string>();
            foreach (var party in parties)
            {
                all.AddRange(await session.QueryAsync($"select snapshot from cases_case where applicant = $1 order by submitted_at desc limit {Most}", r => r.GetString(0), party));
            }
            return all;
        }, cancel);
        return Show(snapshots, state => rights.IsApplicant(actor, state));
    }

    public async Task<IReadOnlyList<MyCase>> AboutAsync(Actor actor, string subjectKey, CancellationToken cancel)
    {
        var snapshots = await database.ReadAsync(
            session => session.QueryAsync($"select snapshot from cases_case where subject_key = $1 order by submitted_at desc limit {Most}", r => r.GetString(0), subjectKey),
            cancel);
        return Show(snapshots, state => rights.MaySee(actor, state));
    }

    private List<MyCase> Show(IEnumerable<string> snapshots, Func<CaseState, bool> allowed)
    {
        var now = time.GetUtcNow();
        return [.. snapshots.Select(CaseJson.ReadState).Where(allowed).OrderByDescending(s => s.SubmittedAt).Take(Most).Select(s => Show(s, now))];
    }

    private MyCase Show(CaseState state, DateTimeOffset now)
    {
        var compiled = matters.Compiled(state.MatterKey, state.MatterVersion, state.MatterHash);
        var matter = compiled.Matter;
        // The date that the applicant waits for: the earliest promised or statutory end of the whole case.
        var whole = state.Clocks.Values
            .Where(c => c.Subject is null && CaseClocks.RuleOf(matter, c).Kind is ClockKind.Promised or ClockKind.Statutory)
            .Select(c => logic.View(c, matter, now))
            .OrderBy(v => v.State.IsRunning ? 0 : 1).ThenBy(v => v.Due ?? DateOnly.MaxValue)
            .FirstOrDefault();
        var holding = matter.Items.Where(i => i.Holds && (!state.Items.TryGetValue(i.Key, out var at) || at.Status != ItemStatus.Skipped)).ToList();
        var done = holding.Count(i => state.Items.TryGetValue(i.Key, out var at) && at.Status is ItemStatus.Agreed or ItemStatus.Deemed);
        var needs = state.EndedAt is null
            && ((state.Supplement is { ProvidedAt: null })
                || state.Items.Values.Any(i => i.Status == ItemStatus.Disagreed)
                || state.Materials.Values.Any(m => m.Status is MaterialStatus.Promised or MaterialStatus.Awaited));
        return new(
            state.Id,
            state.Number,
            state.MatterKey,
            matter.Title,
            state.SubjectKey,
            matter.SubjectField is { } field && state.Form.TryGetValue(field, out var subject) ? subject : matter.Title.ToString(),
            state.Phase,
            state.SubmittedAt,
            whole?.Due,
            whole?.Light ?? Light.Green,
            logic.NextStep(compiled, state, now),
            needs,
            done,
            holding.Count,
            state.CertificateId,
            whole?.Provisional ?? false);
    }
}
