using System.Text;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Publishing;

/// <summary>Brings this node's files up to the sealed log. The same procedure follows every seal and recovers after a crash: what is there already is left alone.</summary>
internal sealed class Publisher(IDatabase database, LogFolder folder, SealedTree tree)
{
    /// <summary>Publishes the main log.</summary>
    public Publisher(IDatabase database, LogFolder folder) : this(database, folder, SealedTree.Main) { }

    public LogFolder Folder => folder;

    /// <summary>Tiles whose bytes are read and written at a time.</summary>
    private const int Portion = 32;

    /// <summary>Publishes the latest checkpoint, everything that it needs first. Returns its size.</summary>
    public async Task<long> PublishAsync(CancellationToken cancel)
    {
        var (state, keys, note) = await database.ReadAsync(NewestAsync, cancel);
        var published = await folder.LastPublishedAsync(keys, cancel);
        if (published?.Size == state.Size)
        {
            // The same checkpoint may have got other signatures; a file that holds these bytes already is left alone.
            await folder.WriteCheckpointAsync(note, cancel);
            return state.Size;
        }
        var before = published?.Size ?? 0;
        foreach (var portion in TilePath.Between(before, state.Size).Chunk(Portion))
        {
            var contents = await database.ReadAsync(session => ContentsAsync(session, tree, portion), cancel);
            await DurableFiles.WriteAsync([.. portion.Zip(contents, (tile, bytes) => (folder.FileOf(tile), bytes))], cancel);
        }
        await folder.WriteCheckpointAsync(note, cancel);
        DropPartials(before, state.Size);
        return state.Size;
    }

    /// <summary>The latest state with its checkpoint, which bears the witnesses' cosignatures as far as they have come.</summary>
    private async ValueTask<(LogState State, IReadOnlyList<VerifierKey> Keys, byte[] Note)> NewestAsync(ISession session)
    {
        var (state, keys) = await tree.SignedStateAsync(session);
        var note = tree == SealedTree.Main ? await Cosignatures.MergedAsync(session, state.Size, state.Note) : state.Note;
        return (state, keys, Encoding.UTF8.GetBytes(note));
    }

    /// <summary>The bytes of a tile or bundle, from the database.</summary>
    public static async ValueTask<byte[]> ContentAsync(ISession session, SealedTree tree, TilePath tile) => tile.Level == TilePath.Entries
        ? EntryBundle.Write([.. (await SealedRows.EntriesAsync(session, tile.First, tile.First + tile.Width)).Select(r => r.Entry)])
        : [.. (await tree.Hashes(session, tile.Level, tile.First, tile.First + tile.Width)).SelectMany(h => h)];

    private static async ValueTask<List<byte[]>> ContentsAsync(ISession session, SealedTree tree, IEnumerable<TilePath> tiles)
    {
        var contents = new List<byte[]>();
        foreach (var tile in tiles)
        {
            contents.Add(await ContentAsync(session, tree, tile));
        }
        return contents;
    }

    /// <summary>A partial tile may go once the full one is there (c2sp.org/tlog-tiles, "Partial Tiles").</summary>
    private void DropPartials(long before, long now)
    {
        foreach (var full in TilePath.Between(before, now).Where(t => t.IsFull))
        {
            var partials = folder.FileOf(full) + ".p";
            if (Directory.Exists(partials))
            {
                Directory.Delete(partials, recursive: true);
            }
        }
    }
}
