using System.Collections.Concurrent;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Grants;

/// <summary>The grants as this node knows them, never older than half a second: before an answer it has asked the store within that time whether any grant has changed.</summary>
/// <remarks>Nothing has to run and no message has to arrive for a revocation to bite. A node that cannot reach the store cannot answer.</remarks>
internal sealed class GrantBook(GrantStore store, TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Grant> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Task? _asking;
    private long _askedAt;
    private long _change = -1;

    /// <summary>The grant as it was at most half a second ago; null when there is none.</summary>
    public async ValueTask<Grant?> FindAsync(string id, CancellationToken cancel = default)
    {
        if (Volatile.Read(ref _change) < 0 || time.GetElapsedTime(Volatile.Read(ref _askedAt)) > Fresh)
        {
            await AskAsync().WaitAsync(cancel);
        }
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }
        // A change that comes in while it is read is seen by the next question, which is asked from the number before.
        var found = await store.FindAsync(id, cancel);
        return found is null ? null : _known.GetOrAdd(id, found);
    }

    /// <summary>Forgets how fresh the book is, after a change on this node.</summary>
    public void Stale() => Volatile.Write(ref _askedAt, time.GetTimestamp() - (2 * (long)(Fresh.TotalSeconds * time.TimestampFrequency)));

    /// <summary>One question for all who wait.</summary>
    private Task AskAsync()
    {
        lock (_gate)
        {
            return _asking is { IsCompleted: false } ? _asking : _asking = Task.Run(RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        // The time counts from before the question: what changed while it ran may have been missed.
        var began = time.GetTimestamp();
        var last = await store.LastChangeAsync();
        if (last != _change)
        {
            if (_change >= 0)
            {
                foreach (var grant in await store.ChangedAsync(_change))
                {
                    _known[grant.Id] = grant;
                }
            }
            Volatile.Write(ref _change, last);
        }
        Volatile.Write(ref _askedAt, began);
    }
}
