using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Proofs;

/// <summary>Proofs from the database, each from one snapshot.</summary>
internal sealed class StoredProofs(IDatabase database, ITreeHash hash, LogSignals signals, TimeProvider time, PrivateFields hidden, WitnessPolicy? policy = null) : IProofs
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly KeptTiles _tiles = new();

    public async Task<IReadOnlyList<StreamSeal>> SealsAsync(string stream, CancellationToken cancel = default) => await database.ReadAsync(
        async session =>
        {
            var seals = await SealedAsync(session, stream);
            return await SealAnchors.AddAsync(session, await Cosignatures.NewestAsync(session, policy?.Policy) is { } witnessed
                ? [.. seals.Select(s => s.Index < witnessed.Size ? s with { Status = SealStatus.Witnessed, WitnessedBy = witnessed.By } : s)]
                : seals);
        },
        cancel);

    private static ValueTask<List<StreamSeal>> SealedAsync(ISession session, string stream) =>
        session.QueryAsync(
            $"select id, sequence, type, at, place from evidence_entry where id in {StreamRows.Ids("$1")} order by sequence",
            r => new StreamSeal(
                r.GetString(0),
                r.GetInt64(1),
                r.GetString(2),
                ChinaTime.FromMicros(r.GetInt64(3)),
                r.IsDBNull(4) ? SealStatus.Recorded : SealStatus.Sealed,
                r.IsDBNull(4) ? null : r.GetInt64(4)),
            stream);

    /// <summary>The checkpoint against which something is proved: the newest witnessed one that covers it, or else the newest of all with the cosignatures that it has.</summary>
    private async ValueTask<(long Size, string Note)> CheckpointAsync(ISession session, long lastPlace)
    {
        var state = await StateAsync(session);
        return await Cosignatures.NewestAsync(session, policy?.Policy) is { } witnessed && lastPlace < witnessed.Size && witnessed.Note.IsSignedBy(VerifierKey.Parse(state.Verifier))
            ? (witnessed.Size, witnessed.Note.ToString())
            : (state.Size, await Cosignatures.MergedAsync(session, state.Size, state.Note));
    }

    public Task<IReadOnlyList<PrivateFieldName>> PrivateFieldsAsync(string stream, CancellationToken cancel = default) => database.ReadAsync<IReadOnlyList<PrivateFieldName>>(
        async session =>
        {
            var kept = await hidden.OfStreamAsync(session, stream);
            var rows = await session.QueryAsync(
                $"select id, sequence, type from evidence_entry where id in {StreamRows.Ids("$1")} and place is not null order by sequence",
                r => (Id: r.GetString(0), Sequence: r.GetInt64(1), Type: r.GetString(2)),
                stream);
            return [.. rows.SelectMany(r => kept.GetValueOrDefault(r.Id, KeptFields.None).Fields.Select(f => new PrivateFieldName(r.Sequence, r.Type, f.Name)))];
        },
        cancel);

    public async Task<byte[]> ProofFileAsync(string stream, Func<PrivateFieldName, bool> disclose, CancellationToken cancel = default) =>
        await BundleAsync(SealedTree.Main, stream, disclose, cancel) ?? throw new NotFoundException("evidence.fault.nothing-sealed", stream);

    /// <summary>The bundle of a stream under one of the trees; null when nothing of the stream is in that tree.</summary>
    public Task<byte[]?> BundleAsync(SealedTree of, string stream, Func<PrivateFieldName, bool> disclose, CancellationToken cancel) => database.ReadAsync(
        async session =>
        {
            var state = await of.StateAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
            var rows = await session.QueryAsync(
                $"select place, entry from evidence_entry where id in {StreamRows.Ids("$1")} and place < $2 order by sequence",
                r => (Place: r.GetInt64(0), Entry: r.GetFieldValue<byte[]>(1)),
                stream,
                state.Size);
            if (rows.Count == 0)
            {
                return null;
            }
            var checkpoint = of == SealedTree.Main ? await CheckpointAsync(session, rows.Max(r => r.Place)) : (state.Size, state.Note);
            var kept = await hidden.OfStreamAsync(session, stream);
            var tree = of == SealedTree.Main ? new TreeReader(session, hash, SealedRows.HashesAsync, _tiles) : of.Reader(session);
            var events = new List<BundledEvent>(rows.Count);
            foreach (var (place, bytes) in rows)
            {
                var siblings = await tree.InclusionAsync(place, checkpoint.Size);
                var entry = Entry.Read(bytes);
                var (fields, erased, _) = kept.GetValueOrDefault(entry.Id, KeptFields.None);
                var opened = fields.Where(f => disclose(new(entry.Sequence, entry.Type, f.Name))).ToDictionary(f => f.Name, f => new OpenedField(f.Value, Convert.ToBase64String(f.Salt)));
                events.Add(new(
                    place,
                    CanonicalJson.Strict.GetString(bytes),
                    [.. siblings.Select(Convert.ToBase64String)],
                    new SortedDictionary<string, OpenedField>(opened, StringComparer.Ordinal),
                    erased ? [.. entry.Commitments.Keys] : null));
            }
            return new ProofBundle(
                ProofBundle.FormatName, ProofBundle.ThisVersion, state.Verifier, stream, checkpoint.Note, events, of == SealedTree.Main ? await KeyChain.ReadAsync(session, state, tree) : null).ToBytes();
        },
        cancel);

    /// <summary>The .tlog-proof of one event, without private fields; null when there is no such event or it is not sealed yet.</summary>
    public Task<string?> EventProofAsync(string entryId, CancellationToken cancel) => database.ReadAsync(
        async session =>
        {
            var (place, entry) = await session.FirstAsync(
                "select place, entry from evidence_entry where id = $1 and place is not null",
                r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)),
                entryId);
            if (entry is null)
            {
                return null;
            }
            var (size, note) = await CheckpointAsync(session, place);
            return new LogProof(entry, place, await Tree(session, await StateAsync(session)).InclusionAsync(place, size), SignedNote.Parse(note)).ToString();
        },
        cancel);

    public async Task<bool> WaitSealedAsync(string stream, TimeSpan atMost, CancellationToken cancel = default)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var next = signals.Sealed.Next;
            if (!await database.ReadAsync(
                // Streams are sealed in their order: when the head is, all is.
                session => session.FirstAsync("select 1 from evidence_stream s join evidence_entry e on e.id = s.entry_id where s.stream = $1 and e.place is null", _ => true, stream), cancel))
            {
                return true;
            }
            var left = atMost - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }
            await Signal.WaitAsync(next, left < Look ? left : Look, time, cancel);
        }
    }

    private TreeReader Tree(ISession session, LogState state)
    {
        var tree = new TreeReader(session, hash, SealedRows.HashesAsync, _tiles);
        tree.Know(state.Size, new RightEdge(hash, state.Size, state.Edge).ToBytes()); // refuses an edge that no tree of this size has
        return tree;
    }

    private static async ValueTask<LogState> StateAsync(ISession session) =>
        await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
}
