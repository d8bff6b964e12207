using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>A digest in so many lanes. Messages of about the same length go together, so that few lanes idle.</summary>
internal sealed class LaneHash<TRounds, TLanes>(string name) : WideHash(name, TLanes.Count)
    where TRounds : struct, IRounds
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Messages that are put in order at a time.</summary>
    private const int Portion = 1024;

    /// <summary>Lengths that are told apart: each up to 63 blocks, beyond that each twice the one before.</summary>
    private const int Lengths = 64 + 26;

    private protected override void HashAll(ReadOnlySpan<byte> prefix, Messages messages, Span<byte> digests)
    {
        Span<int> order = stackalloc int[Math.Min(Portion, messages.Count)];
        for (var start = 0; start < messages.Count; start += Portion)
        {
            order = order[..Math.Min(Portion, messages.Count - start)];
            SortByLength(prefix.Length, messages, start, order);
            for (var next = 0; next < order.Length; next += TLanes.Count)
            {
                Group(prefix, messages, order[next..Math.Min(order.Length, next + TLanes.Count)], digests);
            }
        }
    }

    private static void SortByLength(int prefix, Messages messages, int start, Span<int> order)
    {
        Span<int> places = stackalloc int[Lengths + 1];
        places.Clear();
        for (var i = 0; i < order.Length; i++)
        {
            places[LengthOf(prefix + messages[start + i].Length) + 1]++;
        }
        for (var i = 1; i < places.Length; i++)
        {
            places[i] += places[i - 1];
        }
        for (var i = 0; i < order.Length; i++)
        {
            order[places[LengthOf(prefix + messages[start + i].Length)]++] = start + i;
        }
    }

    private static int LengthOf(int bytes) => Padding.Blocks(bytes) is < 64 and var blocks ? blocks : 58 + BitOperations.Log2((uint)Padding.Blocks(bytes));

    /// <summary>Hashes at most as many messages as there are lanes. A lane whose message has ended works on without being heard.</summary>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Group(ReadOnlySpan<byte> prefix, Messages messages, ReadOnlySpan<int> group, Span<byte> digests)
    {
        Span<TLanes> state = stackalloc TLanes[8];
        Span<TLanes> words = stackalloc TLanes[16];
        Span<byte> blocks = stackalloc byte[TLanes.Count * Padding.Block];
        Span<int> ends = stackalloc int[group.Length];
        var most = 0;
        for (var lane = 0; lane < group.Length; lane++)
        {
            ends[lane] = Padding.Blocks(prefix.Length + messages[group[lane]].Length);
            most = Math.Max(most, ends[lane]);
        }
        blocks[(group.Length * Padding.Block)..].Clear();
        for (var i = 0; i < 8; i++)
        {
            state[i] = TLanes.Of(TRounds.Start[i]);
        }
        for (var number = 0; number < most; number++)
        {
            for (var lane = 0; lane < group.Length; lane++)
            {
                if (number < ends[lane])
                {
                    Padding.Write(number, prefix, messages[group[lane]], blocks.Slice(lane * Padding.Block, Padding.Block));
                }
            }
            TLanes.ReadBlocks(blocks, words);
            TRounds.Compress(state, words);
            for (var lane = 0; lane < group.Length; lane++)
            {
                if (number == ends[lane] - 1)
                {
                    WriteDigest(state, lane, digests.Slice(group[lane] * Length, Length));
                }
            }
        }
    }

    private static void WriteDigest(ReadOnlySpan<TLanes> state, int lane, Span<byte> digest)
    {
        var words = MemoryMarshal.Cast<TLanes, uint>(state);
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], words[(i * TLanes.Count) + lane]);
        }
    }
}
