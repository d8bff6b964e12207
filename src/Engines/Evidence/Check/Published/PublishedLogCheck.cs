using System.Collections.Concurrent;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Check.Published;

/// <summary>Checks a published log by itself, as anyone can who has its files and its key: every entry, every tile of every level, and the signed root.</summary>
/// <remarks>Streams: some megabytes a processor, whatever the log's size, and 32 bytes for each 65,536 entries. Older partial tiles that still lie there are left alone.</remarks>
internal sealed class PublishedLogCheck(LogFolder folder, VerifierKey key, int threads, IProgress<long>? progress)
{
    private readonly ITreeHash _hash = key.Type == KeyType.Sm2 ? Sm3TreeHash.Instance : Sha256TreeHash.Instance;
    private readonly ConcurrentDictionary<long, Column> _columns = [];
    private readonly Findings _findings = new();
    private long _size;
    private long _next;
    private long _files;
    private long _checked;
    private volatile bool _enough;

    public async Task<LogCheckReport> RunAsync(CancellationToken cancel)
    {
        if (Checkpoint() is not { } checkpoint)
        {
            return new(0, 0, _files, _findings.All);
        }
        _size = checkpoint.Size;
        var columns = (_size + ColumnCheck.Entries - 1) / ColumnCheck.Entries;
        await Task.WhenAll(Enumerable.Range(0, (int)Math.Clamp(columns, 1, threads)).Select(_ => Task.Run(() => CheckColumns(columns, cancel), cancel)));
        var checkedColumns = _columns.OrderBy(c => c.Key).Select(c => c.Value).ToList();
        _findings.AddAll(checkedColumns.SelectMany(c => c.Findings.All));
        if (!_enough && !CheckAbove(checkedColumns).AsSpan().SequenceEqual(checkpoint.Root))
        {
            _findings.Add("checkpoint", "published-root", _size.ToString());
        }
        return new(_size, 1, _files, _findings.All);
    }

    private Checkpoint? Checkpoint()
    {
        try
        {
            var note = SignedNote.Parse(File.ReadAllText(folder.CheckpointFile, Encoding.UTF8));
            _files++;
            var checkpoint = Notes.Checkpoint.Parse(note.Text);
            var fault = !note.IsSignedBy(key) ? "signature" : checkpoint.Origin != key.Name ? "origin" : null;
            if (fault is null)
            {
                return checkpoint;
            }
            _findings.Add("checkpoint", "checkpoint", fault);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _findings.Add("checkpoint", "file-missing");
        }
        catch (FormatException e)
        {
            _findings.Add("checkpoint", "checkpoint", e.Message);
        }
        return null;
    }

    /// <summary>Takes one column after another, in order, so that when a thread stops everything before has been looked at.</summary>
    private void CheckColumns(long columns, CancellationToken cancel)
    {
        var (files, above) = (new PublishedFiles(folder, _hash), new PublishedFiles(folder, _hash));
        var check = new ColumnCheck(files, above, _hash, _size);
        while (!_enough && Interlocked.Increment(ref _next) - 1 is var index && index < columns)
        {
            var column = check.Check(index, cancel);
            _columns[index] = column;
            _enough |= column.Findings.IsFull;
            progress?.Report(Interlocked.Add(ref _checked, Math.Min(ColumnCheck.Entries, _size - (index * ColumnCheck.Entries))));
        }
        Interlocked.Add(ref _files, files.Count + above.Count);
    }

    /// <summary>The levels above the columns, which are short; returns the root of all.</summary>
    private byte[] CheckAbove(List<Column> columns)
    {
        var files = new PublishedFiles(folder, _hash);
        var right = columns.Count > 0 ? columns[^1] : new(null, [], [], _findings);
        // The right edge is what fills no tile: at most 255 hashes of each level, the lowest level's first.
        List<byte[]> edge = [right.Leaves, right.Nodes];
        byte[] row = [.. columns.Where(c => c.Top is not null).SelectMany(c => c.Top!)];
        for (var level = 2; row.Length > 0; level++)
        {
            var next = new List<byte>();
            byte[] rest = [];
            for (var offset = 0; offset < row.Length; offset += TilePath.FullWidth * _hash.Length)
            {
                var computed = row.AsSpan(offset, Math.Min(row.Length - offset, TilePath.FullWidth * _hash.Length));
                var tile = new TilePath(level, offset / (TilePath.FullWidth * _hash.Length), computed.Length / _hash.Length);
                var trusted = TileRow.Compare(_hash, tile, computed, files.Tile(tile, _findings), default, _findings);
                if (tile.IsFull)
                {
                    next.AddRange(TileRow.Top(_hash, trusted));
                }
                else
                {
                    rest = trusted.ToArray();
                }
            }
            edge.Add(rest);
            row = [.. next];
        }
        _files += files.Count;
        return Root(edge);
    }

    private byte[] Root(List<byte[]> edge)
    {
        var peaks = new List<byte>();
        foreach (var row in edge.AsEnumerable().Reverse())
        {
            var part = new RightEdge(_hash);
            part.AppendAll(row);
            peaks.AddRange(part.ToBytes());
        }
        return new RightEdge(_hash, _size, peaks.ToArray()).Root();
    }
}
