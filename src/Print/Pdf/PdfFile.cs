using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Zhuangjin.Print.Pdf;

/// <summary>Collects the objects of a PDF (ISO 32000-1) and writes the file. The same objects give the same bytes.</summary>
/// <param name="comment">Text of the comment line after the header.</param>
/// <param name="first">Number of the first object: larger than 1 for what is appended to another file.</param>
internal sealed class PdfFile(string comment, int first = 1)
{
    private readonly List<byte[]?> _objects = [];

    /// <summary>A number for an object that is given later.</summary>
    public int Reserve()
    {
        _objects.Add(null);
        return _objects.Count - 1 + first;
    }

    public int Add(string dictionary) => Give(Reserve(), dictionary);

    public int Give(int number, string dictionary)
    {
        _objects[number - first] = Encoding.Latin1.GetBytes(dictionary);
        return number;
    }

    /// <param name="entries">Entries of the stream's dictionary, without length and filter.</param>
    /// <param name="plain">True to leave it uncompressed, so that it can be found without a PDF reader.</param>
    public int AddStream(string entries, ReadOnlySpan<byte> content, bool plain = false)
    {
        var packed = plain ? content.ToArray() : Pack(content);
        var head = string.Create(CultureInfo.InvariantCulture, $"<</Length {packed.Length}{(plain ? "" : "/Filter/FlateDecode")}{entries}>>\nstream\n");
        var number = Reserve();
        _objects[number - first] = [.. Encoding.Latin1.GetBytes(head), .. packed, .. "\nendstream"u8];
        return number;
    }

    public byte[] Write(int catalog, int information, string identity)
    {
        var file = new MemoryStream();
        void Line(string text) => file.Write(Encoding.Latin1.GetBytes(text + "\n"));

        Line("%PDF-1.7\n%\u00e5\u00e5\u00e5\u00e5\n%" + comment);
        var places = AppendTo(file);
        var table = file.Position;
        Line(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {_objects.Count + 1}\n0000000000 65535 f "));
        foreach (var place in places)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n "));
        }
        Line(string.Create(CultureInfo.InvariantCulture, $"trailer\n<</Size {_objects.Count + 1}/Root {catalog} 0 R/Info {information} 0 R/ID[<{identity}><{identity}>]>>\nstartxref\n{table}\n%%EOF"));
        return file.ToArray();
    }

    /// <summary>Writes the objects one after the other and returns their places, in the order of their numbers.</summary>
    public List<long> AppendTo(Stream file)
    {
        var places = new List<long>();
        foreach (var (bytes, index) in _objects.Select((o, i) => (o, i)))
        {
            places.Add(file.Position);
            file.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{index + first} 0 obj\n")));
            file.Write(bytes ?? throw new InvalidOperationException($"Object {index + first} was reserved and never given."));
            file.Write("\nendobj\n"u8);
        }
        return places;
    }

    /// <summary>A text string: UTF-16 with a byte order mark, in hexadecimal.</summary>
    public static string Text(string text) => "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)) + ">";

    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var into = new MemoryStream();
        using (var packing = new ZLibStream(into, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            packing.Write(content);
        }
        return into.ToArray();
    }
}
