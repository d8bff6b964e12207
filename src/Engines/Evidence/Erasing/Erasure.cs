using System.Collections.Immutable;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Erasing;

/// <inheritdoc/>
internal sealed class Erasure(IDatabase database, IEvidenceRecorder recorder, SubjectKeys keys, ErasureJournal journal, TimeProvider time) : IErasure
{
    public const string EventType = "evidence.erased";

    public const string Stream = "evidence/erasures";

    public const int LongestReason = 1000;

    private const int ShortestReason = 4;

    public Task<ErasureView> LookAsync(string subject, CancellationToken cancel = default) => database.ReadAsync(
        async session =>
        {
            var rows = await session.QueryAsync(
                $"""
                select e.stream, e.at, e.entry from evidence_entry e join evidence_private_box b on b.entry_id = e.id join evidence_subject_key k on k.id = b.key_id
                where k.subject = $1 and b.box is not null
                union all
                select e.stream, e.at, e.entry from evidence_entry e where e.id in {StreamRows.Ids("$1")} and exists (select 1 from evidence_private p where p.entry_id = e.id)
                """,
                r => (Stream: r.GetString(0), At: r.GetInt64(1), Entry.Read(r.GetFieldValue<byte[]>(2)).Commitments),
                subject);
            return new ErasureView(
                subject,
                rows.Count,
                [.. rows.Select(r => r.Stream).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(ErasureView.MostStreams)],
                rows.SelectMany(r => r.Commitments.Keys).CountBy(name => name, StringComparer.Ordinal).ToImmutableSortedDictionary(c => c.Key, c => (long)c.Value, StringComparer.Ordinal),
                rows.Count == 0 ? null : ChinaTime.FromMicros(rows.Min(r => r.At)),
                rows.Count == 0 ? null : ChinaTime.FromMicros(rows.Max(r => r.At)));
        },
        cancel);

    public async Task<IReadOnlyList<string>> SubjectsOfAsync(string stream, CancellationToken cancel = default) => await database.ReadAsync(
        session => session.QueryAsync(
            $"""
            select k.subject from evidence_entry e join evidence_private_box b on b.entry_id = e.id join evidence_subject_key k on k.id = b.key_id where e.id in {StreamRows.Ids("$1")} and b.box is not null
            union
            select e.stream from evidence_entry e where e.id in {StreamRows.Ids("$1")} and exists (select 1 from evidence_private p where p.entry_id = e.id)
            """,
            r => r.GetString(0),
            stream),
        cancel);

    public async Task<ErasureDone> EraseAsync(LogOperator by, string subject, string reason, string basis, CancellationToken cancel = default)
    {
        var said = reason.Trim();
        if (FaultsOf(said, basis) is { Count: > 0 } faults)
        {
            throw new InvalidInputException(faults);
        }
        var now = ChinaTime.FromMicros(time.GetUtcNow().ToMicros());
        // The operator's reason may name the subject: it lies under the key of the erasures, not of the erased.
        var (done, line) = await database.WriteAsync(
            async session =>
            {
                var (destroyed, entries) = await EraseRows.BySubjectAsync(session, subject, DateTimeOffset.MaxValue.AddDays(-1), now);
                if (entries == 0)
                {
                    throw new NotFoundException("evidence.fault.nothing-to-erase");
                }
                var sequence = await recorder.NextSequenceAsync(session, Stream);
                var id = await recorder.RecordAsync(session, Happened(by, subject, said, basis, entries, sequence, now));
                session.AfterCommit(() => keys.Forget(subject));
                return (new ErasureDone(id, subject, entries, basis, now, Index: null), new ErasureLine(subject, now, id, destroyed));
            },
            cancel);
        await journal.AddAsync(line, CancellationToken.None);
        return done;
    }

    public async Task<IReadOnlyList<ErasureDone>> DoneAsync(int most, CancellationToken cancel = default) => await database.ReadAsync(
        session => session.QueryAsync(
            $"select entry, place from evidence_entry where id in {StreamRows.Ids("$1")} order by sequence desc limit $2",
            r => Read(Entry.Read(r.GetFieldValue<byte[]>(0)), r.IsDBNull(1) ? null : r.GetInt64(1)),
            Stream, (long)most),
        cancel);

    public static ErasureDone Read(Entry entry, long? place) =>
        new(entry.Id, entry.Facts["subject"], long.Parse(entry.Facts["entries"], System.Globalization.CultureInfo.InvariantCulture), entry.Facts["basis"], entry.At, place);

    private static EvidenceEvent Happened(LogOperator by, string subject, string reason, string basis, long entries, long sequence, DateTimeOffset now) => new(
        EventType,
        Stream,
        sequence,
        now,
        by.Actor,
        Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("basis", basis),
            KeyValuePair.Create("entries", entries.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            KeyValuePair.Create("subject", subject),
        ]),
        Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("person", by.PersonId),
            KeyValuePair.Create("reason", reason),
        ]));

    /// <summary>What is wrong with an operator's words, each at its field.</summary>
    public static IReadOnlyList<Fault> FaultsOf(string reason, string basis)
    {
        var faults = new List<Fault>();
        if (!ErasureBasis.All.Contains(basis))
        {
            faults.Add(new("basis", "evidence.fault.erasure-basis"));
        }
        var length = reason.Trim().Length;
        if (length is < ShortestReason or > LongestReason)
        {
            faults.Add(length < ShortestReason ? new("reason", "evidence.fault.erasure-reason") : new("reason", "evidence.fault.erasure-reason-long", LongestReason.ToString()));
        }
        return faults;
    }
}
