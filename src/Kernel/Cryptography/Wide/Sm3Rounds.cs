using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>SM3 (GB/T 32905-2016, 5.3; the names are the standard's).</summary>
internal readonly struct Sm3Rounds : IRounds
{
    /// <summary>T(j) turned left by j, for each round.</summary>
    private static readonly uint[] T = [.. Enumerable.Range(0, 64).Select(j => uint.RotateLeft(j < 16 ? 0x79cc4519u : 0x7a879d8au, j % 32))];

    public static ReadOnlySpan<uint> Start =>
        [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress<TLanes>(Span<TLanes> state, Span<TLanes> block)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref var w = ref MemoryMarshal.GetReference(block[..16]);
        ref var t = ref MemoryMarshal.GetArrayDataReference(T);
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var round = 0; round < 16; round += 4)
        {
            if (round == 12)
            {
                Extend(ref w, 0); // the round needs the word four places on
            }
            EarlyRound(a, ref b, c, ref d, e, ref f, g, ref h, ref w, ref t, round);
            EarlyRound(d, ref a, b, ref c, h, ref e, f, ref g, ref w, ref t, round + 1);
            EarlyRound(c, ref d, a, ref b, g, ref h, e, ref f, ref w, ref t, round + 2);
            EarlyRound(b, ref c, d, ref a, f, ref g, h, ref e, ref w, ref t, round + 3);
        }
        for (var round = 16; round < 64; round += 4)
        {
            Extend(ref w, (round + 4) & 15);
            LateRound(a, ref b, c, ref d, e, ref f, g, ref h, ref w, ref t, round);
            LateRound(d, ref a, b, ref c, h, ref e, f, ref g, ref w, ref t, round + 1);
            LateRound(c, ref d, a, ref b, g, ref h, e, ref f, ref w, ref t, round + 2);
            LateRound(b, ref c, d, ref a, f, ref g, h, ref e, ref w, ref t, round + 3);
        }
        state[0] ^= a;
        state[1] ^= b;
        state[2] ^= c;
        state[3] ^= d;
        state[4] ^= e;
        state[5] ^= f;
        state[6] ^= g;
        state[7] ^= h;
    }

    /// <summary>Rounds 0 to 15, with FF and GG both the parity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EarlyRound<TLanes>(
        TLanes a, ref TLanes b, TLanes c, ref TLanes d, TLanes e, ref TLanes f, TLanes g, ref TLanes h, ref TLanes w, ref uint t, int round)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Round(a, ref b, TLanes.Parity(a, b, c), ref d, e, ref f, TLanes.Parity(e, f, g), ref h, ref w, ref t, round);

    /// <summary>Rounds 16 to 63, with FF the majority and GG the choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LateRound<TLanes>(
        TLanes a, ref TLanes b, TLanes c, ref TLanes d, TLanes e, ref TLanes f, TLanes g, ref TLanes h, ref TLanes w, ref uint t, int round)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Round(a, ref b, TLanes.Majority(a, b, c), ref d, e, ref f, TLanes.Choose(e, f, g), ref h, ref w, ref t, round);

    /// <summary>The words change their names from round to round instead of their places: d becomes the new a, h the new e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes>(
        TLanes a, ref TLanes b, TLanes ff, ref TLanes d, TLanes e, ref TLanes f, TLanes gg, ref TLanes h, ref TLanes w, ref uint t, int round)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var turned = TLanes.RotateLeft(a, 12);
        var ss1 = TLanes.RotateLeft(turned + e + TLanes.Of(Unsafe.Add(ref t, round)), 7);
        var word = Unsafe.Add(ref w, round & 15);
        d = ff + d + (ss1 ^ turned) + (word ^ Unsafe.Add(ref w, (round + 4) & 15));
        var tt2 = gg + h + ss1 + word;
        h = TLanes.Parity(tt2, TLanes.RotateLeft(tt2, 9), TLanes.RotateLeft(tt2, 17));
        b = TLanes.RotateLeft(b, 9);
        f = TLanes.RotateLeft(f, 19);
    }

    /// <summary>Four further words of the schedule, in place of the four oldest, which begin at <paramref name="oldest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend<TLanes>(ref TLanes w, int oldest)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var i = oldest; i < oldest + 4; i++)
        {
            var mixed = TLanes.Parity(Unsafe.Add(ref w, i), Unsafe.Add(ref w, (i + 7) & 15), TLanes.RotateLeft(Unsafe.Add(ref w, (i + 13) & 15), 15));
            mixed = TLanes.Parity(mixed, TLanes.RotateLeft(mixed, 15), TLanes.RotateLeft(mixed, 23));
            Unsafe.Add(ref w, i) = TLanes.Parity(mixed, TLanes.RotateLeft(Unsafe.Add(ref w, (i + 3) & 15), 7), Unsafe.Add(ref w, (i + 10) & 15));
        }
    }
}
