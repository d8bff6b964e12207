using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Searching;

/// <summary>Reads anew, for the search, the cases whose texts or offices have changed. Beside the steps themselves, which only leave a note, so that none waits for it.</summary>
internal sealed class SearchIndexer(IDatabase database, MatterLibrary matters, IOrganisations organisations) : IDisposable
{
    private const int AtOnce = 200;

    /// <summary>How long a search waits for another node that is at it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Brings the search up to what is durable now; returns the number of cases read. With many changes it stops after <paramref name="most"/>.</summary>
    public async Task<int> CatchUpAsync(int most = int.MaxValue, CancellationToken cancel = default)
    {
        if (!await database.ReadAsync(SearchTable.AnyDueAsync, cancel))
        {
            return 0;
        }
        await _turn.WaitAsync(cancel);
        try
        {
            await using var mine = await LockAsync(cancel);
            var done = 0;
            while (mine is not null && done < most && await ReadSomeAsync(cancel) is var read and > 0)
            {
                done += read;
            }
            return done;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IHeldLock?> LockAsync(CancellationToken cancel)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(20))
        {
            var mine = await database.TryLockAsync("cases.search", cancel);
            if (mine is not null || waited >= Patience)
            {
                return mine;
            }
            await Task.Delay(20, cancel);
        }
    }

    private async Task<int> ReadSomeAsync(CancellationToken cancel)
    {
        var due = await database.ReadAsync(async session =>
        {
            var read = new List<(string Id, long Version, CaseState? State, List<RecordedEvent> Events)>();
            foreach (var (id, version) in await SearchTable.DueAsync(session, AtOnce))
            {
                read.Add((id, version, await CaseTable.ReadAsync(session, id), await CaseTable.EventsAsync(session, id)));
            }
            return read;
        }, cancel);
        var documents = due
            .Where(d => d.State is not null)
            .Select(d => SearchDocument.Of(matters.Pinned(d.State!.MatterKey, d.State.MatterVersion, d.State.MatterHash), d.State, d.Events, organisations))
            .ToDictionary(d => d.CaseId, StringComparer.Ordinal);
        await database.WriteAsync(async session =>
        {
            var known = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var id in documents.Keys)
            {
                if (await SearchTable.SequenceAsync(session, id) is var sequence and > 0)
                {
                    known[id] = sequence;
                }
            }
            var next = documents.Count > known.Count ? await KeyTable.TakeNumbersAsync(session, "search", documents.Count - known.Count) : 0;
            foreach (var (id, version, _, _) in due)
            {
                if (documents.TryGetValue(id, out var document))
                {
                    await SearchTable.WriteAsync(session, known.TryGetValue(id, out var sequence) ? sequence : next++, document);
                }
                await SearchTable.DoneAsync(session, id, version);
            }
            return 0;
        }, cancel);
        return due.Count;
    }
}
