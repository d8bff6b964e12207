using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>Finds single records of a version by a key, in the mapped file that <see cref="RecordFile"/> wrote: about one access to memory for the table and one for the row.</summary>
internal sealed unsafe class RecordIndex : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly ulong* _slots;
    private readonly ulong _mask;
    private readonly int _keyColumn;

    private RecordIndex(string path, string key)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start;
        var head = new ReadOnlySpan<byte>(_start, RecordFile.HeadBytes);
        if (BinaryPrimitives.ReadUInt64LittleEndian(head) != RecordFile.Magic)
        {
            Dispose();
            throw new InvalidDataException($"{path} is no file of records. Delete it; it will be made again.");
        }
        var columns = (int)BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        Rows = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
        _mask = BinaryPrimitives.ReadUInt64LittleEndian(head[24..]) - 1;
        _slots = (ulong*)(_start + BinaryPrimitives.ReadInt64LittleEndian(head[32..]));
        var at = _start + BinaryPrimitives.ReadInt64LittleEndian(head[40..]);
        var names = new string[columns];
        for (var i = 0; i < columns; i++)
        {
            names[i] = Encoding.UTF8.GetString(Next(ref at, out _));
        }
        Items = names;
        _keyColumn = Array.IndexOf(names, key);
    }

    /// <summary>Keys of the items, in the order of a record's values.</summary>
    public IReadOnlyList<string> Items { get; }

    public long Rows { get; }

    /// <exception cref="InvalidDataException">The file is of another kind.</exception>
    public static RecordIndex Open(string path, string key) => new(path, key);

    /// <summary>The records whose key has this text, in the order of the version, at most <paramref name="most"/>. Values stand in the order of <see cref="Items"/>.</summary>
    public List<string?[]> Find(string key, int most)
    {
        Span<byte> buffer = stackalloc byte[256];
        var wanted = Encoding.UTF8.GetByteCount(key) <= buffer.Length ? buffer[..Encoding.UTF8.GetBytes(key, buffer)] : Encoding.UTF8.GetBytes(key);
        var hash = RecordFile.Hash(wanted);
        var tag = hash >> RecordFile.TagShift;
        var found = new List<string?[]>(1);
        for (var at = hash & _mask; found.Count < most; at = (at + 1) & _mask)
        {
            var slot = _slots[at];
            if (slot == 0)
            {
                break;
            }
            if (slot >> RecordFile.TagShift == tag && Matches((slot & RecordFile.PlaceMask) - 1, wanted))
            {
                found.Add(Read((slot & RecordFile.PlaceMask) - 1));
            }
        }
        return found;
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private bool Matches(ulong place, ReadOnlySpan<byte> key)
    {
        var at = _start + place;
        for (var i = 0; i < _keyColumn; i++)
        {
            Next(ref at, out _);
        }
        return Next(ref at, out var isNull).SequenceEqual(key) && !isNull;
    }

    private string?[] Read(ulong place)
    {
        var values = new string?[Items.Count];
        var at = _start + place;
        for (var i = 0; i < values.Length; i++)
        {
            var text = Next(ref at, out var isNull);
            values[i] = isNull ? null : Encoding.UTF8.GetString(text);
        }
        return values;
    }

    private static ReadOnlySpan<byte> Next(ref byte* at, out bool isNull)
    {
        uint length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = *at++;
            length |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                break;
            }
        }
        isNull = length == 0;
        var text = isNull ? [] : new ReadOnlySpan<byte>(at, (int)length - 1);
        at += text.Length;
        return text;
    }
}
