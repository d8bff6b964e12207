using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Quality.Mending;

/// <summary>Sees to it that each broken dimension has its case, and that what departments say is mended is measured on the next version.</summary>
/// <remarks>It compares what is with what ought to be and does the difference, so that it may stop anywhere and go on later: a case is opened from a draft that is on record, and a result is on record before the case is told.</remarks>
internal sealed class MendingDesk(MendingStore store, RunStore runs, CatalogueStore catalogue, IWorkCalendars calendars, PhraseBook book, IServiceProvider services, TimeProvider time)
{
    public const int MostSamples = 10;

    private readonly Phrases _words = new(book, "zh");

    private readonly Phrases _english = new(book, "en");

    public async Task CatchUpAsync(CancellationToken cancel)
    {
        var open = await store.OpenAsync(cancel);
        if (open.Count == 0)
        {
            return;
        }
        var newest = (await runs.NewestAsync(cancel)).ToDictionary(r => r.Resource, StringComparer.Ordinal);
        foreach (var mending in open.Where(m => newest.ContainsKey(m.Resource)))
        {
            await CatchUpAsync(mending, newest[mending.Resource], cancel);
        }
    }

    private async Task CatchUpAsync(StoredMending mending, StoredRun run, CancellationToken cancel)
    {
        var passes = Broken(run, mending.Dimension).Count == 0;
        var fresh = run.Version > mending.Judged.Version || run.RuleSet > mending.Judged.Rules;
        if (services.GetService<IMendingCases>() is not { } cases || (mending.CaseId ?? await OpenAsync(cases, mending, run, cancel)) is not { } caseId || await cases.ProgressAsync(caseId, cancel) is not { } progress)
        {
            // Without a matter there is nobody to say that it is mended: the data say so.
            if (passes)
            {
                await store.CloseAsync(mending.Id, passed: true, time.GetUtcNow(), cancel);
            }
            return;
        }
        if (progress.Stage == MendingStage.Recheck && (fresh || mending.Judged.Round == progress.Round))
        {
            await store.JudgedAsync(mending.Id, run.Version, run.RuleSet, progress.Round, cancel);
            await cases.RecheckedAsync(caseId, passes, Words(run, mending.Dimension), cancel);
            progress = (await cases.ProgressAsync(caseId, cancel))!;
            if (!passes)
            {
                await store.DueAsync(mending.Id, calendars.Current.Due(time.GetUtcNow().ChinaDate(), QualityRuns.MendingLimit).Date, cancel);
            }
        }
        else if (progress.Stage == MendingStage.Mending && passes && mending.Due <= time.GetUtcNow().ChinaDate())
        {
            // Nobody is pressed over data that are in order already.
            await cases.TakeBackAsync(caseId, Words(run, mending.Dimension), cancel);
            progress = (await cases.ProgressAsync(caseId, cancel))!;
        }
        if (progress.Stage == MendingStage.Ended)
        {
            await store.ProgressAsync(mending.Id, progress, cancel);
            await store.CloseAsync(mending.Id, passes, time.GetUtcNow(), cancel);
        }
        else if (progress.Stage != mending.Stage || progress.Number != mending.CaseNumber)
        {
            await store.ProgressAsync(mending.Id, progress, cancel);
        }
    }

    private async Task<string?> OpenAsync(IMendingCases cases, StoredMending mending, StoredRun newest, CancellationToken cancel)
    {
        var run = newest.Id == mending.Run ? newest : await runs.FindAsync(mending.Run, cancel);
        if (run is null || await catalogue.FindAsync(mending.Resource, cancel) is not { Description: var description })
        {
            return null;
        }
        var order = OrderOf(mending, run, description);
        var draft = mending.Draft;
        if (draft is null)
        {
            draft = await cases.PrepareAsync(order, cancel);
            if (draft is null)
            {
                return null;
            }
            await store.DraftedAsync(mending.Id, draft, cancel);
        }
        var caseId = await cases.OpenAsync(order, draft, cancel);
        await store.OpenedAsync(mending.Id, caseId, cancel);
        return caseId;
    }

    private MendingOrder OrderOf(StoredMending mending, StoredRun run, Description description)
    {
        var broken = Broken(run, mending.Dimension);
        var key = "sharing.dimension." + mending.Dimension;
        return new(
            mending.Id, mending.Resource, description.Title, run.Version, description.ProviderId, mending.Dimension.ToString().ToLowerInvariant(), new LocalText(_words[key], _english[key]),
            run.Result.Rows, broken.Sum(run.Result.Failed), [.. broken.Select(n => Line(run, n, description))],
            [.. broken.SelectMany(n => run.Examples.Length > n ? run.Examples[n] : []).Where(e => e.Length > 0).Distinct(StringComparer.Ordinal).Take(MostSamples)]);
    }

    private string Line(StoredRun run, int rule, Description description)
    {
        var r = run.Result.Set.Rules[rule];
        var items = string.Join("、", r.Check.Needs.Select(i => description.Find(i.Item)?.Name.In("zh") ?? i.Item).Distinct(StringComparer.Ordinal));
        return _words["sharing.mending.line", r.Id, items, _words["sharing.check." + CheckNames.Of(r.Check)], Number(run.Result.Failed(rule)), Share(run, rule), r.Max.ToString()];
    }

    private string Words(StoredRun run, Dimension dimension) => Broken(run, dimension) is { Count: > 0 } broken
        ? _words["sharing.mending.fails", $"{run.Resource}@{run.Version}", string.Join("；", broken.Take(5).Select(n => _words["sharing.mending.rule", run.Result.Set.Rules[n].Id, Number(run.Result.Failed(n)), Share(run, n), run.Result.Set.Rules[n].Max.ToString()]))]
        : _words["sharing.mending.passes", $"{run.Resource}@{run.Version}"];

    private static List<int> Broken(StoredRun run, Dimension dimension) => [.. Enumerable.Range(0, run.Result.Set.Rules.Length).Where(n => run.Result.Set.Rules[n].Dimension == dimension && !run.Result.Allows(n))];

    private static string Share(StoredRun run, int rule) => (run.Result.Applied[rule] == 0 ? 0 : 100.0 * run.Result.Failed(rule) / run.Result.Applied[rule]).ToString("0.####", CultureInfo.InvariantCulture) + "%";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
