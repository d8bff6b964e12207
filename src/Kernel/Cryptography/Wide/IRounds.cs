namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>What a digest of the SHA-256 family does with a block of 64 bytes; padding and byte order are the same for all of them.</summary>
internal interface IRounds
{
    /// <summary>The eight words before the first block.</summary>
    static abstract ReadOnlySpan<uint> Start { get; }

    /// <summary>Works a block into the state.</summary>
    /// <param name="state">Eight words.</param>
    /// <param name="block">Sixteen words; overwritten.</param>
    static abstract void Compress<TLanes>(Span<TLanes> state, Span<TLanes> block)
        where TLanes : unmanaged, ILanes<TLanes>;
}
