using System.Buffers.Binary;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>That somebody was looked at, at a place of the log.</summary>
/// <param name="Hash">63 bits of the subject's keyed hash. Two people may share it; the entry at the place says whose it is.</param>
internal readonly record struct Looked(long Hash, long Place)
{
    /// <summary>By hash, then by place.</summary>
    public static Comparer<Looked> Order { get; } = Comparer<Looked>.Create((one, other) => one.Hash != other.Hash ? one.Hash.CompareTo(other.Hash) : one.Place.CompareTo(other.Place));

    /// <param name="hash">In hexadecimal digits, as the log has it.</param>
    public static long Short(string hash) => long.Parse(hash.AsSpan(0, 16), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) & long.MaxValue;
}

/// <summary>Blocks of sorted entries: 16 bytes each, hash and place.</summary>
internal static class SortedRun
{
    /// <summary>Entries in a block: 32 KB.</summary>
    public const int BlockLength = 2048;

    private const int Size = 16;

    public static byte[] Write(ReadOnlySpan<Looked> entries)
    {
        var bytes = new byte[entries.Length * Size];
        for (var i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * Size), entries[i].Hash);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan((i * Size) + 8), entries[i].Place);
        }
        return bytes;
    }

    public static int Count(byte[] block) => block.Length / Size;

    public static Looked At(byte[] block, int index) => new(BinaryPrimitives.ReadInt64BigEndian(block.AsSpan(index * Size)), BinaryPrimitives.ReadInt64BigEndian(block.AsSpan((index * Size) + 8)));

    /// <summary>How many entries of the block lie before this one.</summary>
    public static int Below(byte[] block, Looked limit)
    {
        var (low, high) = (0, Count(block));
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Looked.Order.Compare(At(block, middle), limit) < 0 ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>Several sorted sources as one, in blocks.</summary>
    public static async IAsyncEnumerable<Looked[]> MergeAsync(IReadOnlyList<IAsyncEnumerator<byte[]>> sources)
    {
        var heads = new PriorityQueue<(byte[] Block, int Index, IAsyncEnumerator<byte[]> Source), Looked>(Looked.Order);
        foreach (var source in sources)
        {
            if (await source.MoveNextAsync())
            {
                heads.Enqueue((source.Current, 0, source), At(source.Current, 0));
            }
        }
        var full = new List<Looked>(BlockLength);
        while (heads.TryDequeue(out var head, out var entry))
        {
            full.Add(entry);
            if (full.Count == BlockLength)
            {
                yield return [.. full];
                full.Clear();
            }
            if (head.Index + 1 < Count(head.Block))
            {
                heads.Enqueue((head.Block, head.Index + 1, head.Source), At(head.Block, head.Index + 1));
            }
            else if (await head.Source.MoveNextAsync())
            {
                heads.Enqueue((head.Source.Current, 0, head.Source), At(head.Source.Current, 0));
            }
        }
        if (full.Count > 0)
        {
            yield return [.. full];
        }
    }
}
