using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>Eight messages, with AVX2.</summary>
internal readonly struct Lanes8(Vector256<uint> words) : ILanes<Lanes8>
{
    private readonly Vector256<uint> _words = words;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Of(uint word) => new(Vector256.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._words + right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator ^(Lanes8 left, Lanes8 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 RotateLeft(Lanes8 word, [ConstantExpected] byte bits) => new((word._words << bits) | (word._words >>> (32 - bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ShiftRight(Lanes8 word, [ConstantExpected] byte bits) => new(word._words >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Parity(Lanes8 first, Lanes8 second, Lanes8 third) => new(first._words ^ second._words ^ third._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Choose(Lanes8 condition, Lanes8 first, Lanes8 second) => new(second._words ^ (condition._words & (first._words ^ second._words)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Majority(Lanes8 first, Lanes8 second, Lanes8 third) => new((first._words & second._words) | (third._words & (first._words | second._words)));

    public static void ReadBlocks(ReadOnlySpan<byte> blocks, Span<Lanes8> words)
    {
        ref var start = ref MemoryMarshal.GetReference(blocks[..(8 * 64)]);
        var all = words[..16];
        for (var quad = 0; quad < 4; quad++)
        {
            // Four words of a message lie together; after this turning the same word of four messages does.
            var (a, b, c, d) = (Quads(ref start, 0, quad), Quads(ref start, 1, quad), Quads(ref start, 2, quad), Quads(ref start, 3, quad));
            var (ab, cd) = (Avx2.UnpackLow(a, b).AsUInt64(), Avx2.UnpackLow(c, d).AsUInt64());
            all[4 * quad] = new(Avx2.UnpackLow(ab, cd).AsUInt32());
            all[(4 * quad) + 1] = new(Avx2.UnpackHigh(ab, cd).AsUInt32());
            (ab, cd) = (Avx2.UnpackHigh(a, b).AsUInt64(), Avx2.UnpackHigh(c, d).AsUInt64());
            all[(4 * quad) + 2] = new(Avx2.UnpackLow(ab, cd).AsUInt32());
            all[(4 * quad) + 3] = new(Avx2.UnpackHigh(ab, cd).AsUInt32());
        }
    }

    /// <summary>Four words of the messages i and i + 4, in the processor's byte order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Quads(ref byte blocks, int message, int quad)
    {
        var offset = (nuint)((64 * message) + (16 * quad));
        var both = Vector256.Create(Vector128.LoadUnsafe(ref blocks, offset), Vector128.LoadUnsafe(ref blocks, offset + (4 * 64)));
        return Avx2.Shuffle(both, Vector256.Create(SwappedBytes)).AsUInt32();
    }

    /// <summary>Reverses the bytes of each word.</summary>
    private static Vector128<byte> SwappedBytes => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}
