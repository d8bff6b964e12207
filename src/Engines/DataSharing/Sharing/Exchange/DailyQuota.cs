using System.Collections.Concurrent;
using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>Counts the records that leave under a grant on a day, over all nodes. A node sets records aside in the store and counts in memory until they are used up.</summary>
/// <remarks>So a grant never gives more than its quota. What a node had set aside when it stopped is lost for the day; it sets aside an eighth of what is left at most, so little is lost near the end.</remarks>
internal sealed class DailyQuota(IDatabase database, TimeProvider time)
{
    private const long MostAside = 4096;

    private readonly ConcurrentDictionary<string, Aside> _aside = new(StringComparer.Ordinal);

    /// <summary>Takes records of today's quota; false, and nothing taken, when fewer are left.</summary>
    public async ValueTask<bool> TakeAsync(Grant grant, long records, CancellationToken cancel = default)
    {
        var today = time.GetUtcNow().ChinaDate();
        var aside = _aside.GetOrAdd(grant.Id, _ => new());
        if (aside.Take(today, records))
        {
            return true;
        }
        await aside.Gate.WaitAsync(cancel);
        try
        {
            // Somebody else may have fetched enough while this call waited.
            if (aside.Take(today, records))
            {
                return true;
            }
            var fetched = await FetchAsync(grant, today, records, cancel);
            if (fetched > 0)
            {
                aside.Add(today, fetched - records);
            }
            return fetched > 0;
        }
        finally
        {
            aside.Gate.Release();
        }
    }

    /// <summary>Takes the rows of a version's file, unless they were taken today: who resumes a transfer is not charged again.</summary>
    public Task<bool> TakeOnceAsync(Grant grant, int version, long rows, CancellationToken cancel = default)
    {
        var day = time.GetUtcNow().ChinaDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return database.WriteAsync(async s =>
        {
            // The row's lock is held to the commit, as for single records.
            var taken = await s.FirstAsync(Lock, r => r.GetInt64(0), grant.Id, day);
            if (await s.FirstAsync("select 1 from sharing_quota where grant_id = $1 and day = $2", r => r.GetInt32(0), FileOf(grant, version), day) == 1)
            {
                return true;
            }
            if (grant.DailyQuota - taken < rows)
            {
                return false;
            }
            await s.ExecuteAsync("update sharing_quota set taken = taken + $3 where grant_id = $1 and day = $2", grant.Id, day, rows);
            await s.ExecuteAsync("insert into sharing_quota (grant_id, day, taken) values ($1, $2, $3)", FileOf(grant, version), day, rows);
            return true;
        }, cancel);
    }

    private const string Lock = "insert into sharing_quota (grant_id, day, taken) values ($1, $2, 0) on conflict (grant_id, day) do update set taken = sharing_quota.taken returning taken";

    private static string FileOf(Grant grant, int version) => $"{grant.Id}/file@{version}";

    private Task<long> FetchAsync(Grant grant, DateOnly today, long records, CancellationToken cancel)
    {
        var day = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return database.WriteAsync(async s =>
        {
            // The row's lock is held from here to the commit, so two nodes do not set aside the same records.
            var taken = await s.FirstAsync(Lock, r => r.GetInt64(0), grant.Id, day);
            var left = grant.DailyQuota - taken;
            if (left < records)
            {
                return 0;
            }
            var fetched = Math.Max(records, Math.Min(MostAside, left / 8));
            await s.ExecuteAsync("update sharing_quota set taken = taken + $3 where grant_id = $1 and day = $2", grant.Id, day, fetched);
            return fetched;
        }, cancel);
    }

    private sealed class Aside
    {
        private readonly Lock _gate = new();
        private DateOnly _day;
        private long _left;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public bool Take(DateOnly day, long records)
        {
            lock (_gate)
            {
                if (_day != day || _left < records)
                {
                    return false;
                }
                _left -= records;
                return true;
            }
        }

        public void Add(DateOnly day, long records)
        {
            lock (_gate)
            {
                _left = _day == day ? _left + records : records;
                _day = day;
            }
        }
    }
}
