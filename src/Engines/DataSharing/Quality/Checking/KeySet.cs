using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>A set of keys in 16 bytes each. Texts of up to 18 ASCII characters are packed as they are; longer ones by 127 bits of SHA-256, which nobody can make collide.</summary>
internal sealed class KeySet
{
    private UInt128[] _slots;
    private int _count;

    /// <param name="expected">About how many keys will come; so many need no second room.</param>
    public KeySet(long expected = 0) => _slots = Room(Math.Max(32, expected * 4 / 3));

    public int Count => _count;

    /// <summary>All keys, packed, in no order.</summary>
    public IEnumerable<UInt128> Packed => _slots.Where(s => s != UInt128.Zero);

    public bool Add(ReadOnlySpan<byte> key) => Add(Pack(key));

    /// <returns>False when it was there already.</returns>
    public bool Add(UInt128 packed)
    {
        if (_count >= _slots.Length / 4 * 3L)
        {
            Grow();
        }
        if (!Insert(_slots, packed))
        {
            return false;
        }
        _count++;
        return true;
    }

    /// <summary>In which of so many parts a key falls; the same on every node.</summary>
    public static int PartOf(UInt128 packed, int parts) => (int)(((ulong)Spread(packed) * (uint)parts) >> 32);

    public bool Contains(ReadOnlySpan<byte> key) => Contains(Pack(key));

    public bool Contains(UInt128 packed) => Contains(packed, First(packed, _slots.Length));

    /// <param name="at">What <see cref="Foresee"/> said of the key.</param>
    public bool Contains(UInt128 packed, int at)
    {
        var slots = _slots;
        while (true)
        {
            var slot = slots[at];
            if (slot == packed)
            {
                return true;
            }
            if (slot == UInt128.Zero)
            {
                return false;
            }
            if (++at == slots.Length)
            {
                at = 0;
            }
        }
    }

    /// <summary>Has the processor fetch what <see cref="Contains(UInt128, int)"/> will need of a key soon, so that it waits for many keys together.</summary>
    /// <returns>Where the key is looked for first, as long as nothing is added.</returns>
    public unsafe int Foresee(UInt128 packed)
    {
        var at = First(packed, _slots.Length);
        if (Sse.IsSupported)
        {
            // Only a hint: it does not matter when the collector moves the slots meanwhile.
            Sse.Prefetch0(System.Runtime.CompilerServices.Unsafe.AsPointer(ref _slots[at]));
        }
        return at;
    }

    /// <summary>A leading one and seven bits a character make 127 bits at most; the highest bit marks what is hashed. So a key is never zero, which marks a free slot.</summary>
    public static UInt128 Pack(ReadOnlySpan<byte> key)
    {
        if (key.Length <= 18)
        {
            // Eight characters at a time: their bytes as one number, from which the eighth bit of each is squeezed out.
            var (head, body, tail) = (0UL, 0UL, 0UL);
            switch (key.Length)
            {
                case > 16:
                    head = Load(key[..^16]);
                    body = BinaryPrimitives.ReadUInt64BigEndian(key[^16..]);
                    tail = BinaryPrimitives.ReadUInt64BigEndian(key[^8..]);
                    break;
                case > 8:
                    body = Load(key[..^8]);
                    tail = BinaryPrimitives.ReadUInt64BigEndian(key[^8..]);
                    break;
                default:
                    tail = Load(key);
                    break;
            }
            if (((head | body | tail) & EighthBits) == 0)
            {
                // A leading one marks where the text begins, so that no two texts of different lengths are the same number.
                return (UInt128.One << (7 * key.Length)) | ((UInt128)Squeeze(head) << 112) | ((UInt128)Squeeze(body) << 56) | Squeeze(tail);
            }
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash) | (UInt128.One << 127);
    }

    private const ulong EighthBits = 0x8080808080808080UL;

    /// <summary>Up to eight bytes as a number, the first the highest.</summary>
    private static ulong Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 8)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(bytes);
        }
        var number = 0UL;
        foreach (var b in bytes)
        {
            number = (number << 8) | b;
        }
        return number;
    }

    /// <summary>Seven bits of each of eight bytes, side by side.</summary>
    private static ulong Squeeze(ulong bytes)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.ParallelBitExtract(bytes, ~EighthBits);
        }
        bytes = (bytes & 0x007F007F007F007FUL) | ((bytes & 0x7F007F007F007F00UL) >> 1);
        bytes = (bytes & 0x00003FFF00003FFFUL) | ((bytes & 0x3FFF00003FFF0000UL) >> 2);
        return (bytes & 0x000000000FFFFFFFUL) | ((bytes & 0x0FFFFFFF00000000UL) >> 4);
    }

    private static uint Spread(UInt128 packed) => (uint)(Mix(packed) >> 32);

    /// <summary>64 bits of a packed key, well mixed in the upper half.</summary>
    public static ulong Mix(UInt128 packed)
    {
        var h = (ulong)packed ^ ((ulong)(packed >> 64) * 0x9E3779B97F4A7C15UL);
        return (h ^ (h >> 32)) * 0xD6E8FEB86659FD93UL;
    }

    /// <summary>Where a key is looked for first. By other bits than <see cref="PartOf"/>, or the keys of one part would crowd one end.</summary>
    private static int First(UInt128 packed, int slots)
    {
        var h = Mix(packed);
        return (int)((((h ^ (h >> 32)) * 0x9E3779B97F4A7C15UL >> 32) * (uint)slots) >> 32);
    }

    private static bool Insert(UInt128[] slots, UInt128 packed)
    {
        for (var at = First(packed, slots.Length); ;)
        {
            if (slots[at] == packed)
            {
                return false;
            }
            if (slots[at] == UInt128.Zero)
            {
                slots[at] = packed;
                return true;
            }
            if (++at == slots.Length)
            {
                at = 0;
            }
        }
    }

    private static unsafe UInt128[] Room(long slots)
    {
        var room = new UInt128[slots];
        fixed (UInt128* first = room)
        {
            HugePages.Wish(first, slots * sizeof(UInt128));
        }
        return room;
    }

    private void Grow()
    {
        var wider = Room(_slots.Length * 2L);
        foreach (var packed in _slots)
        {
            if (packed != UInt128.Zero)
            {
                Insert(wider, packed);
            }
        }
        _slots = wider;
    }
}
