using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>Sixteen messages, with AVX-512.</summary>
internal readonly struct Lanes16(Vector512<uint> words) : ILanes<Lanes16>
{
    private readonly Vector512<uint> _words = words;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Of(uint word) => new(Vector512.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 left, Lanes16 right) => new(left._words + right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator ^(Lanes16 left, Lanes16 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 RotateLeft(Lanes16 word, [ConstantExpected] byte bits) => new(Avx512F.RotateLeft(word._words, bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ShiftRight(Lanes16 word, [ConstantExpected] byte bits) => new(word._words >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Parity(Lanes16 first, Lanes16 second, Lanes16 third) => new(Avx512F.TernaryLogic(first._words, second._words, third._words, 0x96));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Choose(Lanes16 condition, Lanes16 first, Lanes16 second) => new(Avx512F.TernaryLogic(condition._words, first._words, second._words, 0xCA));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Majority(Lanes16 first, Lanes16 second, Lanes16 third) => new(Avx512F.TernaryLogic(first._words, second._words, third._words, 0xE8));

    public static void ReadBlocks(ReadOnlySpan<byte> blocks, Span<Lanes16> words)
    {
        ref var start = ref MemoryMarshal.GetReference(blocks[..(16 * 64)]);
        var all = words[..16];
        for (var quad = 0; quad < 4; quad++)
        {
            // Four words of a message lie together; after this turning the same word of four messages does.
            var (a, b, c, d) = (Quads(ref start, 0, quad), Quads(ref start, 1, quad), Quads(ref start, 2, quad), Quads(ref start, 3, quad));
            var (ab, cd) = (Avx512F.UnpackLow(a, b).AsUInt64(), Avx512F.UnpackLow(c, d).AsUInt64());
            all[4 * quad] = new(Avx512F.UnpackLow(ab, cd).AsUInt32());
            all[(4 * quad) + 1] = new(Avx512F.UnpackHigh(ab, cd).AsUInt32());
            (ab, cd) = (Avx512F.UnpackHigh(a, b).AsUInt64(), Avx512F.UnpackHigh(c, d).AsUInt64());
            all[(4 * quad) + 2] = new(Avx512F.UnpackLow(ab, cd).AsUInt32());
            all[(4 * quad) + 3] = new(Avx512F.UnpackHigh(ab, cd).AsUInt32());
        }
    }

    /// <summary>Four words of the messages i, i + 4, i + 8 and i + 12, in the processor's byte order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Quads(ref byte blocks, int message, int quad)
    {
        var offset = (nuint)((64 * message) + (16 * quad));
        var four = Vector512.Create(
            Vector256.Create(Vector128.LoadUnsafe(ref blocks, offset), Vector128.LoadUnsafe(ref blocks, offset + (4 * 64))),
            Vector256.Create(Vector128.LoadUnsafe(ref blocks, offset + (8 * 64)), Vector128.LoadUnsafe(ref blocks, offset + (12 * 64))));
        return Avx512BW.Shuffle(four, Vector512.Create(SwappedBytes)).AsUInt32();
    }

    /// <summary>Reverses the bytes of each word.</summary>
    private static Vector128<byte> SwappedBytes => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}
