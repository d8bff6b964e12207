using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Following;

/// <summary>Leads one follower along the sealed log.</summary>
internal sealed class FollowerRun(ILogFollower follower, IDatabase database, TimeProvider time, ILogger logger)
{
    private const int Batch = 256;

    private const int BulkBatch = 2048;

    private const int LongestError = 2000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Hands over what is sealed, at most one batch; true when there may be more. Waits after a failure, longer each time.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        var (cursor, rows, bulk) = await database.ReadAsync(
            async session =>
            {
                var at = await FollowerCursor.LoadAsync(session, follower.Name);
                var together = at.Failures == 0 ? follower as IBulkLogFollower : null;
                return (at, await SealedRows.WantedAsync(session, at.Next, at.Next + (together is null ? Batch : BulkBatch), follower.Wants), together);
            },
            cancel);
        var next = cursor.Next;
        try
        {
            if (bulk is null)
            {
                foreach (var row in rows.Wanted)
                {
                    await follower.HandleAsync(Entry.Read(row.Entry).SealedAt(row.Place), cancel);
                    next = row.Place + 1;
                }
            }
            else if (rows.Wanted.Count > 0)
            {
                await bulk.HandleAsync([.. rows.Wanted.Select(row => Entry.Read(row.Entry).SealedAt(row.Place))], cancel);
            }
            next = rows.End;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            var failures = next == cursor.Next ? cursor.Failures + 1 : 1;
            var message = e.Message.Length > LongestError ? e.Message[..LongestError] : e.Message;
            await SaveAsync(new(follower.Name, next, failures, message), cancel);
            var pause = Pause(failures);
            logger.LogError(e, "The follower '{Follower}' failed at event {Place} for the {Failures}. time; it tries again in {Pause}.", follower.Name, next, failures, pause);
            await Task.Delay(pause, time, cancel);
            return true;
        }
        if (next != cursor.Next)
        {
            await SaveAsync(new(follower.Name, next, 0, null), cancel);
        }
        return rows.Full;
    }

    public static TimeSpan Pause(long failures)
    {
        var grown = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(failures - 1, 20)));
        return grown < LongestPause ? grown : LongestPause;
    }

    private Task<int> SaveAsync(FollowerCursor cursor, CancellationToken cancel) => database.WriteAsync(session => cursor.SaveAsync(session, time.GetUtcNow()), cancel);
}
