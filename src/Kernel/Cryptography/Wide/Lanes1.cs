using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>One message: an ordinary word.</summary>
internal readonly struct Lanes1(uint word) : ILanes<Lanes1>
{
    private readonly uint _word = word;

    public static int Count => 1;

    public static Lanes1 Of(uint word) => new(word);

    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left._word + right._word);

    public static Lanes1 operator ^(Lanes1 left, Lanes1 right) => new(left._word ^ right._word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 RotateLeft(Lanes1 word, [ConstantExpected] byte bits) => new(BitOperations.RotateLeft(word._word, bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ShiftRight(Lanes1 word, [ConstantExpected] byte bits) => new(word._word >> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Parity(Lanes1 first, Lanes1 second, Lanes1 third) => new(first._word ^ second._word ^ third._word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Choose(Lanes1 condition, Lanes1 first, Lanes1 second) => new(second._word ^ (condition._word & (first._word ^ second._word)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Majority(Lanes1 first, Lanes1 second, Lanes1 third) => new((first._word & second._word) | (third._word & (first._word | second._word)));

    public static void ReadBlocks(ReadOnlySpan<byte> blocks, Span<Lanes1> words)
    {
        for (var i = 0; i < 16; i++)
        {
            words[i] = new(BinaryPrimitives.ReadUInt32BigEndian(blocks[(4 * i)..]));
        }
    }
}
