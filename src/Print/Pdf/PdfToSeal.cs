using System.Globalization;
using System.Text;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf.Reading;

namespace Zhuangjin.Print.Pdf;

/// <summary>Where and how a seal stands on a page.</summary>
/// <param name="Page">From 1; the last page when there are fewer.</param>
/// <param name="X">Centre from the left edge, as a share of the page's width from 0 to 1.</param>
/// <param name="Y">Centre from the upper edge, as a share of the page's height.</param>
/// <param name="Side">Millimetres on a side.</param>
/// <param name="Draw">Draws the seal around the point it is given, with a radius of 54 points and a little air.</param>
public sealed record PdfSealMark(int Page, double X, double Y, double Side, Action<PdfPage, double, double> Draw)
{
    /// <summary>Points on a side of the square in which the seal is drawn.</summary>
    public const double Drawn = 112;
}

/// <summary>A PDF with a picture of a seal and room for its signature; the file before it stays as it was, byte for byte (ISO 32000-1, 7.5.6 and 12.8).</summary>
public sealed class PdfToSeal
{
    private readonly byte[] _file;
    private readonly int _from;
    private readonly int _until;

    private PdfToSeal(byte[] file, int from, int until) => (_file, _from, _until) = (file, from, until);

    /// <summary>What the signature covers: everything but the signature itself, which stands between the two.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Covered => [_file.AsMemory(0, _from), _file.AsMemory(_until)];

    /// <summary>The range as the file names it: start and length of both parts.</summary>
    public string Range => Text(_from, _until, _file.Length);

    /// <summary>The file with the signature in its place.</summary>
    public byte[] With(ReadOnlySpan<byte> signature)
    {
        var digits = Encoding.ASCII.GetBytes(Convert.ToHexString(signature));
        if (digits.Length > _until - _from - 2)
        {
            throw new InvalidOperationException($"A signature of {signature.Length} bytes is longer than the room for it.");
        }
        var finished = (byte[])_file.Clone();
        digits.CopyTo(finished, _from + 1);
        return finished;
    }

    /// <param name="format">The signature's format (SubFilter), a name.</param>
    /// <param name="room">Bytes kept free for the signature.</param>
    /// <exception cref="InvalidDataException">Not a PDF, damaged, encrypted, or built in a way that is not read here.</exception>
    public static PdfToSeal Prepare(byte[] original, FontShelf fonts, PdfSealMark mark, string name, string reason, DateTimeOffset at, string format, int room)
    {
        var reader = new PdfReader(original);
        var pages = reader.Pages();
        var page = pages[Math.Clamp(mark.Page, 1, pages.Count) - 1];
        var added = new PdfFile("", reader.Size);
        var changed = new SortedDictionary<int, string>();

        var drawing = new PdfDocument(fonts, "");
        mark.Draw(drawing.AddPage(), PdfPage.Width / 2, PdfPage.Height / 2);
        var picture = drawing.AddPicture(added, PdfPage.Width / 2, PdfPage.Height / 2, PdfSealMark.Drawn);
        var date = string.Create(CultureInfo.InvariantCulture, $"(D:{at.ToOffset(TimeSpan.FromHours(8)):yyyyMMddHHmmss}+08'00')");
        var signature = added.Add($"<</Type/Sig/Filter/Zhuangjin.Seal/SubFilter/{format}/Name {PdfFile.Text(name)}/Reason {PdfFile.Text(reason)}/M{date}/ByteRange[{Text(0, 0, 0)}]/Contents<{new string('0', room * 2)}>>>");
        var field = added.Add($"<</Type/Annot/Subtype/Widget/FT/Sig/T(zhuangjin-seal-{signature})/V {signature} 0 R/P {page.Raw}/F 132/Rect[{Rectangle(reader, page, mark)}]/AP<</N {picture} 0 R>>>>");
        Append(reader, changed, page, "/Annots", $"{field} 0 R");
        AddField(reader, changed, $"{field} 0 R");
        return Write(original, reader, added, changed);
    }

    /// <summary>The lower left and upper right corner of the seal on its page.</summary>
    private static string Rectangle(PdfReader reader, PdfReference page, PdfSealMark mark)
    {
        var box = Box(reader, page);
        var half = mark.Side / 25.4 * 72 / 2;
        var x = box[0] + Math.Clamp(mark.X * (box[2] - box[0]), half, Math.Max(half, box[2] - box[0] - half));
        var y = box[3] - Math.Clamp(mark.Y * (box[3] - box[1]), half, Math.Max(half, box[3] - box[1] - half));
        return string.Create(CultureInfo.InvariantCulture, $"{x - half:0.##} {y - half:0.##} {x + half:0.##} {y + half:0.##}");
    }

    /// <summary>The page's size, its own or inherited.</summary>
    private static double[] Box(PdfReader reader, PdfReference page)
    {
        PdfValue? node = page;
        for (var depth = 0; node is not null && depth < 32; depth++)
        {
            var dictionary = reader.Dictionary(node);
            if (reader.Resolve(dictionary["/CropBox"] ?? dictionary["/MediaBox"]) is PdfArray { Items.Count: 4 } box)
            {
                var sides = box.Items.Select(i => double.Parse(reader.Resolve(i)!.Raw, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
                return [Math.Min(sides[0], sides[2]), Math.Min(sides[1], sides[3]), Math.Max(sides[0], sides[2]), Math.Max(sides[1], sides[3])];
            }
            node = dictionary["/Parent"];
        }
        throw new InvalidDataException("The PDF does not say how large its pages are.");
    }

    /// <summary>Adds a reference to the list that a dictionary has, or begins one.</summary>
    private static void Append(PdfReader reader, SortedDictionary<int, string> changed, PdfReference owner, string name, string item)
    {
        var dictionary = reader.Dictionary(owner);
        if (dictionary[name] is PdfReference list)
        {
            changed[list.Number] = Longer(reader.Resolve(list), item);
            return;
        }
        changed[owner.Number] = dictionary.With((name, Longer(dictionary[name], item)));
    }

    private static void AddField(PdfReader reader, SortedDictionary<int, string> changed, string field)
    {
        const string Flags = "3";
        var catalog = reader.Dictionary(reader.Root);
        var form = reader.Resolve(catalog["/AcroForm"]) as PdfDictionary;
        if (form?["/Fields"] is PdfReference list)
        {
            changed[list.Number] = Longer(reader.Resolve(list), field);
        }
        var fields = form?["/Fields"] is PdfReference kept ? kept.Raw : Longer(form?["/Fields"], field);
        var written = form is null ? $"<</Fields {fields}/SigFlags {Flags}>>" : form.With(("/Fields", fields), ("/SigFlags", Flags));
        if (catalog["/AcroForm"] is PdfReference own)
        {
            changed[own.Number] = written;
        }
        else
        {
            changed[reader.Root.Number] = catalog.With(("/AcroForm", written));
        }
    }

    private static string Longer(PdfValue? list, string item) => list is PdfArray array ? $"[{string.Concat(array.Items.Select(i => i.Raw + " "))}{item}]" : $"[{item}]";

    private static PdfToSeal Write(byte[] original, PdfReader reader, PdfFile added, SortedDictionary<int, string> changed)
    {
        using var file = new MemoryStream();
        file.Write(original);
        file.WriteByte((byte)'\n');
        var places = new SortedDictionary<int, long>();
        foreach (var (number, text) in changed)
        {
            places[number] = file.Position;
            file.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n{text}\nendobj\n")));
        }
        foreach (var (place, index) in added.AppendTo(file).Select((p, i) => (p, i)))
        {
            places[reader.Size + index] = place;
        }
        PdfTable.Append(file, reader, places);

        var bytes = file.ToArray();
        var contents = original.Length + bytes.AsSpan(original.Length).IndexOf("/Contents<"u8) + "/Contents".Length;
        var end = contents + bytes.AsSpan(contents).IndexOf((byte)'>') + 1;
        var range = Encoding.ASCII.GetBytes(Text(contents, end, bytes.Length));
        range.CopyTo(bytes, original.Length + bytes.AsSpan(original.Length).IndexOf("/ByteRange["u8) + "/ByteRange[".Length);
        return new(bytes, contents, end);
    }

    internal static string Text(int from, int until, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"0 {from:0000000000} {until:0000000000} {length - until:0000000000}");
}
