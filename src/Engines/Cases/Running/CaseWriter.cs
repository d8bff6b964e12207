using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Running;

/// <summary>The one transaction of a step: snapshot, events, rows of the lists, evidence, the key that it was asked under. Either all of it is durable or nothing.</summary>
internal sealed class CaseWriter(IDatabase database, IEvidenceRecorder recorder, CaseMemory memory, Kernel.Time.IWorkCalendars calendars)
{
    /// <param name="before">The case as it was seen; null when it begins.</param>
    /// <exception cref="StaleCaseException">Another step was faster.</exception>
    /// <exception cref="KeyTakenException">The same key has acted meanwhile.</exception>
    public Task WriteAsync(KnownCase? before, KnownCase after, ImmutableArray<RecordedEvent> events, UsedKey? key, CancellationToken cancel)
    {
        // Everything that costs time happens here, before the store's writer is asked for.
        var snapshot = CaseJson.Write(after.State);
        var bodies = events.Select(e => CaseJson.Write(e.Event)).ToArray();
        var entries = events.Select(e => recorder.Prepare(EvidenceOf.Event(e, after.State.Applicant.Id, clock => after.Rows.Clocks.FirstOrDefault(c => c.Clock == clock)?.Due))).ToArray();
        var items = ChangedItems(before, after);
        var clocks = after.Rows.Clocks.Where(c => before is null || !before.Rows.Clocks.Contains(c)).ToArray();
        var ended = before is null ? [] : before.Rows.Clocks.Where(b => after.Rows.Clocks.All(a => a.Clock != b.Clock)).ToArray();
        var meetings = MeetingTable.Changes(before, after);
        var published = AnnouncementTable.Changes(before, after, calendars.Current);
        var at = events[^1].At.ToMicros();
        var searched = events.Any(e => e.Event is not (ItemReceived or ItemTaken or ItemAssigned or ItemReleased or ClockStarted or ClockPaused or ClockResumed or ClockStopped or ClockExpired));

        return database.WriteAsync(async session =>
        {
            if (key is not null)
            {
                await KeyTable.InsertAsync(session, key, at, static () => new KeyTakenException());
            }
            if (before is null)
            {
                await CaseTable.InsertAsync(session, after.Rows.Case, snapshot);
            }
            else
            {
                await CaseTable.UpdateAsync(session, before.Rows.Case, after.Rows.Case, snapshot, static () => new StaleCaseException());
            }
            for (var i = 0; i < bodies.Length; i++)
            {
                await CaseTable.InsertEventAsync(session, events[i], bodies[i]);
            }
            await recorder.RecordPreparedAsync(session, entries);
            foreach (var (old, row) in items)
            {
                await ItemTable.WriteAsync(session, old, row);
            }
            foreach (var row in clocks)
            {
                await ItemTable.WriteAsync(session, row);
            }
            foreach (var meeting in meetings)
            {
                await MeetingTable.WriteAsync(session, meeting);
            }
            foreach (var (row, body) in published)
            {
                await AnnouncementTable.WriteAsync(session, row, body);
            }
            foreach (var row in ended)
            {
                await ItemTable.DeleteClockAsync(session, row.CaseId, row.Clock);
            }
            if (searched)
            {
                await SearchTable.DueAsync(session, after.State.Id, after.State.Version);
            }
            session.AfterCommit(() => memory.Keep(after));
            return 0;
        }, cancel);
    }

    private static List<(ItemRow? Before, ItemRow After)> ChangedItems(KnownCase? before, KnownCase after)
    {
        var changed = new List<(ItemRow?, ItemRow)>();
        foreach (var row in after.Rows.Items)
        {
            var old = before?.Rows.Items.FirstOrDefault(i => i.Item == row.Item);
            if (old != row)
            {
                changed.Add((old, row));
            }
        }
        return changed;
    }
}

/// <summary>The case has moved on since it was read.</summary>
internal sealed class StaleCaseException : Exception;

/// <summary>A request with the same key was faster.</summary>
internal sealed class KeyTakenException : Exception;
