using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>Digests of many independent messages at once, in the lanes of the processor's vector registers.</summary>
/// <remarks>A single message is not faster so. All widths give the same digests.</remarks>
public abstract class WideHash
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 32;

    private protected WideHash(string name, int lanes) => (Name, Lanes) = (name, lanes);

    /// <summary>SHA-256 (FIPS 180-4), in the way that is fastest on this machine.</summary>
    public static WideHash Sha256 { get; } = Sha256Ways[0];

    /// <summary>SM3 (GB/T 32905-2016), in the way that is fastest on this machine.</summary>
    public static WideHash Sm3 { get; } = Sm3Ways[0];

    /// <summary>Every way in which this machine can compute SHA-256, the fastest for many messages first. One lane is the platform's own, with the processor's SHA instructions where it has them.</summary>
    public static IReadOnlyList<WideHash> Sha256Ways =>
        [.. Wide<Sha256Rounds>("SHA-256"), new PlatformSha256(), new LaneHash<Sha256Rounds, Lanes4>("SHA-256")];

    /// <summary>Every way in which this machine can compute SM3, the fastest for many messages first.</summary>
    public static IReadOnlyList<WideHash> Sm3Ways =>
        [.. Wide<Sm3Rounds>("SM3"), new LaneHash<Sm3Rounds, Lanes4>("SM3"), new LaneHash<Sm3Rounds, Lanes1>("SM3")];

    /// <summary>"SHA-256" or "SM3".</summary>
    public string Name { get; }

    /// <summary>How many messages are worked at a time.</summary>
    public int Lanes { get; }

    /// <summary>Writes the digest of prefix ‖ message for each message, <see cref="Length"/> bytes each, one after another.</summary>
    /// <param name="prefix">Less than 64 bytes that stand before each message, such as a tree's mark for leaves; may be empty.</param>
    /// <exception cref="ArgumentException">The prefix is too long, or there is not exactly the room that the digests need.</exception>
    public void Hash(ReadOnlySpan<byte> prefix, Messages messages, Span<byte> digests)
    {
        if (prefix.Length >= Padding.Block)
        {
            throw new ArgumentException($"A prefix has less than {Padding.Block} bytes.", nameof(prefix));
        }
        if (digests.Length != (long)Length * messages.Count)
        {
            throw new ArgumentException($"{messages.Count} digests do not make {digests.Length} bytes.", nameof(digests));
        }
        HashAll(prefix, messages, digests);
    }

    private protected abstract void HashAll(ReadOnlySpan<byte> prefix, Messages messages, Span<byte> digests);

    private static IEnumerable<WideHash> Wide<TRounds>(string name)
        where TRounds : struct, IRounds
    {
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported)
        {
            yield return new LaneHash<TRounds, Lanes16>(name);
        }
        if (Avx2.IsSupported)
        {
            yield return new LaneHash<TRounds, Lanes8>(name);
        }
    }
}
