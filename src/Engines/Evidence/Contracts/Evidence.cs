using System.Collections.Immutable;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>What happened, as it goes into the log. Made in the transaction that changed the state; sealed afterwards.</summary>
/// <param name="Type">Dotted kind, the module first: "cases.item-agreed". Anybody may read it.</param>
/// <param name="Stream">The thing it happened to: "case/01h…". Anybody may read it.</param>
/// <param name="Sequence">Number within the stream, from 1, without gaps.</param>
/// <param name="At">When, by the one clock.</param>
/// <param name="Actor">Who, without a name: "office/{organisation id}", "party/{party id}", "clock". The person stands in <paramref name="Private"/>.</param>
/// <param name="Facts">Values that anybody may read: item, office, outcome, due date, definition hash. Never personal data.</param>
/// <param name="Private">Values that enter the log only as salted commitments, one for each field: names, reasons, form values.</param>
/// <param name="Subject">Whom the private values are about, by an opaque id: "party/{id}". They lie under this subject's key and are erased with it. Null: the stream.</param>
public sealed record EvidenceEvent(
    string Type,
    string Stream,
    long Sequence,
    DateTimeOffset At,
    string Actor,
    ImmutableSortedDictionary<string, string> Facts,
    ImmutableSortedDictionary<string, string> Private,
    string? Subject = null);

/// <summary>An event in the form in which it is stored: checked, with its id, its canonical bytes and its salts. Made by <see cref="IEvidenceRecorder.Prepare"/>, recorded once.</summary>
public sealed class PreparedEntry
{
    internal PreparedEntry(string id, EvidenceEvent happened, byte[] bytes, PreparedBox? hidden)
    {
        (Id, Happened, Bytes, Private) = (id, happened, bytes, hidden);
    }

    /// <summary>The entry's id.</summary>
    public string Id { get; }

    internal EvidenceEvent Happened { get; }

    internal byte[] Bytes { get; }

    /// <summary>The private fields with their salts, encrypted; null when there are none.</summary>
    internal PreparedBox? Private { get; }
}

/// <summary>Private fields under their subject's key.</summary>
internal sealed record PreparedBox(SubjectKey Key, byte[] Bytes);

/// <summary>Takes events into the outbox, within the caller's transaction.</summary>
public interface IEvidenceRecorder
{
    /// <summary>Does all of the work that needs no store: checks the event, salts and commits to its private fields, writes its canonical entry (at most 64 KB).
    /// Call it before the transaction, so that the one writer of the embedded store only inserts.</summary>
    /// <exception cref="Kernel.Faults.InvalidInputException">The entry is too long, or an open value looks like personal data.</exception>
    PreparedEntry Prepare(EvidenceEvent happened);

    /// <summary>Writes prepared events, which may belong to several streams, in their order, with as few statements as possible.</summary>
    /// <exception cref="InvalidOperationException">The event before one of them in its stream is missing (thrown at the latest at commit).</exception>
    ValueTask RecordPreparedAsync(ISession session, IReadOnlyList<PreparedEntry> entries);

    /// <summary>Prepares and writes in one: for callers that know the event only inside their transaction. Returns the entry's id.</summary>
    /// <exception cref="Kernel.Faults.InvalidInputException">The entry is too long, or an open value looks like personal data.</exception>
    /// <exception cref="InvalidOperationException">The event before it in the stream is missing (thrown at the latest at commit).</exception>
    ValueTask<string> RecordAsync(ISession session, EvidenceEvent happened);

    /// <summary>The sequence that the stream's next event bears, for owners that keep no count of their own.</summary>
    ValueTask<long> NextSequenceAsync(ISession session, string stream);
}

/// <summary>Appends single events that belong to no other change of state, such as deposits: each call has a transaction of its own, shared with all that come at the same time.</summary>
public interface ILogAppender
{
    /// <summary>Records an event as the next of its stream and returns when it is durable; on the node that seals, when it is sealed as well.</summary>
    /// <param name="make">Makes the event, given the number that it bears in its stream, and waits for nothing; may be called again when another was faster.</param>
    /// <exception cref="Kernel.Faults.InvalidInputException">The entry is too long, or an open value looks like personal data.</exception>
    Task<AppendedEvent> AppendAsync(string stream, Func<long, EvidenceEvent> make, CancellationToken cancel = default);
}

/// <param name="Index">The place in the log; null when the event is durable but not sealed yet.</param>
public sealed record AppendedEvent(string EntryId, long Sequence, long? Index);

/// <summary>An event with its place in the log.</summary>
/// <param name="Index">Position in the log, from 0.</param>
/// <param name="EntryId">Id given by <see cref="IEvidenceRecorder"/>.</param>
public sealed record SealedEvent(
    long Index,
    string EntryId,
    string Type,
    string Stream,
    long Sequence,
    DateTimeOffset At,
    string Actor,
    ImmutableSortedDictionary<string, string> Facts);

/// <summary>Reads single events of the sealed log by their places, for indexes that hold no more than places.</summary>
public interface ISealedEvents
{
    /// <summary>The events at these places, in the order of the log; places beyond its end are left out.</summary>
    Task<IReadOnlyList<SealedEvent>> AtAsync(IReadOnlyCollection<long> places, CancellationToken cancel = default);
}

/// <summary>Follows the sealed log: at least once, in order, with a durable cursor; on one node at a time. Register as a singleton.</summary>
public interface ILogFollower
{
    /// <summary>Name of the cursor; never change it.</summary>
    string Name { get; }

    bool Wants(string type);

    /// <summary>Handles one event; must be idempotent. A throw is retried with growing pauses, is shown on the log's health page, and holds back what follows.</summary>
    Task HandleAsync(SealedEvent happened, CancellationToken cancel);
}

/// <summary>A follower that takes many events in one transaction, because they come faster than one flush each would allow.</summary>
public interface IBulkLogFollower : ILogFollower
{
    /// <summary>Handles events in their order, all or none; must be idempotent. After a throw they are handed over again one by one, so that the one that fails is found.</summary>
    Task HandleAsync(IReadOnlyList<SealedEvent> happened, CancellationToken cancel);
}

/// <summary>How far an event is proved.</summary>
public enum SealStatus
{
    /// <summary>Durable, not yet in the tree (a matter of milliseconds).</summary>
    Recorded,

    /// <summary>In the tree under a signed checkpoint.</summary>
    Sealed,

    /// <summary>In a checkpoint that enough witnesses have co-signed.</summary>
    Witnessed,

    /// <summary>In a checkpoint that an outside authority holds as well: a time stamp, or another authority's log.</summary>
    Anchored,
}

/// <summary>Where each event of a stream stands.</summary>
public sealed record StreamSeal(string EntryId, long Sequence, string Type, DateTimeOffset At, SealStatus Status, long? Index)
{
    /// <summary>Who has co-signed a checkpoint that holds the event, as the policy calls them; empty until it is witnessed.</summary>
    public IReadOnlyList<string> WitnessedBy { get; init; } = [];

    /// <summary>Outsiders that hold a checkpoint over the event, each with its first one; empty when there is none.</summary>
    public IReadOnlyList<SealAnchor> AnchoredBy { get; init; } = [];
}

/// <summary>An outsider that holds a checkpoint over an event: from then on the event cannot be denied or changed without him.</summary>
/// <param name="Name">The time-stamp authority, or the other authority's log.</param>
/// <param name="At">When, by the outsider's clock.</param>
/// <param name="Proof">Address of what the outsider gave, for download.</param>
public sealed record SealAnchor(string Name, DateTimeOffset At, string Proof);

/// <summary>Proofs over the log, for pages and downloads.</summary>
public interface IProofs
{
    /// <summary>All events of a stream with their seals, in order.</summary>
    Task<IReadOnlyList<StreamSeal>> SealsAsync(string stream, CancellationToken cancel = default);

    /// <summary>The private fields of a stream's sealed events that can still be opened, in order: those that were erased are not among them. Names only.</summary>
    Task<IReadOnlyList<PrivateFieldName>> PrivateFieldsAsync(string stream, CancellationToken cancel = default);

    /// <summary>One file that proves every sealed event of a stream against one checkpoint, and opens the given private fields, each by itself. Checked by `zj verify` and the offline page.</summary>
    /// <param name="disclose">Whether the file opens a private field. The caller answers for the reader's right to see it.</param>
    Task<byte[]> ProofFileAsync(string stream, Func<PrivateFieldName, bool> disclose, CancellationToken cancel = default);

    /// <summary>Waits until everything recorded in a stream before the call is sealed; returns false when <paramref name="atMost"/> has passed.</summary>
    Task<bool> WaitSealedAsync(string stream, TimeSpan atMost, CancellationToken cancel = default);
}

/// <summary>One private field of one event.</summary>
/// <param name="Sequence">Number of the event within its stream.</param>
/// <param name="Type">Kind of the event.</param>
public sealed record PrivateFieldName(long Sequence, string Type, string Name);

/// <summary>Shorter ways to say which fields are opened.</summary>
public static class Disclosing
{
    /// <summary>Opens fields by kind of event and name, in all events alike.</summary>
    public static Task<byte[]> ProofFileAsync(this IProofs proofs, string stream, Func<string, string, bool> disclose, CancellationToken cancel = default) =>
        proofs.ProofFileAsync(stream, field => disclose(field.Type, field.Name), cancel);
}
