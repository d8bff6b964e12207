using System.Buffers.Binary;
using System.Text;

namespace Zhuangjin.Print.Fonts;

/// <summary>Reads a TrueType font (OpenType with glyf outlines, ISO/IEC 14496-22): what stands in its tables, without drawing.</summary>
internal sealed class TrueTypeFont
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = new(StringComparer.Ordinal);
    private readonly bool _longLoca;
    private readonly int _wideMetrics;
    private readonly Lazy<Dictionary<int, int>> _characters;

    /// <exception cref="InvalidDataException">Not a TrueType font, or one with CFF outlines.</exception>
    public TrueTypeFont(ReadOnlyMemory<byte> file)
    {
        _file = file;
        var data = file.Span;
        if (data.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(data) != 0x00010000)
        {
            throw new InvalidDataException("This is no TrueType font (collections and CFF outlines are not read).");
        }
        for (var i = 0; i < U16(4); i++)
        {
            var entry = 12 + (16 * i);
            _tables.Add(Encoding.ASCII.GetString(data.Slice(entry, 4)), (checked((int)U32(entry + 8)), checked((int)U32(entry + 12))));
        }
        foreach (var needed in (ReadOnlySpan<string>)["head", "maxp", "hhea", "hmtx", "loca", "glyf", "cmap"])
        {
            if (!_tables.ContainsKey(needed))
            {
                throw new InvalidDataException($"The font has no table '{needed}'.");
            }
        }
        _longLoca = U16(At("head") + 50) == 1;
        GlyphCount = U16(At("maxp") + 4);
        _wideMetrics = U16(At("hhea") + 34);
        _characters = new(ReadCharacters);
    }

    public int GlyphCount { get; }

    /// <summary>Units of the em square.</summary>
    public int UnitsPerEm => U16(At("head") + 18);

    public int Ascender => S16(At("hhea") + 4);

    public int Descender => S16(At("hhea") + 6);

    /// <summary>Smallest box around all glyphs: left, bottom, right, top.</summary>
    public (int Left, int Bottom, int Right, int Top) Box => (S16(At("head") + 36), S16(At("head") + 38), S16(At("head") + 40), S16(At("head") + 42));

    /// <summary>Glyph by code point.</summary>
    public IReadOnlyDictionary<int, int> Characters => _characters.Value;

    public bool Has(string table) => _tables.ContainsKey(table);

    public ReadOnlyMemory<byte> Table(string name) => _tables.TryGetValue(name, out var at) ? _file.Slice(at.Offset, at.Length) : default;

    public (int Advance, int LeftBearing) Metric(int glyph)
    {
        var metrics = At("hmtx");
        return glyph < _wideMetrics
            ? (U16(metrics + (4 * glyph)), S16(metrics + (4 * glyph) + 2))
            : (U16(metrics + (4 * (_wideMetrics - 1))), S16(metrics + (4 * _wideMetrics) + (2 * (glyph - _wideMetrics))));
    }

    /// <summary>The outline of a glyph; empty for blanks.</summary>
    public ReadOnlyMemory<byte> Glyph(int glyph)
    {
        var loca = At("loca");
        var (from, to) = _longLoca
            ? ((int)U32(loca + (4 * glyph)), (int)U32(loca + (4 * glyph) + 4))
            : (2 * U16(loca + (2 * glyph)), 2 * U16(loca + (2 * glyph) + 2));
        return _file.Slice(At("glyf") + from, to - from);
    }

    /// <summary>A text of the name table in Windows' Unicode encoding (3 = unique id, 0 = copyright, …); null when there is none.</summary>
    public string? Name(int id)
    {
        if (!Has("name"))
        {
            return null;
        }
        var table = At("name");
        var texts = table + U16(table + 4);
        for (var i = 0; i < U16(table + 2); i++)
        {
            var record = table + 6 + (12 * i);
            if (U16(record) == 3 && U16(record + 4) == 0x409 && U16(record + 6) == id)
            {
                return Encoding.BigEndianUnicode.GetString(_file.Span.Slice(texts + U16(record + 10), U16(record + 8)));
            }
        }
        return null;
    }

    private Dictionary<int, int> ReadCharacters()
    {
        var cmap = At("cmap");
        var (four, twelve) = (0, 0);
        for (var i = 0; i < U16(cmap + 2); i++)
        {
            var record = cmap + 4 + (8 * i);
            var subtable = cmap + (int)U32(record + 4);
            (four, twelve) = U16(subtable) switch
            {
                4 when U16(record) is 0 or 3 => (subtable, twelve),
                12 => (four, subtable),
                _ => (four, twelve),
            };
        }
        var characters = new Dictionary<int, int>();
        if (twelve != 0)
        {
            ReadGroups(twelve, characters);
        }
        else if (four != 0)
        {
            ReadSegments(four, characters);
        }
        return characters;
    }

    private void ReadGroups(int subtable, Dictionary<int, int> characters)
    {
        for (var i = 0; i < U32(subtable + 12); i++)
        {
            var group = subtable + 16 + (12 * i);
            var (first, last, glyph) = ((int)U32(group), (int)U32(group + 4), (int)U32(group + 8));
            for (var c = first; c <= last; c++)
            {
                characters[c] = glyph + c - first;
            }
        }
    }

    private void ReadSegments(int subtable, Dictionary<int, int> characters)
    {
        var doubled = U16(subtable + 6);
        for (var i = 0; i < doubled; i += 2)
        {
            var (last, first) = (U16(subtable + 14 + i), U16(subtable + 16 + doubled + i));
            var (delta, rangeAt) = (U16(subtable + 16 + (2 * doubled) + i), subtable + 16 + (3 * doubled) + i);
            for (var c = first; c <= last && c != 0xFFFF; c++)
            {
                var glyph = U16(rangeAt) == 0 ? c : U16(rangeAt + U16(rangeAt) + (2 * (c - first)));
                if (glyph != 0)
                {
                    characters[c] = (glyph + delta) & 0xFFFF;
                }
            }
        }
    }

    private int At(string table) => _tables[table].Offset;

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.Span[at..]);

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.Span[at..]);

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_file.Span[at..]);
}
