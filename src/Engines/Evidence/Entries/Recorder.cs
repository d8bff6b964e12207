using System.Collections.Immutable;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Entries;

/// <summary>Writes entries without a place, in the transaction of what happened.</summary>
internal sealed class Recorder(TimeProvider time, LogSignals signals, SubjectKeys subjects) : IEvidenceRecorder
{
    private const string Insert = """
        insert into evidence_entry (id, stream, sequence, type, at, entry, previous)
        values ($1, $2, $3, $4, $5, $6, (select entry_id from evidence_stream where stream = $2))
        """;

    private static readonly ImmutableSortedDictionary<string, string> NoCommitments = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public PreparedEntry Prepare(EvidenceEvent happened)
    {
        var id = Ids.New(time);
        var hidden = happened.Private.Count == 0 ? [] : happened.Private.Select(p => new PrivateField(p.Key, Commitment.NewSalt(), p.Value)).ToArray();
        var entry = new Entry(
            id,
            happened.Type,
            happened.Stream,
            happened.Sequence,
            ChinaTime.FromMicros(happened.At.ToMicros()),
            happened.Actor,
            happened.Facts.WithComparers(StringComparer.Ordinal),
            hidden.Length == 0 ? NoCommitments : hidden.ToImmutableSortedDictionary(p => p.Name, p => Commitment.Of(p.Salt, p.Name, p.Value), StringComparer.Ordinal));
        var bytes = entry.ToBytes();
        Refuse(entry, bytes.Length);
        var key = hidden.Length == 0 ? null : subjects.Of(happened.Subject ?? happened.Stream);
        return new(id, happened, bytes, key is null ? null : new(key, key.Close(id, hidden)));
    }

    public async ValueTask<string> RecordAsync(ISession session, EvidenceEvent happened)
    {
        var entry = Prepare(happened);
        await RecordPreparedAsync(session, [entry]);
        return entry.Id;
    }

    public async ValueTask RecordPreparedAsync(ISession session, IReadOnlyList<PreparedEntry> entries)
    {
        foreach (var entry in entries)
        {
            var happened = entry.Happened;
            await session.DeferAsync(Insert, [entry.Id, happened.Stream, happened.Sequence, happened.Type, happened.At.ToMicros(), entry.Bytes]);
            await StreamHeads.MoveAsync(session, happened.Stream, happened.Sequence, entry.Id, () => new StreamMovedException(
                $"Event {happened.Sequence} of stream '{happened.Stream}' is recorded, but the stream's last event is not {happened.Sequence - 1}: a stream has no gaps and no doubles."));
            await StorePrivateAsync(session, entry);
        }
        session.AfterCommit(signals.Recorded.Pulse);
    }

    /// <summary>Stores what lies behind the entry's commitments.</summary>
    public ValueTask StorePrivateAsync(ISession session, PreparedEntry entry) =>
        entry.Private is { } hidden ? subjects.StoreAsync(session, entry.Id, hidden) : ValueTask.CompletedTask;

    public async ValueTask<long> NextSequenceAsync(ISession session, string stream) =>
        await session.FirstAsync("select last from evidence_stream where stream = $1", r => r.GetInt64(0), stream) + 1;

    private static void Refuse(Entry entry, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entry.Sequence, 1);
        if (length > Entry.Longest)
        {
            throw new InvalidInputException("", "evidence.fault.entry-too-long", length.ToString(), Entry.Longest.ToString());
        }
        List<Fault>? faults = null;
        void Look(string field, string text)
        {
            if (PersonalData.KindIn(text) is { } kind)
            {
                (faults ??= []).Add(new(field, $"evidence.fault.personal-data-{kind}", field));
            }
        }
        Look("type", entry.Type);
        Look("stream", entry.Stream);
        Look("actor", entry.Actor);
        foreach (var (name, value) in entry.Facts)
        {
            Look(name, value);
        }
        if (faults is not null)
        {
            throw new InvalidInputException(faults);
        }
    }
}
