using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>Compares the published checkpoint, every tile and every entry bundle, byte for byte, with the database.</summary>
internal sealed class FolderCheck(ISession session, LogFolder folder, LogState state, KnownKeys keys, Findings findings, IProgress<long>? progress)
{
    private long _files;

    /// <summary>Returns the number of files compared.</summary>
    /// <param name="note">The published checkpoint; null when nothing is published yet.</param>
    public async Task<long> RunAsync(string? note, CancellationToken cancel)
    {
        if (note is null)
        {
            return 0;
        }
        _files++;
        if (await PublishedSizeAsync(note) is not { } size)
        {
            return _files;
        }
        var needed = TilePath.Of(size).ToList();
        foreach (var tile in needed)
        {
            cancel.ThrowIfCancellationRequested();
            await CompareAsync(tile, isNeeded: true, cancel);
        }
        await CheckOthersAsync([.. needed.Select(t => t.ToString())], cancel);
        return _files;
    }

    /// <summary>The published size, if it is one that this database has signed.</summary>
    private async Task<long?> PublishedSizeAsync(string text)
    {
        try
        {
            var note = SignedNote.Parse(text);
            var published = Checkpoint.Parse(note.Text);
            if (!keys.All.Any(note.IsSignedBy))
            {
                findings.Add("checkpoint file", "checkpoint", "signature");
                return null;
            }
            if (published.Size > state.Size)
            {
                findings.Add("checkpoint file", "file-ahead", published.Size.ToString(), state.Size.ToString());
                return null;
            }
            var root = await session.FirstAsync("select root from evidence_checkpoint where size = $1", r => r.GetFieldValue<byte[]>(0), published.Size);
            if (root is null || !root.AsSpan().SequenceEqual(published.Root))
            {
                findings.Add("checkpoint file", "file-unknown-checkpoint", published.Size.ToString());
                return null;
            }
            return published.Size;
        }
        catch (FormatException e)
        {
            findings.Add("checkpoint file", "checkpoint", e.Message);
            return null;
        }
    }

    private async Task CompareAsync(TilePath tile, bool isNeeded, CancellationToken cancel)
    {
        if (findings.IsFull)
        {
            return;
        }
        _files++;
        progress?.Report(_files);
        try
        {
            var published = await File.ReadAllBytesAsync(folder.FileOf(tile), cancel);
            var stored = await Publisher.ContentAsync(session, SealedTree.Main, tile);
            if (!published.AsSpan().SequenceEqual(stored))
            {
                findings.Add(tile.ToString(), "file-differs", Place(tile, published.AsSpan().CommonPrefixLength(stored), stored));
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            if (isNeeded)
            {
                findings.Add(tile.ToString(), "file-missing");
            }
        }
        catch (InvalidDataException e)
        {
            findings.Add(tile.ToString(), "file-unprovable", e.Message);
        }
    }

    /// <summary>Which hash or entry of the log the first differing byte belongs to.</summary>
    private static string Place(TilePath tile, int offset, byte[] stored)
    {
        if (tile.Level != TilePath.Entries)
        {
            return (tile.First + (offset / 32)).ToString();
        }
        var (place, end) = (tile.First, 0);
        foreach (var entry in EntryBundle.Read(stored))
        {
            end += entry.Length + 2;
            if (offset < end)
            {
                break;
            }
            place++;
        }
        return place.ToString();
    }

    /// <summary>Older partial tiles may lie there, with the beginning of what now is; anything else does not belong to a log.</summary>
    private async Task CheckOthersAsync(HashSet<string> needed, CancellationToken cancel)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(folder.Path, file).Replace('\\', '/');
            if (path == "checkpoint" || path.EndsWith(".tmp", StringComparison.Ordinal) || needed.Contains(path))
            {
                continue;
            }
            if (!TilePath.TryParse(path, out var tile))
            {
                findings.Add(path, "file-foreign");
            }
            else if (tile.IsWithin(state.Size))
            {
                await CompareAsync(tile, isNeeded: false, cancel);
            }
        }
    }
}
