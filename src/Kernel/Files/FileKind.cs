using System.IO.Compression;

namespace Zhuangjin.Kernel.Files;

/// <summary>The kinds of files that people hand in, told by their content and never by their name.</summary>
public enum FileKind
{
    /// <summary>None of those below.</summary>
    Unknown,

    /// <summary>ISO 32000.</summary>
    Pdf,

    /// <summary>ISO/IEC 15948.</summary>
    Png,

    /// <summary>ISO/IEC 10918.</summary>
    Jpeg,

    /// <summary>Office Open XML text, ISO/IEC 29500.</summary>
    Docx,

    /// <summary>Office Open XML table, ISO/IEC 29500.</summary>
    Xlsx,

    /// <summary>Open Fixed-layout Document, GB/T 33190-2016: the layout format of Chinese electronic documents.</summary>
    Ofd,
}

/// <summary>Recognises files.</summary>
public static class FileKinds
{
    /// <summary>Tells the kind of a stream that can be sought; leaves it at its beginning.</summary>
    public static FileKind Recognise(Stream content)
    {
        Span<byte> start = stackalloc byte[8];
        content.Position = 0;
        start = start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        content.Position = 0;
        if (start.StartsWith("%PDF-"u8))
        {
            return FileKind.Pdf;
        }
        if (start.SequenceEqual((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
        {
            return FileKind.Png;
        }
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return FileKind.Jpeg;
        }
        return start.StartsWith("PK\u0003\u0004"u8) ? RecogniseZip(content) : FileKind.Unknown;
    }

    /// <summary>The kind that a lower-case extension without dot asks for ("pdf", "jpg"); Unknown for others.</summary>
    public static FileKind OfExtension(string extension) => extension switch
    {
        "pdf" => FileKind.Pdf,
        "png" => FileKind.Png,
        "jpg" or "jpeg" => FileKind.Jpeg,
        "docx" => FileKind.Docx,
        "xlsx" => FileKind.Xlsx,
        "ofd" => FileKind.Ofd,
        _ => FileKind.Unknown,
    };

    public static string ContentType(this FileKind kind) => kind switch
    {
        FileKind.Pdf => "application/pdf",
        FileKind.Png => "image/png",
        FileKind.Jpeg => "image/jpeg",
        FileKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.Ofd => "application/ofd",
        _ => "application/octet-stream",
    };

    private static FileKind RecogniseZip(Stream content)
    {
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return zip.GetEntry("OFD.xml") is not null ? FileKind.Ofd
                : zip.GetEntry("word/document.xml") is not null ? FileKind.Docx
                : zip.GetEntry("xl/workbook.xml") is not null ? FileKind.Xlsx
                : FileKind.Unknown;
        }
        catch (InvalidDataException)
        {
            return FileKind.Unknown;
        }
        finally
        {
            content.Position = 0;
        }
    }
}
