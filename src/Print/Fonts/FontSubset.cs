using System.Buffers.Binary;

namespace Zhuangjin.Print.Fonts;

/// <summary>Makes a small TrueType font of a large one: the glyphs of some characters, renumbered, with hinting left out.</summary>
/// <remarks>The same input gives the same bytes. A subset for a PDF needs no cmap and no names (ISO 32000-1, 9.9); a font file to keep has both.</remarks>
internal sealed class FontSubset
{
    private readonly TrueTypeFont _font;
    private readonly List<int> _old = [];
    private readonly Dictionary<int, int> _new = [];
    private readonly SortedDictionary<int, int> _characters = [];

    /// <param name="characters">Code points that shall be in it; those that the font lacks are left out.</param>
    public FontSubset(TrueTypeFont font, IEnumerable<int> characters)
    {
        _font = font;
        Take(0);
        foreach (var character in characters.Distinct().Order())
        {
            if (font.Characters.TryGetValue(character, out var glyph))
            {
                _characters[character] = Take(glyph);
            }
        }
        // Parts of composite glyphs come after; the list grows while it is walked.
        for (var i = 0; i < _old.Count; i++)
        {
            foreach (var at in Parts(font.Glyph(_old[i]).Span))
            {
                Take(BinaryPrimitives.ReadUInt16BigEndian(font.Glyph(_old[i]).Span[at..]));
            }
        }
    }

    /// <summary>Glyph numbers of the subset by code point.</summary>
    public IReadOnlyDictionary<int, int> Characters => _characters;

    public int GlyphCount => _old.Count;

    /// <summary>Advance width of a glyph of the subset, in units of the em square.</summary>
    public int Advance(int glyph) => _font.Metric(_old[glyph]).Advance;

    /// <param name="names">Texts of the name table by id; null for a subset that goes into a PDF.</param>
    public byte[] Write(IReadOnlyDictionary<int, string>? names = null)
    {
        var (glyf, loca) = Outlines();
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["head"] = Head(),
            ["hhea"] = Patched("hhea", 34, (ushort)_old.Count),
            ["maxp"] = Maxima(),
            ["hmtx"] = Metrics(),
            ["loca"] = loca,
            ["glyf"] = glyf,
        };
        if (names is not null)
        {
            tables["cmap"] = FontTables.CharacterMap(_characters);
            tables["name"] = FontTables.Names(names);
            tables["post"] = FontTables.PostScript();
            tables["OS/2"] = _font.Table("OS/2").ToArray();
        }
        return FontTables.File(tables);
    }

    private int Take(int glyph)
    {
        if (!_new.TryGetValue(glyph, out var number))
        {
            number = _old.Count;
            _new.Add(glyph, number);
            _old.Add(glyph);
        }
        return number;
    }

    /// <summary>Positions of the glyph numbers within a composite glyph.</summary>
    private static List<int> Parts(ReadOnlySpan<byte> glyph)
    {
        const int Words = 1, Scale = 8, More = 32, TwoScales = 64, Matrix = 128;
        var found = new List<int>();
        if (glyph.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(glyph) >= 0)
        {
            return found;
        }
        var (at, flags) = (10, More);
        while ((flags & More) != 0)
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(glyph[at..]);
            found.Add(at + 2);
            at += 4 + ((flags & Words) != 0 ? 4 : 2) + ((flags & Scale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0);
        }
        return found;
    }

    private (byte[] Glyf, byte[] Loca) Outlines()
    {
        using var glyf = new MemoryStream();
        var loca = new byte[4 * (_old.Count + 1)];
        for (var i = 0; i < _old.Count; i++)
        {
            glyf.Write(Outline(_old[i]));
            glyf.Write(new byte[-(int)glyf.Length & 3]);
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * (i + 1)), (uint)glyf.Length);
        }
        return (glyf.ToArray(), loca);
    }

    private byte[] Outline(int glyph)
    {
        const int Instructed = 256;
        var outline = _font.Glyph(glyph).ToArray();
        if (outline.Length == 0)
        {
            return outline;
        }
        var contours = BinaryPrimitives.ReadInt16BigEndian(outline);
        if (contours >= 0)
        {
            var instructions = 10 + (2 * contours);
            var length = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(instructions));
            return [.. outline.AsSpan(0, instructions), 0, 0, .. outline.AsSpan(instructions + 2 + length)];
        }
        foreach (var at in Parts(outline))
        {
            var part = outline.AsSpan(at);
            BinaryPrimitives.WriteUInt16BigEndian(part, (ushort)_new[BinaryPrimitives.ReadUInt16BigEndian(part)]);
            var flags = outline.AsSpan(at - 2);
            BinaryPrimitives.WriteUInt16BigEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(flags) & ~Instructed));
        }
        return outline;
    }

    private byte[] Head()
    {
        var head = Patched("head", 50, 1);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        return head;
    }

    private byte[] Maxima()
    {
        var maxima = Patched("maxp", 4, (ushort)_old.Count);
        // Without instructions: no storage, functions, stack or twilight points.
        maxima.AsSpan(14, 14).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(maxima.AsSpan(14), 1);
        return maxima;
    }

    private byte[] Metrics()
    {
        var metrics = new byte[4 * _old.Count];
        for (var i = 0; i < _old.Count; i++)
        {
            var (advance, bearing) = _font.Metric(_old[i]);
            BinaryPrimitives.WriteUInt16BigEndian(metrics.AsSpan(4 * i), (ushort)advance);
            BinaryPrimitives.WriteInt16BigEndian(metrics.AsSpan((4 * i) + 2), (short)bearing);
        }
        return metrics;
    }

    private byte[] Patched(string table, int at, ushort value)
    {
        var copy = _font.Table(table).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(at), value);
        return copy;
    }
}
