using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>Compares the published checkpoint, every tile and every entry bundle, byte for byte, with the database.</summary>
internal sealed class FolderCheck(ISession session, LogFolder folder, TreeCheck tree, Findings findings, IProgress<long>? progress)
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
        foreach (var tile in TilePath.Of(size))
        {
            cancel.ThrowIfCancellationRequested();
            await CompareAsync(tile, isNeeded: true, cancel);
        }
        foreach (var path in Files(folder.Path))
        {
            await CheckOtherAsync(Path.GetRelativePath(folder.Path, path).Replace('\\', '/'), size, cancel);
        }
        return _files;
    }

    /// <summary>The published size, if it is one that this database has signed.</summary>
    private async Task<long?> PublishedSizeAsync(string text)
    {
        try
        {
            var note = SignedNote.Parse(text);
            var published = Checkpoint.Parse(note.Text);
            if (!tree.Keys.All.Any(note.IsSignedBy))
            {
                findings.Add(tree.Where + "checkpoint file", "checkpoint", "signature");
                return null;
            }
            if (published.Size > tree.State.Size)
            {
                findings.Add(tree.Where + "checkpoint file", "file-ahead", published.Size.ToString(), tree.State.Size.ToString());
                return null;
            }
            var root = await tree.Tree.SignedRootAsync(session, published.Size);
            if (root is null || !root.AsSpan().SequenceEqual(published.Root))
            {
                findings.Add(tree.Where + "checkpoint file", "file-unknown-checkpoint", published.Size.ToString());
                return null;
            }
            return published.Size;
        }
        catch (FormatException e)
        {
            findings.Add(tree.Where + "checkpoint file", "checkpoint", e.Message);
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
            var stored = await Publisher.ContentAsync(session, tree.Tree, tile);
            if (!published.AsSpan().SequenceEqual(stored))
            {
                findings.Add(tree.Where + tile, "file-differs", Place(tile, published.AsSpan().CommonPrefixLength(stored), stored));
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            if (isNeeded)
            {
                findings.Add(tree.Where + tile, "file-missing");
            }
        }
        catch (InvalidDataException e)
        {
            findings.Add(tree.Where + tile, "file-unprovable", e.Message);
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
    private async Task CheckOtherAsync(string path, long size, CancellationToken cancel)
    {
        if (path == "checkpoint" || path.EndsWith(".tmp", StringComparison.Ordinal))
        {
            return;
        }
        if (!TilePath.TryParse(path, out var tile))
        {
            findings.Add(tree.Where + path, "file-foreign");
        }
        else if (tile.IsWithin(tree.State.Size) && !tile.IsOf(size))
        {
            await CompareAsync(tile, isNeeded: false, cancel);
        }
    }

    /// <summary>All files in order, a folder at a time: a large log has more of them than should be held at once.</summary>
    private static IEnumerable<string> Files(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (!Directory.Exists(path))
            {
                yield return path;
                continue;
            }
            foreach (var file in Files(path))
            {
                yield return file;
            }
        }
    }
}
