using System.Buffers.Binary;
using System.Text;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>Lays a version out for finding single records by a key: all rows one after the other, then a hash table of their places.</summary>
/// <remarks>
/// Little endian. Head, 64 bytes: magic, columns, rows, slots (a power of two), place of the table, place of the names. Row: for each column a variable-length
/// number, 0 for null, otherwise the text's bytes and one, then the bytes. Slot, 8 bytes: 24 bits of the key's hash and 40 bits of the row's place plus one; 0 is
/// free. Equal keys lie in slots one after the other, in the order of the rows. The file is a copy of the shards and can be made again at any time.
/// </remarks>
internal static class RecordFile
{
    public const ulong Magic = 0x3130_4452_4345_525A;

    public const int HeadBytes = 64;

    public const int TagShift = 40;

    public const ulong PlaceMask = (1UL << TagShift) - 1;

    /// <summary>Writes the file; it is whole and durable under its name, or not there.</summary>
    /// <param name="key">The item by which records are found; rows where it is null cannot be found.</param>
    public static void Write(DuckSession session, IReadOnlyList<string> shards, IReadOnlyList<Item> items, string key, string target)
    {
        var keyColumn = items.Select((item, i) => (item, i)).First(x => x.item.Key == key).i;
        var draft = target + "." + Path.GetRandomFileName();
        try
        {
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20))
            {
                file.Position = HeadBytes;
                var places = new List<ulong[]>();
                var rows = WriteRows(session, shards, items, keyColumn, file, places);
                WriteTable(file, items, rows, places);
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>FNV-1a with the finaliser of MurmurHash3, so that table and tag take different, well-mixed bits.</summary>
    public static ulong Hash(ReadOnlySpan<byte> key)
    {
        var h = 0xCBF29CE484222325UL;
        foreach (var b in key)
        {
            h = (h ^ b) * 0x100000001B3UL;
        }
        h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCDUL;
        h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return h ^ (h >> 33);
    }

    private static long WriteRows(DuckSession session, IReadOnlyList<string> shards, IReadOnlyList<Item> items, int keyColumn, FileStream file, List<ulong[]> places)
    {
        var rows = 0L;
        var buffer = new byte[1 << 16];
        using var reader = ChunkReader.Ask(session, $"SELECT {string.Join(", ", items.Select(ParquetColumn.AsText))} FROM {Sql.Shards(shards)}");
        while (reader.Next())
        {
            // Pairs of hash and place; a null key leaves place 0, which no row has.
            var found = new ulong[reader.Rows * 2];
            for (var row = 0; row < reader.Rows; row++)
            {
                var place = (ulong)file.Position;
                for (var column = 0; column < items.Count; column++)
                {
                    var values = reader[column];
                    if (values.IsNull(row))
                    {
                        file.WriteByte(0);
                        continue;
                    }
                    var text = values.Text(row);
                    if (column == keyColumn)
                    {
                        (found[row * 2], found[(row * 2) + 1]) = (Hash(text), place);
                    }
                    file.Write(buffer, 0, WriteLength(buffer, (uint)text.Length + 1));
                    file.Write(text);
                }
            }
            places.Add(found);
            rows += reader.Rows;
        }
        return rows;
    }

    private static void WriteTable(FileStream file, IReadOnlyList<Item> items, long rows, List<ulong[]> places)
    {
        if ((ulong)file.Position > PlaceMask)
        {
            throw new InvalidDataException("A version of more than 1 TB of rows cannot be laid out for single records; share it as files.");
        }
        var names = file.Position;
        Span<byte> length = stackalloc byte[5];
        foreach (var item in items)
        {
            var name = Encoding.UTF8.GetBytes(item.Key);
            file.Write(length[..WriteLength(length, (uint)name.Length + 1)]);
            file.Write(name);
        }
        var slots = new ulong[Math.Max(16, System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)(rows * 3 / 2)))];
        var mask = (ulong)slots.Length - 1;
        foreach (var found in places)
        {
            for (var i = 0; i < found.Length; i += 2)
            {
                if (found[i + 1] == 0)
                {
                    continue;
                }
                var at = found[i] & mask;
                while (slots[at] != 0)
                {
                    at = (at + 1) & mask;
                }
                slots[at] = ((found[i] >> TagShift) << TagShift) | (found[i + 1] + 1);
            }
        }
        file.Position = (file.Position + 7) & ~7L;
        var table = file.Position;
        file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(slots.AsSpan()));
        Span<byte> head = stackalloc byte[HeadBytes];
        head.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], items.Count);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], rows);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], slots.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[32..], table);
        BinaryPrimitives.WriteInt64LittleEndian(head[40..], names);
        file.Position = 0;
        file.Write(head);
    }

    private static int WriteLength(Span<byte> target, uint value)
    {
        var n = 0;
        while (value >= 0x80)
        {
            target[n++] = (byte)(value | 0x80);
            value >>= 7;
        }
        target[n++] = (byte)value;
        return n;
    }
}
