using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Bulletins;

/// <summary>Issues the bulletin of each month that is over, once, and counts it again when asked, from the data themselves.</summary>
internal sealed class BulletinDesk(IDatabase database, BulletinCounting counting, QualityRuns runs, IOrganisations organisations, IEvidenceRecorder evidence, TimeProvider time)
{
    private const string Columns = "id, area, month, number, issued_at, digest, document";

    /// <summary>The function of the office that runs the pool of its area.</summary>
    private const string Operator = "big-data";

    public Task<List<QualityBulletin>> ListAsync(CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_quality_bulletin order by month desc, area limit 120", Read), cancel);

    /// <exception cref="NotFoundException">There is none of this id.</exception>
    public async Task<QualityBulletin> FindAsync(string id, CancellationToken cancel) =>
        await database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_quality_bulletin where id = $1", Read, id), cancel) ?? throw new NotFoundException("sharing.bulletin.fault.none");

    /// <summary>Issues what is due: last month's bulletin of each area in which something was measured.</summary>
    public async Task<int> IssueDueAsync(CancellationToken cancel)
    {
        var today = time.GetUtcNow().ChinaDate();
        var month = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        var issued = 0;
        foreach (var area in organisations.All.Where(o => o.Function == Operator).Select(o => organisations.Find(o.ParentId ?? "")).OfType<Organisation>().DistinctBy(o => o.Id))
        {
            if (await database.ReadAsync(s => s.FirstAsync("select 1 from sharing_quality_bulletin where area = $1 and month = $2", r => r.GetInt32(0), area.Id, RunStore.Text(month)), cancel) == 1)
            {
                continue;
            }
            var data = await counting.CountAsync(area, month, r => Task.FromResult(r.Result), cancel);
            if (data.Resources.Length > 0)
            {
                await IssueAsync(area, month, data.Write(), cancel);
                issued++;
            }
        }
        return issued;
    }

    /// <summary>Runs the pinned rules over the pinned data again and compares what comes out, byte for byte.</summary>
    public async Task<(bool Same, string Digest)> AgainAsync(string id, CancellationToken cancel)
    {
        var bulletin = await FindAsync(id, cancel);
        var area = organisations.Find(bulletin.Area) ?? throw new NotFoundException("sharing.bulletin.fault.none");
        var text = (await counting.CountAsync(area, bulletin.Month, r => runs.AgainAsync(r, cancel), cancel)).Write();
        return (text == bulletin.Text, BulletinData.DigestOf(text));
    }

    private async Task IssueAsync(Organisation area, DateOnly month, string text, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (id, digest, number) = (Ids.New(now), BulletinData.DigestOf(text), month.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        await database.WriteAsync(
            async s =>
            {
                if (await s.ExecuteAsync("insert into sharing_quality_bulletin (id, area, month, number, issued_at, digest, document) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing", id, area.Id, RunStore.Text(month), number, now.ToMicros(), digest, text) == 1)
                {
                    var stream = "quality-bulletin/" + area.Id;
                    await evidence.RecordAsync(s, new("sharing.quality-bulletin", stream, await evidence.NextSequenceAsync(s, stream), now, "clock",
                        ImmutableSortedDictionary<string, string>.Empty.Add("month", number).Add("digest", digest), ImmutableSortedDictionary<string, string>.Empty));
                }
                return 0;
            },
            cancel);
    }

    private static QualityBulletin Read(DbDataReader r) =>
        new(r.GetString(0), r.GetString(1), DateOnly.ParseExact(r.GetString(2), "yyyy-MM-dd", CultureInfo.InvariantCulture), r.GetString(3), ChinaTime.FromMicros(r.GetInt64(4)), r.GetString(5), r.GetString(6));
}
