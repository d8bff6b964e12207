using System.Diagnostics.CodeAnalysis;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>One 32-bit word of each of several messages, side by side in a register: what is done to it is done to all of them.</summary>
/// <remarks>Each implementation gives the same words; they differ in how many fit.</remarks>
internal interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many messages.</summary>
    static abstract int Count { get; }

    /// <summary>The same word for each message.</summary>
    static abstract TSelf Of(uint word);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    static abstract TSelf RotateLeft(TSelf word, [ConstantExpected] byte bits);

    static abstract TSelf ShiftRight(TSelf word, [ConstantExpected] byte bits);

    /// <summary>first ⊕ second ⊕ third.</summary>
    static abstract TSelf Parity(TSelf first, TSelf second, TSelf third);

    /// <summary>Bits of <paramref name="first"/> where the condition has ones, else of <paramref name="second"/>.</summary>
    static abstract TSelf Choose(TSelf condition, TSelf first, TSelf second);

    /// <summary>The bits that two of the three have.</summary>
    static abstract TSelf Majority(TSelf first, TSelf second, TSelf third);

    /// <summary>Reads a block of 64 bytes of each message, one after another, as sixteen big-endian words.</summary>
    static abstract void ReadBlocks(ReadOnlySpan<byte> blocks, Span<TSelf> words);
}
