using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Keys;

/// <inheritdoc/>
internal sealed class KeyRotation(IDatabase database, IKeyVault vault, IEvidenceRecorder recorder, LogKey key, LogKeyRing ring, TimeProvider time) : IKeyRotation
{
    public const string EventType = "evidence.key-rotated";

    public const string Stream = "evidence/keys";

    public async Task<string> RotateAsync(LogOperator by, TimeSpan overlap, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var (state, known) = await database.ReadAsync(LoadAsync, cancel);
        if (known.Announced is not null)
        {
            throw new ConflictException("evidence.fault.rotation-under-way");
        }
        var secret = KnownKeys.FirstSecret + "." + Ids.New(now);
        using var made = new NoteKey(state.Origin, await vault.GetOrCreateAsync(secret, () => RandomNumberGenerator.GetBytes(32), cancel));
        var line = made.Verifier.ToString();
        await database.WriteAsync(
            async session =>
            {
                var (_, again) = await LoadAsync(session);
                if (again.Announced is not null)
                {
                    throw new ConflictException("evidence.fault.rotation-under-way");
                }
                await session.ExecuteAsync(
                    "insert into evidence_log_key (verifier, secret, entry_id, from_size, overlap_until, at) values ($1, $2, null, 0, null, $3) on conflict (verifier) do nothing",
                    state.Verifier, KnownKeys.FirstSecret, now.ToMicros());
                await session.ExecuteAsync("update evidence_log_key set overlap_until = $1 where verifier = $2", (now + overlap).ToMicros(), state.Verifier);
                var sequence = await recorder.NextSequenceAsync(session, Stream);
                var id = await recorder.RecordAsync(session, Happened(by, state.Verifier, line, now + overlap, sequence, now));
                await session.ExecuteAsync(
                    "insert into evidence_log_key (verifier, secret, entry_id, from_size, overlap_until, at) values ($1, $2, $3, null, null, $4)",
                    line, secret, id, now.ToMicros());
                return 0;
            },
            cancel);
        return line;
    }

    public async Task<IReadOnlyList<LogKeyRange>> KeysAsync(CancellationToken cancel = default)
    {
        var (_, known) = await database.ReadAsync(LoadAsync, cancel);
        return [.. known.Rows.Select((row, i) => new LogKeyRange(row.Verifier, row.FromSize, i + 1 < known.Rows.Count ? known.Rows[i + 1].FromSize - 1 : null, row.OverlapUntil))];
    }

    /// <summary>Puts an announced key into force once its announcement is sealed: the latest checkpoint is signed anew, by both keys. Does nothing when there is none.</summary>
    /// <returns>Whether the keys of the log, as this node knows them, have changed.</returns>
    public async Task<bool> TakeEffectAsync(CancellationToken cancel)
    {
        var (state, known) = await database.ReadAsync(LoadAsync, cancel);
        if (known.Announced is { } announced && await PlaceAsync(announced.EntryId!, cancel) is { } place && place < state.Size)
        {
            await ActivateAsync(state, announced, cancel);
        }
        else if (state.Verifier == key.Verifier.ToString())
        {
            return false;
        }
        await ring.LoadAsync(cancel);
        return true;
    }

    private async Task<long?> PlaceAsync(string entryId, CancellationToken cancel)
    {
        var places = await database.ReadAsync(session => session.QueryAsync("select place from evidence_entry where id = $1 and place is not null", r => r.GetInt64(0), entryId), cancel);
        return places.Count == 0 ? null : places[0];
    }

    private async Task ActivateAsync(LogState state, KeyRow announced, CancellationToken cancel)
    {
        using var next = new NoteKey(state.Origin, await vault.FindAsync(announced.Secret, cancel) ?? throw new InvalidDataException("The announced signing key is not in the key vault."));
        // The checkpoint as it stands, with whatever signed it before, under the new key's signature.
        var before = SignedNote.Parse(state.Note);
        var note = before with { Signatures = [.. next.Sign(before.Text).Signatures, .. before.Signatures] };
        await database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(
                    "update evidence_log set verifier = $1, note = $2 where name = $3 and size = $4 and root = $5 and verifier = $6",
                    announced.Verifier, note.ToString(), LogState.MainLog, state.Size, state.Root, state.Verifier) != 1)
                {
                    return false; // the log has grown meanwhile; the next look tries again
                }
                await session.ExecuteAsync("update evidence_checkpoint set note = $1 where size = $2", note.ToString(), state.Size);
                await session.ExecuteAsync("update evidence_log_key set from_size = $1 where verifier = $2", state.Size, announced.Verifier);
                return true;
            },
            cancel);
    }

    private static async ValueTask<(LogState State, KnownKeys Known)> LoadAsync(ISession session)
    {
        var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
        return (state, await KnownKeys.LoadAsync(session, state));
    }

    private static EvidenceEvent Happened(LogOperator by, string before, string after, DateTimeOffset overlapUntil, long sequence, DateTimeOffset now) => new(
        EventType,
        Stream,
        sequence,
        now,
        by.Actor,
        Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("new", after),
            KeyValuePair.Create("old", before),
            KeyValuePair.Create("overlapUntil", overlapUntil.ToChina().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)),
        ]),
        Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("person", by.PersonId)]));
}
