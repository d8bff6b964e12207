using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Gives entries their places, and signs what the log then is: entries of the outbox, which are stored already, and appends of this node, which are
/// inserted at their place. One linear procedure, safe to be killed anywhere: it is one transaction.</summary>
/// <remarks>Only one node seals, by a lock; should the lock fail, the compare-and-swap on the old size lets only one through. Not for two callers at once.</remarks>
internal sealed class Sequencer(IDatabase database, TimeProvider time, LogKey key, ITreeHash hash, Recorder recorder)
{
    /// <summary>Most entries under one checkpoint.</summary>
    public const int Batch = 4096;

    private readonly AppendNumbering _numbering = new(recorder, hash);

    /// <summary>The log as this node left it; null when it has to be read. Another's sealing in between is noticed by the compare-and-swap.</summary>
    private LogState? _known;

    private sealed record Waiting(long Number, string Id, string Stream, byte[] Entry);

    /// <summary>Seals what is recorded, at most <see cref="Batch"/> entries, and returns their number.</summary>
    /// <exception cref="InvalidDataException">The stored log contradicts itself. Nothing is signed; `zj fsck` names the place.</exception>
    public async Task<int> SealAsync(CancellationToken cancel) => (await SealAsync([], Batch, cancel)).Sealed;

    /// <summary>Seals at most <paramref name="fromOutbox"/> entries of the outbox, then the appends, and answers these. On a failure nothing of them was written
    /// or (should the commit's answer have been lost) nobody knows; the appends are left unanswered.</summary>
    /// <returns>The number of sealed entries; how many of them were in the outbox; and the appends that must wait for entries still in the outbox.</returns>
    /// <exception cref="SealedElsewhereException">Nothing was written: another node seals.</exception>
    /// <exception cref="StreamMovedException">Nothing was written: another's event came into one of the streams.</exception>
    /// <exception cref="InvalidDataException">Nothing was written: the stored log contradicts itself.</exception>
    public async Task<(int Sealed, int FromOutbox, IReadOnlyList<WaitingAppend> Later)> SealAsync(IReadOnlyList<WaitingAppend> appends, int fromOutbox, CancellationToken cancel)
    {
        try
        {
            var (state, waiting) = await ReadAsync(appends, fromOutbox, cancel);
            var (numbered, later) = _numbering.Number(appends);
            if (waiting.Count + numbered.Count > 0)
            {
                var plan = new BatchPlan(state, [.. waiting.Select(w => hash.Leaf(w.Entry)), .. numbered.Select(n => n.Leaf)]);
                var moves = AppendNumbering.Moves(numbered);
                _known = await WriteAsync(plan, waiting, numbered, moves);
                _numbering.Remember(moves);
                for (var i = 0; i < numbered.Count; i++)
                {
                    numbered[i].Append.Done(numbered[i].At(state.Size + waiting.Count + i));
                }
            }
            return (waiting.Count + numbered.Count, waiting.Count, later);
        }
        catch
        {
            _known = null;
            _numbering.Forget();
            throw;
        }
    }

    private async Task<(LogState State, List<Waiting> Outbox)> ReadAsync(IReadOnlyList<WaitingAppend> appends, int fromOutbox, CancellationToken cancel)
    {
        if (fromOutbox == 0 && _known is { } known && _numbering.Knows(appends))
        {
            return (known, []);
        }
        var (state, outbox) = await database.ReadAsync(
            async session =>
            {
                var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
                var outbox = await session.QueryAsync(
                    "select number, id, stream, entry from evidence_entry where place is null order by number limit $1",
                    r => new Waiting(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetFieldValue<byte[]>(3)),
                    (long)fromOutbox);
                _numbering.Forget(outbox.Select(w => w.Stream));
                await _numbering.LearnAsync(session, appends, outbox.Select(w => w.Id).ToHashSet(StringComparer.Ordinal));
                return (state, outbox);
            },
            cancel);
        return outbox.Count + appends.Count > 0 && state.Contradiction() is { } contradiction
            ? throw new InvalidDataException($"The log is not sealed further at size {state.Size}: {contradiction}. Run 'zj fsck'.")
            : (state, outbox);
    }

    private async Task<LogState> WriteAsync(BatchPlan plan, List<Waiting> waiting, List<NumberedAppend> numbered, List<HeadMove> moves)
    {
        try
        {
            // Not cancelled half-way: its fate must be known.
            return await database.WriteAsync(session => WriteAsync(session, plan, waiting, numbered, moves), CancellationToken.None);
        }
        catch (ConflictException met)
        {
            throw new StreamMovedException("Two transactions met, and the store refused this one: " + met.Message);
        }
        catch (Exception fault) when (fault is not (SealedElsewhereException or StreamMovedException or InvalidDataException))
        {
            // Perhaps it was written and only the answer is lost. Trying again could record an event twice.
            numbered.ForEach(n => n.Append.Fail(fault));
            throw;
        }
    }

    private async ValueTask<LogState> WriteAsync(ISession session, BatchPlan plan, List<Waiting> waiting, List<NumberedAppend> numbered, List<HeadMove> moves)
    {
        var before = plan.Before;
        var at = time.GetUtcNow();
        var signer = key.Note;
        if (signer.Verifier.ToString() != before.Verifier)
        {
            throw new SealedElsewhereException(before.Size); // the key was rotated, and this node has not got the new one yet
        }
        // First of all, so that of two who seal at once the second waits here and then sees that it comes too late.
        await session.DeferAsync(
            "update evidence_log set at = $1 where name = $2 and size = $3 and root = $4 and verifier = $5",
            [at.ToMicros(), LogState.MainLog, before.Size, before.Root, before.Verifier],
            expectRows: 1,
            () => new SealedElsewhereException(before.Size));
        await SealedRows.PlaceAsync(session, waiting.Select((w, i) => (w.Number, before.Size + i, plan.Leaves[i])));
        await SealedRows.InsertAsync(session, numbered, before.Size + waiting.Count);
        await StreamHeads.MoveAsync(session, moves, () => new StreamMovedException("A stream has grown elsewhere in the meantime."));
        await SealedRows.AddNodesAsync(session, plan.Nodes);
        foreach (var append in numbered)
        {
            await recorder.StorePrivateAsync(session, append.Entry);
        }
        await CheckRowsAsync(session, plan);
        var note = signer.Sign(new Checkpoint(signer.Verifier.Name, plan.Size, plan.Root).Text).ToString();
        var state = before with { Size = plan.Size, Edge = plan.Edge.ToBytes(), Root = plan.Root, Note = note, At = at };
        await session.DeferAsync("insert into evidence_checkpoint (size, root, note, at) values ($1, $2, $3, $4)", [state.Size, state.Root, note, at.ToMicros()]);
        await session.DeferAsync(
            "update evidence_log set size = $1, edge = $2, root = $3, note = $4 where name = $5",
            [state.Size, state.Edge, state.Root, note, LogState.MainLog]);
        return state;
    }

    /// <summary>The root again, this time from what the database now holds, so that no wrong tree is ever signed.</summary>
    private async Task CheckRowsAsync(ISession session, BatchPlan plan)
    {
        var again = plan.Before.RightEdge();
        foreach (var (place, entry, leaf) in await SealedRows.EntriesAsync(session, plan.Before.Size, plan.Size))
        {
            var computed = hash.Leaf(entry);
            if (place != again.Size || !computed.AsSpan().SequenceEqual(leaf) || entry.Length > EntryBundle.LongestEntry)
            {
                throw new InvalidDataException($"Row {place} as stored is not what was to be sealed at place {again.Size}. Nothing was signed.");
            }
            again.Append(computed);
        }
        if (again.Size != plan.Size || !again.Root().AsSpan().SequenceEqual(plan.Root))
        {
            throw new InvalidDataException($"The rows {plan.Before.Size} to {plan.Size - 1} as stored give another root than as read. Nothing was signed.");
        }
    }
}

/// <summary>Another node sealed in the meantime; nothing was written, and the work is tried again on the new state.</summary>
internal sealed class SealedElsewhereException(long size) : Exception($"The log has grown beyond {size} in the meantime.");
