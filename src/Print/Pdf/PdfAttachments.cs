using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhuangjin.Print.Pdf;

/// <summary>Finds the files attached to a PDF without reading it as one: by the streams that call themselves embedded files. Works also after most programs have saved the PDF again,
/// unless they packed its objects into other streams.</summary>
public static partial class PdfAttachments
{
    /// <summary>More attachments than any paper of ours has.</summary>
    private const int Most = 16;

    /// <summary>Whether the bytes begin as a PDF does.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> file) => file.StartsWith("%PDF-"u8);

    /// <summary>Contents of the attached files, in the order of the file's bytes. Empty when none is found; a damaged one is left out.</summary>
    /// <param name="longest">Longest content in bytes, also when unpacked.</param>
    public static IReadOnlyList<byte[]> Read(ReadOnlySpan<byte> file, int longest)
    {
        var found = new List<byte[]>();
        var at = 0;
        while (found.Count < Most && file[at..].IndexOf("EmbeddedFile"u8) is >= 0 and var next)
        {
            at += next + "EmbeddedFile"u8.Length;
            if (Content(file, at, longest) is var (content, end))
            {
                found.Add(content);
                at = end;
            }
        }
        return found;
    }

    /// <summary>The content of the stream whose dictionary holds the place, and where it ends; null when the place is in no dictionary of an embedded file.</summary>
    private static (byte[] Content, int End)? Content(ReadOnlySpan<byte> file, int place, int longest)
    {
        var start = file[..place].LastIndexOf("obj"u8);
        var keyword = file[place..].IndexOf("stream"u8);
        var end = file[place..].IndexOf("endobj"u8);
        if (start < 0 || keyword < 0 || (end >= 0 && end < keyword))
        {
            return null;
        }
        var dictionary = Encoding.Latin1.GetString(file[start..(place + keyword)]);
        var begin = place + keyword + "stream"u8.Length;
        begin += file[begin..].StartsWith("\r\n"u8) ? 2 : 1;
        if (!Embedded().IsMatch(dictionary) || begin > file.Length || Length(file, begin, dictionary) is not { } length || length > longest)
        {
            return null;
        }
        var raw = file.Slice(begin, length);
        var content = !dictionary.Contains("/Filter", StringComparison.Ordinal) ? raw.ToArray()
            : Packed().IsMatch(dictionary) ? Unpack(raw.ToArray(), longest)
            : null;
        return content is null ? null : (content, begin + length);
    }

    private static int? Length(ReadOnlySpan<byte> file, int begin, string dictionary)
    {
        var said = DirectLength().Match(dictionary);
        if (said.Success && int.TryParse(said.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= file.Length - begin)
        {
            return length;
        }
        var end = file[begin..].IndexOf("endstream"u8);
        return end < 0 ? null : end;
    }

    private static byte[]? Unpack(byte[] packed, int longest)
    {
        try
        {
            using var unpacking = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var content = new MemoryStream();
            var piece = new byte[16_384];
            while (unpacking.Read(piece) is > 0 and var length)
            {
                if (content.Length + length > longest)
                {
                    return null;
                }
                content.Write(piece, 0, length);
            }
            return content.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"/Type\s*/EmbeddedFile\b", RegexOptions.CultureInvariant)]
    private static partial Regex Embedded();

    [GeneratedRegex(@"/Filter\s*\[?\s*/FlateDecode\s*\]?\s*(?:/(?!DecodeParms)|>)", RegexOptions.CultureInvariant)]
    private static partial Regex Packed();

    [GeneratedRegex(@"/Length\s+([0-9]{1,9})(?!\s+[0-9]+\s+R)(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex DirectLength();
}
