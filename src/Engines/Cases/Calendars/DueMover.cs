using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Calendars;

/// <summary>Derives anew what another state of the calendar derived; the old due is kept in the history. Only clocks that end on or after the first changed day are looked
/// at: what was due before it is due then by either state. Doing it twice changes nothing.</summary>
internal sealed class DueMover(IDatabase database, CalendarShelf shelf, MatterLibrary matters, CaseMemory memory, TimeProvider time)
{
    private const int Batch = 1_000;

    /// <summary>While one batch is written the next are read and derived.</summary>
    private const int AtOnce = 4;

    /// <returns>How many cases were derived anew.</returns>
    public async Task<int> MoveAsync(CancellationToken cancel)
    {
        var calendar = shelf.Current;
        await shelf.KeepAsync(calendar, cancel);
        var seen = 0;
        foreach (var version in await database.ReadAsync(session => MoveTable.OtherCalendarsAsync(session, calendar.Version), cancel))
        {
            if (await shelf.FirstChangeSinceAsync(version, cancel) is { } first)
            {
                await Parallel.ForEachAsync(BatchesAsync(version, first, cancel), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (ids, stop) =>
                {
                    Interlocked.Add(ref seen, ids.Count);
                    await MoveAsync(ids, calendar, stop);
                });
            }
        }
        return seen;
    }

    /// <summary>Cases with clocks of a state of the calendar that end on or after a day, each once.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> BatchesAsync(string version, DateOnly first, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var from = Clockwork.Text(first);
        for (var after = ""; await database.ReadAsync(session => MoveTable.AnyAsync(session, version, from), cancel);)
        {
            var found = await database.ReadAsync(session => MoveTable.ToMoveAsync(session, version, from, after, Batch), cancel);
            if (found.Count == 0)
            {
                yield break;
            }
            after = found[^1];
            yield return found;
        }
    }

    /// <summary>The rows of some cases as a calendar derives them, with the stored ones. A case that has ended meanwhile has none.</summary>
    public async Task<List<Derived>> DeriveAsync(IReadOnlyList<string> ids, WorkCalendar calendar, CancellationToken cancel)
    {
        var (cases, clocks, items) = await database.ReadAsync(
            async session => (await MoveTable.CasesAsync(session, ids), await MoveTable.ClocksAsync(session, ids), await MoveTable.ItemsAsync(session, ids)), cancel);
        var (storedClocks, storedItems) = (clocks.ToLookup(c => c.CaseId, StringComparer.Ordinal), items.ToLookup(i => i.CaseId, StringComparer.Ordinal));
        return [.. cases.Select(c =>
        {
            var times = CaseJson.ReadTimes(c.Snapshot);
            var matter = matters.Pinned(times.MatterKey, times.MatterVersion, times.MatterHash);
            var after = times.Derive(matter, calendar);
            return new Derived(times, matter, c.Version, storedClocks[c.Id], after.Clocks, [.. after.Items.Except(storedItems[c.Id])]);
        })];
    }

    private async Task MoveAsync(IReadOnlyList<string> ids, WorkCalendar calendar, CancellationToken cancel)
    {
        var derived = await DeriveAsync(ids, calendar, cancel);
        var now = time.GetUtcNow().ToMicros();
        await database.WriteAsync(async session =>
        {
            // A case that moves on meanwhile writes its own rows, by the new calendar.
            var versions = await MoveTable.VersionsAsync(session, ids);
            var still = derived.Where(d => versions.GetValueOrDefault(d.Times.Id) == d.Version).ToList();
            await MoveTable.WriteAsync(session, [.. still.SelectMany(d => d.Changed)], [.. still.SelectMany(d => d.Items)], now);
            await MoveTable.RenameAsync(session, [.. still.Select(d => d.Times.Id)], calendar.Version);
            session.AfterCommit(() => still.ForEach(d => memory.Forget(d.Times.Id)));
            return 0;
        }, cancel);
    }
}

/// <param name="Version">Version of the case that it was derived from.</param>
/// <param name="Items">Open items that stand otherwise.</param>
internal sealed record Derived(CaseTimes Times, Matter Matter, long Version, IEnumerable<ClockRow> Stored, List<ClockRow> After, List<ItemTimes> Items)
{
    /// <summary>Clocks that stand otherwise, were it only that their due is no longer provisional.</summary>
    public IEnumerable<(ClockRow Before, ClockRow After)> Changed =>
        from before in Stored
        join after in After on before.Clock equals after.Clock
        where before with { Calendar = after.Calendar } != after
        select (before, after);
}
