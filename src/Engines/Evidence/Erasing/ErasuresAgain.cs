using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>Erases again, before the first request, what was erased before and came back with a restored backup. Taken from the journal beside the store, from the
/// published log, and from the log's own rows; and what this node's journal lacks is written into it.</summary>
internal sealed class ErasuresAgain(IDatabase database, ErasureJournal journal, LogFolder folder, TimeProvider time, ILogger<ErasuresAgain> logger) : IStartUp
{
    public int Order => 110;

    public async Task StartAsync(CancellationToken cancel)
    {
        var lines = (await journal.ReadAsync(cancel)).ToDictionary(l => l.EntryId, StringComparer.Ordinal);
        var told = await database.ReadAsync(session => session.QueryAsync($"select entry from evidence_entry where id in {StreamRows.Ids("$1")}", r => r.GetFieldValue<byte[]>(0), Erasure.Stream), cancel);
        var entries = told.Concat(await PublishedAsync(cancel)).Select(bytes => Erasure.Read(Entry.Read(bytes), place: null)).DistinctBy(e => e.EntryId).ToList();
        var now = time.GetUtcNow();
        var again = await database.WriteAsync(
            async session =>
            {
                var sum = 0L;
                foreach (var line in lines.Values)
                {
                    sum += await EraseRows.ByKeysAsync(session, line.Keys, line.Subject, now);
                }
                foreach (var entry in entries)
                {
                    // Keys made after the erasure lock what was recorded after it.
                    sum += (await EraseRows.BySubjectAsync(session, entry.Subject, entry.At, now)).Entries;
                }
                return sum;
            },
            cancel);
        foreach (var entry in entries.Where(e => !lines.ContainsKey(e.EntryId)))
        {
            var keys = await database.ReadAsync(
                session => session.QueryAsync("select id from evidence_subject_key where subject = $1 and wrapped is null order by id", r => r.GetString(0), entry.Subject), cancel);
            await journal.AddAsync(new(entry.Subject, entry.At, entry.EntryId, keys), cancel);
        }
        if (again > 0)
        {
            logger.LogWarning("{Entries} entries had come back with a restored backup and were erased again.", again);
        }
    }

    /// <summary>The erasures in the published log beyond what the database holds: a restored node may bring the published copy of the lost one.</summary>
    private async Task<List<byte[]>> PublishedAsync(CancellationToken cancel)
    {
        var found = new List<byte[]>();
        var size = await database.ReadAsync(async session => (await Sealing.LogState.LoadAsync(session))?.Size ?? 0, cancel);
        var entries = Path.Combine(folder.Path, "tile", "entries");
        foreach (var file in Directory.Exists(entries) ? Directory.EnumerateFiles(entries, "*", SearchOption.AllDirectories) : [])
        {
            if (TilePath.TryParse(Path.GetRelativePath(folder.Path, file).Replace('\\', '/'), out var tile) && tile.First + tile.Width > size)
            {
                found.AddRange(EntryBundle.Read(await File.ReadAllBytesAsync(file, cancel)).Where(e => e.AsSpan().IndexOf("\"evidence.erased\""u8) >= 0 && Entry.Read(e).Type == Erasure.EventType));
            }
        }
        return found;
    }
}
