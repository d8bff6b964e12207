using System.Buffers.Binary;
using Zhuangjin.Kernel.Cryptography.Wide;

namespace Zhuangjin.Evidence.Tiles;

/// <summary>Up to 256 entries, each behind its length in two bytes, big-endian (c2sp.org/tlog-tiles, "Log entries").</summary>
internal static class EntryBundle
{
    public const int LongestEntry = ushort.MaxValue;

    public static byte[] Write(IReadOnlyCollection<byte[]> entries)
    {
        var bundle = new byte[entries.Sum(e => e.Length + 2)];
        var rest = bundle.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)entry.Length));
            entry.CopyTo(rest[2..]);
            rest = rest[(entry.Length + 2)..];
        }
        return bundle;
    }

    /// <exception cref="InvalidDataException">A length leads beyond the end.</exception>
    public static List<byte[]> Read(ReadOnlySpan<byte> bundle)
    {
        var entries = new List<byte[]>();
        while (bundle.Length > 0)
        {
            var length = bundle.Length < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(bundle);
            if (length > bundle.Length - 2)
            {
                throw new InvalidDataException($"The bundle breaks off within entry {entries.Count}.");
            }
            entries.Add(bundle.Slice(2, length).ToArray());
            bundle = bundle[(length + 2)..];
        }
        return entries;
    }

    /// <summary>Where each entry lies in the bundle, without copying it; false when the bundle has fewer or more entries than there is room for, or breaks off.</summary>
    public static bool TrySlice(ReadOnlySpan<byte> bundle, Span<Slice> entries)
    {
        var place = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            if (bundle.Length - place < 2)
            {
                return false;
            }
            entries[i] = new(place + 2, BinaryPrimitives.ReadUInt16BigEndian(bundle[place..]));
            place += 2 + entries[i].Length;
            if (place > bundle.Length)
            {
                return false;
            }
        }
        return place == bundle.Length;
    }
}
