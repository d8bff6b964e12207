using Zhuangjin.Cases.Calendars;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Sweeping;

/// <summary>Lets time act: sends a tick to every case of which a clock has ended, and moves stored dues when the calendar has changed. Doing it twice changes nothing.</summary>
internal sealed class Sweeper(IDatabase database, ICases cases, DueMover mover, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>So many at once, that one flush of the disk serves them all.</summary>
    private const int AtOnce = 16;


    /// <summary>Ticks everything that has ended; returns how many cases were ticked. Cases that refuse are told of and left for the next sweep.</summary>
    public async Task<int> TickAsync(Action<string, Exception> refused, CancellationToken cancel)
    {
        var ticked = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var due = await database.ReadAsync(session => SweepTable.DueAsync(session, time.GetUtcNow().ToMicros(), Batch + ticked.Count), cancel);
            var fresh = due.Where(ticked.Add).ToList();
            if (fresh.Count == 0)
            {
                return ticked.Count;
            }
            await Parallel.ForEachAsync(fresh, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (id, stop) =>
            {
                try
                {
                    await cases.ExecuteAsync(Actor.Clock, id, new Tick(), cancel: stop);
                }
                catch (Exception fault) when (fault is RefusalException or InvalidOperationException)
                {
                    refused(id, fault);
                }
            });
        }
    }

    /// <summary>Moves dues that another state of the calendar derived; returns how many cases were looked at.</summary>
    public Task<int> MoveDuesAsync(CancellationToken cancel) => mover.MoveAsync(cancel);
}
