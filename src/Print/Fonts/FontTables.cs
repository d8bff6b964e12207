using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Zhuangjin.Print.Fonts;

/// <summary>Writes single tables of a TrueType font, and the file around them.</summary>
internal static class FontTables
{
    /// <summary>The font file: directory with checksums, tables in order of their names.</summary>
    public static byte[] File(SortedDictionary<string, byte[]> tables)
    {
        var count = tables.Count;
        var power = 1 << BitOperations.Log2((uint)count);
        var file = new MemoryStream();
        file.Write(Bytes(1, 0, count, 16 * power, BitOperations.Log2((uint)power), 16 * (count - power)));
        var offset = 12 + (16 * count);
        foreach (var (name, table) in tables)
        {
            file.Write(Encoding.ASCII.GetBytes(name));
            file.Write(Long(Sum(table)));
            file.Write(Long((uint)offset));
            file.Write(Long((uint)table.Length));
            offset += (table.Length + 3) & ~3;
        }
        foreach (var table in tables.Values)
        {
            file.Write(table);
            file.Write(new byte[-table.Length & 3]);
        }
        var bytes = file.ToArray();
        var head = 12 + (16 * count) + tables.TakeWhile(t => t.Key != "head").Sum(t => (t.Value.Length + 3) & ~3);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(head + 8), 0xB1B0AFBA - Sum(bytes));
        return bytes;
    }

    /// <summary>A cmap with one subtable of format 12 for all of Unicode.</summary>
    public static byte[] CharacterMap(SortedDictionary<int, int> characters)
    {
        var groups = new List<(int First, int Last, int Glyph)>();
        foreach (var (character, glyph) in characters)
        {
            if (groups is [.., var last] && last.Last + 1 == character && last.Glyph + character - last.First == glyph)
            {
                groups[^1] = last with { Last = character };
            }
            else
            {
                groups.Add((character, character, glyph));
            }
        }
        var map = new MemoryStream();
        map.Write(Bytes(0, 1, 3, 10, 0, 12, 12, 0));
        map.Write(Long((uint)(16 + (12 * groups.Count))));
        map.Write(Long(0));
        map.Write(Long((uint)groups.Count));
        foreach (var (first, last, glyph) in groups)
        {
            map.Write(Long((uint)first));
            map.Write(Long((uint)last));
            map.Write(Long((uint)glyph));
        }
        return map.ToArray();
    }

    public static byte[] Names(IReadOnlyDictionary<int, string> names)
    {
        var records = new MemoryStream();
        var texts = new MemoryStream();
        foreach (var (id, text) in names.OrderBy(n => n.Key))
        {
            var bytes = Encoding.BigEndianUnicode.GetBytes(text);
            records.Write(Bytes(3, 1, 0x409, id, bytes.Length, (int)texts.Length));
            texts.Write(bytes);
        }
        return [.. Bytes(0, names.Count, 6 + (12 * names.Count)), .. records.ToArray(), .. texts.ToArray()];
    }

    /// <summary>A post table of format 3: no glyph names.</summary>
    public static byte[] PostScript()
    {
        var post = new byte[32];
        BinaryPrimitives.WriteUInt32BigEndian(post, 0x00030000);
        return post;
    }

    private static byte[] Bytes(params ReadOnlySpan<int> words)
    {
        var bytes = new byte[2 * words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), checked((ushort)words[i]));
        }
        return bytes;
    }

    private static byte[] Long(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Sum(ReadOnlySpan<byte> table)
    {
        uint sum = 0;
        Span<byte> word = stackalloc byte[4];
        for (var at = 0; at < table.Length; at += 4)
        {
            word.Clear();
            table[at..Math.Min(at + 4, table.Length)].CopyTo(word);
            sum += BinaryPrimitives.ReadUInt32BigEndian(word);
        }
        return sum;
    }
}
