using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Numbers appends in their streams, from a memory of each stream's last event. What it remembers may be out of date: the store then refuses the
/// batch, <see cref="Forget()"/> is called, and the next attempt reads anew. Not safe for two threads.</summary>
internal sealed class AppendNumbering(IEvidenceRecorder recorder)
{
    private const int MostRemembered = 100_000;

    /// <summary>Fewer are prepared faster than several threads are woken.</summary>
    private const int WorthThreads = 48;

    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);

    public void Forget() => _heads.Clear();

    public void Forget(IEnumerable<string> streams)
    {
        foreach (var stream in streams)
        {
            _heads.Remove(stream);
        }
    }

    /// <summary>Reads the heads that are not remembered. One that waits in the outbox is remembered only if <paramref name="outbox"/>, which is sealed before, holds it:
    /// no event may be sealed before its predecessor.</summary>
    public async ValueTask LearnAsync(ISession session, IReadOnlyCollection<WaitingAppend> appends, IReadOnlySet<string> outbox)
    {
        if (_heads.Count > MostRemembered)
        {
            _heads.Clear();
        }
        var unknown = appends.Select(a => a.Stream).Where(s => !_heads.ContainsKey(s)).ToHashSet(StringComparer.Ordinal);
        foreach (var (stream, head) in await StreamHeads.LoadAsync(session, unknown))
        {
            unknown.Remove(stream);
            if (!head.Waits || outbox.Contains(head.EntryId!))
            {
                _heads[stream] = head;
            }
        }
        foreach (var stream in unknown)
        {
            _heads[stream] = new(0, null, Waits: false);
        }
    }

    /// <summary>Makes the events, each stream's in order, and their entries, and remembers the new heads. A caller whose event is refused is told so at once and
    /// leaves no gap. Those whose stream's head is not remembered are returned.</summary>
    public (List<NumberedAppend> Numbered, List<WaitingAppend> Unknown) Number(IReadOnlyList<WaitingAppend> appends)
    {
        var (known, unknown) = (new List<IGrouping<string, WaitingAppend>>(), new List<WaitingAppend>());
        foreach (var stream in appends.GroupBy(a => a.Stream, StringComparer.Ordinal))
        {
            if (_heads.ContainsKey(stream.Key))
            {
                known.Add(stream);
            }
            else
            {
                unknown.AddRange(stream);
            }
        }
        var made = new List<NumberedAppend>[known.Count];
        if (appends.Count < WorthThreads)
        {
            for (var i = 0; i < made.Length; i++)
            {
                made[i] = NumberStream(known[i]);
            }
        }
        else
        {
            Parallel.For(0, made.Length, i => made[i] = NumberStream(known[i]));
        }
        List<NumberedAppend> numbered = [.. made.SelectMany(m => m)];
        foreach (var (_, entry, _) in numbered)
        {
            _heads[entry.Happened.Stream] = new(entry.Happened.Sequence, entry.Id, Waits: false);
        }
        return (numbered, unknown);
    }

    /// <summary>How each stream's head moves when these are sealed, ordered by stream, so that no two who move several wait for each other.</summary>
    public static List<HeadMove> Moves(IReadOnlyList<NumberedAppend> numbered)
    {
        var moves = new SortedDictionary<string, HeadMove>(StringComparer.Ordinal);
        foreach (var (_, entry, _) in numbered)
        {
            var happened = entry.Happened;
            var since = moves.TryGetValue(happened.Stream, out var move) ? move.Since : happened.Sequence - 1;
            moves[happened.Stream] = new(happened.Stream, since, happened.Sequence, entry.Id);
        }
        return [.. moves.Values];
    }

    private List<NumberedAppend> NumberStream(IGrouping<string, WaitingAppend> stream)
    {
        var head = _heads[stream.Key];
        var numbered = new List<NumberedAppend>();
        foreach (var append in stream)
        {
            try
            {
                var happened = append.Make(head.Last + 1);
                if (happened.Stream != stream.Key || happened.Sequence != head.Last + 1)
                {
                    throw new ArgumentException($"An event was made for stream '{happened.Stream}' and number {happened.Sequence} instead of '{stream.Key}' and {head.Last + 1}.");
                }
                var entry = recorder.Prepare(happened);
                numbered.Add(new(append, entry, head.EntryId));
                head = new(happened.Sequence, entry.Id, Waits: false);
            }
            catch (Exception fault)
            {
                append.Fail(fault);
            }
        }
        return numbered;
    }
}
