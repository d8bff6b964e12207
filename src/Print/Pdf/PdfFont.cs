using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Zhuangjin.Print.Fonts;

namespace Zhuangjin.Print.Pdf;

/// <summary>A font as a page uses it: each character gets a number of its own, so that copied text is exactly what was written even where characters share a glyph.</summary>
internal sealed class PdfFont(TrueTypeFont font, string name)
{
    /// <summary>Drawn for a character that no font has (GETA MARK, the printers' sign for a missing type).</summary>
    private const int Missing = 0x3013;

    private readonly Dictionary<int, int> _numbers = [];
    private readonly List<int> _characters = [];

    /// <summary>Name in the page's resources.</summary>
    public string Name { get; } = name;

    public int NumberOf(int character)
    {
        if (!_numbers.TryGetValue(character, out var number))
        {
            _characters.Add(character);
            number = _characters.Count;
            _numbers.Add(character, number);
        }
        return number;
    }

    /// <summary>Advance of a character in thousandths of the size.</summary>
    public double Advance(int character) => font.Metric(font.Characters[Drawn(character)]).Advance * 1000.0 / font.UnitsPerEm;

    /// <summary>Adds the font with the glyphs of the characters used; returns its object's number.</summary>
    public int AddTo(PdfFile file)
    {
        var subset = new FontSubset(font, _characters.Select(Drawn));
        var bytes = subset.Write();
        var program = file.AddStream(string.Create(CultureInfo.InvariantCulture, $"/Length1 {bytes.Length}"), bytes);
        var label = "ZJKAAA+" + Name;
        double Scaled(int units) => Math.Round(units * 1000.0 / font.UnitsPerEm);
        var box = font.Box;
        var descriptor = file.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/FontDescriptor/FontName/{label}/Flags 4/FontBBox[{Scaled(box.Left)} {Scaled(box.Bottom)} {Scaled(box.Right)} {Scaled(box.Top)}]/ItalicAngle 0/Ascent {Scaled(font.Ascender)}/Descent {Scaled(font.Descender)}/CapHeight 700/StemV 80/FontFile2 {program} 0 R>>"));
        var glyphs = file.AddStream("", Glyphs(subset));
        var widths = string.Join(' ', _characters.Select(c => Math.Round(Advance(c)).ToString(CultureInfo.InvariantCulture)));
        var descendant = file.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{label}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 1000/W[1[{widths}]]/CIDToGIDMap {glyphs} 0 R>>"));
        var unicode = file.AddStream("", Encoding.ASCII.GetBytes(ToUnicode()));
        return file.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Font/Subtype/Type0/BaseFont/{label}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>"));
    }

    private int Drawn(int character) => font.Characters.ContainsKey(character) ? character : Missing;

    private byte[] Glyphs(FontSubset subset)
    {
        var map = new byte[2 * (_characters.Count + 1)];
        for (var i = 0; i < _characters.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(2 * (i + 1)), (ushort)subset.Characters[Drawn(_characters[i])]);
        }
        return map;
    }

    private string ToUnicode()
    {
        var text = new StringBuilder("""
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """.ReplaceLineEndings("\n"));
        foreach (var group in _characters.Select((character, index) => (character, Number: index + 1)).Chunk(100))
        {
            text.Append(CultureInfo.InvariantCulture, $"{group.Length} beginbfchar\n");
            foreach (var (character, number) in group)
            {
                text.Append(CultureInfo.InvariantCulture, $"<{number:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(char.ConvertFromUtf32(character)))}>\n");
            }
            text.Append("endbfchar\n");
        }
        return text.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
