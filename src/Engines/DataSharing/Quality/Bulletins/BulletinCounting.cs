using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Bulletins;

/// <summary>Counts a month: of each resource the newest run before the month's end, and the orders of the month. What came later is not looked at.</summary>
internal sealed class BulletinCounting(RunStore runs, MendingStore mendings, CatalogueStore catalogue, IOrganisations organisations)
{
    public const int MostOrders = 100_000;

    /// <param name="measure">The outcome of a run: the one on record, or the same run made again.</param>
    public async Task<BulletinData> CountAsync(Organisation area, DateOnly month, Func<StoredRun, Task<CheckResult>> measure, CancellationToken cancel)
    {
        var (from, until) = (ChinaTime.At(month, TimeOnly.MinValue), ChinaTime.At(month.AddMonths(1), TimeOnly.MinValue));
        var measured = new List<(string Provider, CheckResult Result, MeasuredResource Resource)>();
        foreach (var run in await runs.BeforeAsync(until, cancel))
        {
            var described = run.IsRemote ? await catalogue.FindAsync(run.Resource, cancel)
                : await catalogue.DataAsync(run.Resource, run.Version, cancel) is { } data ? await catalogue.FindAsync(run.Resource, data.Description, cancel) : null;
            if (described is not { Description: var description }
                || organisations.Find(description.ProviderId) is not { } provider || !provider.Path.StartsWith(area.Path, StringComparison.Ordinal))
            {
                continue;
            }
            var result = await measure(run);
            var (_, hash) = await runs.RuleSetAsync(run.Resource, run.RuleSet, cancel);
            measured.Add((provider.Id, result, Of(run, result, description.Title.In("zh"), provider.Id, hash)));
        }
        var orders = (await mendings.AllAsync(null, MostOrders, cancel)).Where(o => o.OpenedAt < until).ToLookup(o => o.Resource, StringComparer.Ordinal);
        var last = month.AddMonths(1).AddDays(-1);
        var ranked = measured.GroupBy(m => m.Provider, StringComparer.Ordinal)
            .Select(g => (Id: g.Key, Name: organisations.Find(g.Key)!.Name.In("zh"), Score: DepartmentScore.Of(g.Select(m => m.Result)), Of: g.ToList(), Orders: g.SelectMany(m => orders[m.Resource.Resource]).ToList()))
            .OrderByDescending(d => Share(d.Score), StringComparer.Ordinal).ThenBy(d => d.Name, StringComparer.Ordinal)
            .Select((d, n) =>
            {
                var open = d.Orders.Where(o => o.ClosedAt is null || o.ClosedAt >= until).ToList();
                return new RankedDepartment(
                    n + 1, d.Id, d.Name, Share(d.Score), d.Of.Count, d.Of.Sum(m => m.Result.Rows), d.Of.Sum(m => m.Result.Rows - m.Result.Clean),
                    d.Orders.Count(o => o.OpenedAt >= from), d.Orders.Count(o => o.Passed == true && o.ClosedAt >= from && o.ClosedAt < until), open.Count, open.Count(o => o.Due <= last));
            });
        return new(area.Name.In("zh"), month.ToString("yyyy-MM", CultureInfo.InvariantCulture), [.. ranked], [.. measured.Select(m => m.Resource)]);
    }

    private static MeasuredResource Of(StoredRun run, CheckResult result, string title, string provider, string hash) => new(
        run.Resource, title, provider, run.Id, run.Version, run.VersionHash, run.RuleSet, hash, RunStore.Text(run.Today), run.Targets, result.Rows, result.Clean, Share(result.Total),
        [.. Enum.GetValues<Dimension>().Where(d => result.Score(d) is not null).Select(d => new DimensionShare(d.ToString(), Share(result.Score(d)!.Value)))],
        [.. result.Set.Rules.Select((r, n) => new MeasuredRule(r.Id, CheckNames.Of(r.Check), r.Dimension.ToString(), result.Applied[n], result.Failed(n), r.Max.ToString(), result.Allows(n)))],
        [.. result.Histogram.OrderBy(h => h.Key).Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Key}:{h.Value}"))]);

    private static string Share(double share) => share.ToString("0.000000", CultureInfo.InvariantCulture);
}
