using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Sweeping;

/// <summary>Lets time act: sends a tick to every case of which a clock has ended, and moves stored dues when the calendar has changed. Doing it twice changes nothing.</summary>
internal sealed class Sweeper(IDatabase database, ICases cases, MatterLibrary matters, IWorkCalendars calendars, CaseMemory memory, TimeProvider time)
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

    /// <summary>Derives anew what another state of the calendar derived; the old due is kept in the history. Returns how many cases were looked at.</summary>
    public async Task<int> MoveDuesAsync(CancellationToken cancel)
    {
        var (seen, after) = (0, "");
        var calendar = calendars.Current;
        while (true)
        {
            var ids = await database.ReadAsync(session => SweepTable.OfOtherCalendarAsync(session, calendar.Version, after, Batch), cancel);
            if (ids.Count == 0)
            {
                return seen;
            }
            await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (id, stop) => await MoveAsync(id, calendar, stop));
            seen += ids.Count;
            after = ids[^1];
        }
    }

    private async Task MoveAsync(string id, WorkCalendar calendar, CancellationToken cancel)
    {
        var (state, stored) = await database.ReadAsync(async session => (await CaseTable.ReadAsync(session, id), await SweepTable.ClocksAsync(session, id)), cancel);
        if (state is null)
        {
            return;
        }
        var rows = Projection.Of(matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash), state, calendar);
        var now = time.GetUtcNow().ToMicros();
        await database.WriteAsync(async session =>
        {
            // A case that moves on meanwhile writes its own rows, by the new calendar.
            if (!await SweepTable.HoldAsync(session, id, state.Version))
            {
                return 0;
            }
            foreach (var row in rows.Clocks)
            {
                if (stored.FirstOrDefault(s => s.Clock == row.Clock) is { } old && old.Due != row.Due)
                {
                    await SweepTable.MovedAsync(session, old, row, now);
                }
                await ItemTable.WriteAsync(session, row);
            }
            foreach (var item in rows.Items)
            {
                await ItemTable.WriteAsync(session, null, item);
            }
            session.AfterCommit(() => memory.Forget(id));
            return 0;
        }, cancel);
    }
}
