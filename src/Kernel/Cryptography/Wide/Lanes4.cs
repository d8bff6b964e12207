using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>Four messages, in what every processor of today has (SSE2, NEON).</summary>
internal readonly struct Lanes4(Vector128<uint> words) : ILanes<Lanes4>
{
    private readonly Vector128<uint> _words = words;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Of(uint word) => new(Vector128.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 left, Lanes4 right) => new(left._words + right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator ^(Lanes4 left, Lanes4 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 RotateLeft(Lanes4 word, [ConstantExpected] byte bits) => new((word._words << bits) | (word._words >>> (32 - bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ShiftRight(Lanes4 word, [ConstantExpected] byte bits) => new(word._words >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Parity(Lanes4 first, Lanes4 second, Lanes4 third) => new(first._words ^ second._words ^ third._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Choose(Lanes4 condition, Lanes4 first, Lanes4 second) => new(second._words ^ (condition._words & (first._words ^ second._words)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Majority(Lanes4 first, Lanes4 second, Lanes4 third) => new((first._words & second._words) | (third._words & (first._words | second._words)));

    public static void ReadBlocks(ReadOnlySpan<byte> blocks, Span<Lanes4> words)
    {
        for (var i = 0; i < 16; i++)
        {
            var at = 4 * i;
            words[i] = new(Vector128.Create(
                BinaryPrimitives.ReadUInt32BigEndian(blocks[at..]),
                BinaryPrimitives.ReadUInt32BigEndian(blocks[(64 + at)..]),
                BinaryPrimitives.ReadUInt32BigEndian(blocks[(128 + at)..]),
                BinaryPrimitives.ReadUInt32BigEndian(blocks[(192 + at)..])));
        }
    }
}
