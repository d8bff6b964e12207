using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Gives entries their places, and signs what the log then is: entries of the outbox, which are stored already, and appends of this node, which are
/// inserted at their place. Safe to be killed anywhere: the writing is one transaction.</summary>
/// <remarks>Only one node seals, by a lock; should the lock fail, the compare-and-swap on the old size lets only one through. Appends may be numbered while a batch is
/// written; otherwise not for two callers at once.</remarks>
internal sealed class Sequencer(IDatabase database, TimeProvider time, LogKey key, ITreeHash hash, Recorder recorder)
{
    /// <summary>Most entries under one checkpoint.</summary>
    public const int Batch = 4096;

    private readonly AppendNumbering _numbering = new(recorder);
    private List<NumberedAppend> _ready = [];

    /// <summary>The log as this node left it; null when it has to be read. Another's sealing in between is noticed by the compare-and-swap.</summary>
    private LogState? _known;

    /// <summary>How many appends have their number and wait for the next plan.</summary>
    public int Ready => _ready.Count;

    /// <summary>Seals what is recorded, at most <see cref="Batch"/> entries, and returns their number.</summary>
    /// <exception cref="InvalidDataException">The stored log contradicts itself. Nothing is signed; `zj fsck` names the place.</exception>
    public async Task<int> SealAsync(CancellationToken cancel) => Plan(await ReadAsync([], Batch, cancel)) is { } plan ? await WriteAsync(plan) : 0;

    /// <summary>Numbers appends in their streams for the next plan; also while a batch is written. Callers whose event is refused are told so at once.</summary>
    /// <returns>Those whose streams have to be read first.</returns>
    public List<WaitingAppend> Number(IReadOnlyList<WaitingAppend> appends)
    {
        var (numbered, unknown) = _numbering.Number(appends);
        _ready.AddRange(numbered);
        return unknown;
    }

    /// <summary>Reads the log, at most <paramref name="fromOutbox"/> entries that wait in the outbox, and the streams of these appends. Not while a batch is written.</summary>
    /// <exception cref="InvalidDataException">The stored log contradicts itself.</exception>
    public async Task<List<OutboxRow>> ReadAsync(IReadOnlyList<WaitingAppend> appends, int fromOutbox, CancellationToken cancel)
    {
        var (state, outbox) = await database.ReadAsync(
            async session =>
            {
                var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
                var outbox = await session.QueryAsync(
                    "select number, id, stream, entry from evidence_entry where place is null order by number limit $1",
                    r => new OutboxRow(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetFieldValue<byte[]>(3)),
                    (long)fromOutbox);
                _numbering.Forget(outbox.Select(w => w.Stream));
                await _numbering.LearnAsync(session, appends, outbox.Select(w => w.Id).ToHashSet(StringComparer.Ordinal));
                return (state, outbox);
            },
            cancel);
        if (outbox.Count + appends.Count + _ready.Count > 0 && state.Contradiction() is { } contradiction)
        {
            throw new InvalidDataException($"The log is not sealed further at size {state.Size}: {contradiction}. Run 'zj fsck'.");
        }
        _known = state;
        return outbox;
    }

    /// <summary>Plans to seal these, then what has its number; null when there is nothing to seal. Not while a batch is written.</summary>
    public BatchPlan? Plan(IReadOnlyList<OutboxRow> outbox)
    {
        if (outbox.Count + _ready.Count == 0)
        {
            return null;
        }
        var plan = new BatchPlan(hash, _known ?? throw new InvalidOperationException("Read first."), outbox, _ready);
        _ready = [];
        return plan;
    }

    /// <summary>Writes a batch and answers its appends; returns the number of its entries. On a failure call <see cref="Forget"/>; the appends are left unanswered
    /// where nothing was written, and told of the fault where nobody knows.</summary>
    /// <exception cref="SealedElsewhereException">Nothing was written: another node seals.</exception>
    /// <exception cref="StreamMovedException">Nothing was written: another's event came into one of the streams.</exception>
    /// <exception cref="InvalidDataException">Nothing was written: the stored rows are not what was to be sealed.</exception>
    public async Task<int> WriteAsync(BatchPlan plan)
    {
        try
        {
            // Not cancelled half-way: its fate must be known.
            await database.WriteAsync(session => WriteAsync(session, plan), CancellationToken.None);
        }
        catch (ConflictException met)
        {
            throw new StreamMovedException("Two transactions met, and the store refused this one: " + met.Message);
        }
        catch (Exception fault) when (fault is not (SealedElsewhereException or StreamMovedException or InvalidDataException))
        {
            // Perhaps it was written and only the answer is lost. Trying again could record an event twice.
            foreach (var append in plan.Appends)
            {
                append.Append.Fail(fault);
            }
            throw;
        }
        _known = plan.After;
        for (var i = 0; i < plan.Appends.Count; i++)
        {
            plan.Appends[i].Append.Done(plan.Appends[i].At(plan.Before.Size + plan.Outbox.Count + i));
        }
        return plan.Count;
    }

    /// <summary>Forgets everything that was remembered of the store, and returns the appends that had their number: it may be wrong now.</summary>
    public IEnumerable<WaitingAppend> Forget()
    {
        var ready = _ready;
        (_known, _ready) = (null, []);
        _numbering.Forget();
        return ready.Select(r => r.Append);
    }

    /// <summary>Whether a plan needs nothing from the store.</summary>
    public bool Knows => _known is not null;

    private async ValueTask<int> WriteAsync(ISession session, BatchPlan plan)
    {
        var (before, after, at, signer) = (plan.Before, plan.After, time.GetUtcNow(), key.Note);
        if (signer.Verifier.ToString() != before.Verifier)
        {
            throw new SealedElsewhereException(before.Size); // the key was rotated, and this node has not got the new one yet
        }
        if (session.Dialect == Dialect.Postgres && plan.Appends.Count > 0)
        {
            // Somebody else's open transaction may hold a stream's head. The log does not stand still for it: such appends go through the outbox and wait there.
            await session.DeferAsync("set local lock_timeout = 200", []);
        }
        // First of all, so that of two who seal at once the second waits here and then sees that it comes too late.
        await session.DeferAsync(
            "update evidence_log set at = $1 where name = $2 and size = $3 and root = $4 and verifier = $5",
            [at.ToMicros(), LogState.MainLog, before.Size, before.Root, before.Verifier],
            expectRows: 1,
            () => new SealedElsewhereException(before.Size));
        await SealedRows.PlaceAsync(session, plan.Outbox.Select((row, i) => (row.Number, before.Size + i, plan.Leaf(i))));
        await SealedRows.InsertAsync(session, plan);
        await StreamHeads.MoveAsync(session, plan.Moves, () => new StreamMovedException("A stream has grown elsewhere in the meantime."));
        await SealedRows.AddNodesAsync(session, plan.Nodes);
        foreach (var append in plan.Appends)
        {
            await recorder.StorePrivateAsync(session, append.Entry);
        }
        // What the database now holds is read and hashed again: no wrong tree is ever signed.
        if (!plan.Agrees(await SealedRows.EntriesAsync(session, before.Size, after.Size)))
        {
            throw new InvalidDataException($"The rows {before.Size} to {after.Size - 1} as stored are not what was to be sealed, or give another root. Nothing was signed.");
        }
        var note = signer.Sign(new Checkpoint(signer.Verifier.Name, after.Size, after.Root).Text).ToString();
        await session.DeferAsync("insert into evidence_checkpoint (size, root, note, at) values ($1, $2, $3, $4)", [after.Size, after.Root, note, at.ToMicros()]);
        await session.DeferAsync(
            "update evidence_log set size = $1, edge = $2, root = $3, note = $4 where name = $5",
            [after.Size, after.Edge, after.Root, note, LogState.MainLog]);
        return plan.Count;
    }
}

/// <summary>Another node sealed in the meantime; nothing was written, and the work is tried again on the new state.</summary>
internal sealed class SealedElsewhereException(long size) : Exception($"The log has grown beyond {size} in the meantime.");
