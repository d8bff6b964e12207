using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Following;

/// <summary>Events of the log as the database holds them.</summary>
internal sealed class StoredEvents(IDatabase database) : ISealedEvents
{
    public async Task<IReadOnlyList<SealedEvent>> AtAsync(IReadOnlyCollection<long> places, CancellationToken cancel = default) => await database.ReadAsync(
        async session =>
        {
            var found = new List<SealedEvent>(places.Count);
            foreach (var place in places.Order())
            {
                found.AddRange((await SealedRows.EntriesAsync(session, place, place + 1)).Select(row => Entry.Read(row.Entry).SealedAt(row.Place)));
            }
            return found;
        },
        cancel);
}
