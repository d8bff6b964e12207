using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Writes the published files of a log of any size, without a database. Streams.</summary>
internal sealed class SyntheticLog(LogFolder folder, ITreeHash hash)
{
    /// <summary>For each level of tiles the hashes that fill no tile yet.</summary>
    private readonly List<List<byte>> _rows = [[]];
    private readonly long[] _written = new long[8];

    public byte[] Root { get; private set; } = hash.Empty();

    public void Write(INoteSigner key, long size, Func<long, byte[]> entry)
    {
        var edge = new RightEdge(hash);
        for (var first = 0L; first < size; first += TilePath.FullWidth)
        {
            var entries = new byte[Math.Min(TilePath.FullWidth, size - first)][];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = entry(first + i);
            }
            Save(new(TilePath.Entries, first / TilePath.FullWidth, entries.Length), EntryBundle.Write(entries));
            var leaves = new byte[entries.Length * hash.Length];
            hash.Leaves(new(entries), leaves);
            Add(0, leaves);
            edge.AppendAll(leaves, (level, _, root) => Add(level, root));
        }
        for (var level = 0; level < _rows.Count; level++)
        {
            if (_rows[level].Count > 0)
            {
                Save(new(level, _written[level], _rows[level].Count / hash.Length), [.. _rows[level]]);
            }
        }
        Root = edge.Root();
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.CheckpointFile, key.Sign(new Checkpoint(key.Verifier.Name, size, Root).Text).ToString());
    }

    private void Add(int level, ReadOnlySpan<byte> hashes)
    {
        if (level == _rows.Count)
        {
            _rows.Add([]);
        }
        _rows[level].AddRange(hashes);
        if (_rows[level].Count == TilePath.FullWidth * hash.Length)
        {
            Save(new(level, _written[level]++, TilePath.FullWidth), [.. _rows[level]]);
            _rows[level].Clear();
        }
    }

    private void Save(TilePath tile, byte[] bytes)
    {
        var file = folder.FileOf(tile);
        if (!tile.IsFull || tile.Index % 1000 == 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
        File.WriteAllBytes(file, bytes);
    }
}
