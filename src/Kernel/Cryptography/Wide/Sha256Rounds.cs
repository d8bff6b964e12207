using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>SHA-256 (FIPS 180-4, 6.2.2; the names are the standard's).</summary>
internal readonly struct Sha256Rounds : IRounds
{
    public static ReadOnlySpan<uint> Start =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> K =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress<TLanes>(Span<TLanes> state, Span<TLanes> block)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref var w = ref MemoryMarshal.GetReference(block[..16]);
        ref var k = ref MemoryMarshal.GetReference(K);
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var round = 0; round < 64; round += 8)
        {
            if (round >= 16)
            {
                Extend(ref w, round & 8);
            }
            ref var words = ref Unsafe.Add(ref w, round & 8);
            Round(a, b, c, ref d, e, f, g, ref h, words + TLanes.Of(Unsafe.Add(ref k, round)));
            Round(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref words, 1) + TLanes.Of(Unsafe.Add(ref k, round + 1)));
            Round(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref words, 2) + TLanes.Of(Unsafe.Add(ref k, round + 2)));
            Round(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref words, 3) + TLanes.Of(Unsafe.Add(ref k, round + 3)));
            Round(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref words, 4) + TLanes.Of(Unsafe.Add(ref k, round + 4)));
            Round(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref words, 5) + TLanes.Of(Unsafe.Add(ref k, round + 5)));
            Round(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref words, 6) + TLanes.Of(Unsafe.Add(ref k, round + 6)));
            Round(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref words, 7) + TLanes.Of(Unsafe.Add(ref k, round + 7)));
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes>(TLanes a, TLanes b, TLanes c, ref TLanes d, TLanes e, TLanes f, TLanes g, ref TLanes h, TLanes word)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var upper = TLanes.Parity(TLanes.RotateLeft(e, 26), TLanes.RotateLeft(e, 21), TLanes.RotateLeft(e, 7));
        var lower = TLanes.Parity(TLanes.RotateLeft(a, 30), TLanes.RotateLeft(a, 19), TLanes.RotateLeft(a, 10));
        h = h + word + TLanes.Choose(e, f, g) + upper;
        d += h;
        h = h + TLanes.Majority(a, b, c) + lower;
    }

    /// <summary>Eight further words of the schedule, in place of the eight oldest, which begin at <paramref name="oldest"/> (0 or 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend<TLanes>(ref TLanes w, int oldest)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var i = oldest; i < oldest + 8; i++)
        {
            var (early, late) = (Unsafe.Add(ref w, (i + 1) & 15), Unsafe.Add(ref w, (i + 14) & 15));
            var first = TLanes.Parity(TLanes.RotateLeft(early, 25), TLanes.RotateLeft(early, 14), TLanes.ShiftRight(early, 3));
            var second = TLanes.Parity(TLanes.RotateLeft(late, 15), TLanes.RotateLeft(late, 13), TLanes.ShiftRight(late, 10));
            Unsafe.Add(ref w, i) = Unsafe.Add(ref w, i) + first + Unsafe.Add(ref w, (i + 9) & 15) + second;
        }
    }
}
