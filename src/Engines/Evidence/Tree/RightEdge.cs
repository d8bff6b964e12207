using System.Numerics;

namespace Zhuangjin.Evidence.Tree;

/// <summary>The roots of the perfect subtrees that make up a tree, largest first: all that appending and the tree's root need.</summary>
/// <remarks>One subtree for each bit that is set in the size. Not safe for two threads.</remarks>
internal sealed class RightEdge
{
    private readonly ITreeHash _hash;
    private readonly List<byte[]> _peaks;

    public RightEdge(ITreeHash hash) : this(hash, 0, []) { }

    /// <param name="bytes">The subtrees' roots, one after another, as <see cref="ToBytes"/> gives them.</param>
    /// <exception cref="InvalidDataException">There are more or fewer roots than a tree of this size has.</exception>
    public RightEdge(ITreeHash hash, long size, ReadOnlySpan<byte> bytes)
    {
        var count = BitOperations.PopCount((ulong)size);
        if (size < 0 || bytes.Length != count * hash.Length)
        {
            throw new InvalidDataException($"The right edge has {bytes.Length} bytes; a tree of {size} entries has {count * hash.Length}.");
        }
        _hash = hash;
        _peaks = new(count + 8);
        for (var i = 0; i < count; i++)
        {
            _peaks.Add(bytes.Slice(i * hash.Length, hash.Length).ToArray());
        }
        Size = size;
    }

    public long Size { get; private set; }

    /// <summary>Adds a leaf hash at the right. <paramref name="completed"/> hears of each subtree that it makes perfect: height, index among those of that height, root.</summary>
    public void Append(byte[] leaf, Action<int, long, byte[]>? completed = null)
    {
        var root = leaf;
        var height = 0;
        for (var index = Size; (index & 1) == 1; index >>= 1)
        {
            root = _hash.Node(_peaks[^1], root);
            _peaks.RemoveAt(_peaks.Count - 1);
            height++;
            completed?.Invoke(height, index >> 1, root);
        }
        _peaks.Add(root);
        Size++;
    }

    /// <summary>Adds many leaf hashes at the right, far faster than one by one. <paramref name="tiled"/> hears of each hash that a level of tiles above the leaves gets: level, place, hash.</summary>
    /// <param name="leaves">The hashes, one after another.</param>
    public void AppendAll(ReadOnlySpan<byte> leaves, Action<int, long, byte[]>? tiled = null)
    {
        var each = _hash.Length;
        // Before a level's hashes there is room for one more: the subtree that waits at that height for its right sibling.
        var (level, above) = (new byte[each + leaves.Length], new byte[each + (leaves.Length / 2) + each]);
        leaves.CopyTo(level.AsSpan(each));
        var waiting = new Stack<byte[]>();
        var (height, first, count) = (0, Size, leaves.Length / each);
        Size += count;
        for (; count > 0; height++, first >>= 1, count /= 2)
        {
            var start = each;
            if ((first & 1) == 1)
            {
                start = 0;
                _peaks[^1].CopyTo(level, 0);
                _peaks.RemoveAt(_peaks.Count - 1);
                first--;
                count++;
            }
            if ((count & 1) == 1)
            {
                waiting.Push(level.AsSpan(start + ((count - 1) * each), each).ToArray());
            }
            _hash.Nodes(level.AsSpan(start, count / 2 * 2 * each), above.AsSpan(each, count / 2 * each));
            if ((height + 1) % 8 == 0)
            {
                for (var i = 0; i < count / 2; i++)
                {
                    tiled?.Invoke((height + 1) / 8, (first / 2) + i, above.AsSpan(each + (i * each), each).ToArray());
                }
            }
            (level, above) = (above, level);
        }
        _peaks.AddRange(waiting);
    }

    public byte[] Root()
    {
        if (_peaks.Count == 0)
        {
            return _hash.Empty();
        }
        var root = _peaks[^1];
        for (var i = _peaks.Count - 2; i >= 0; i--)
        {
            root = _hash.Node(_peaks[i], root);
        }
        return root;
    }

    public byte[] ToBytes() => [.. _peaks.SelectMany(p => p)];
}
