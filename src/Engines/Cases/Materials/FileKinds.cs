using System.IO.Compression;

namespace Zhuangjin.Cases.Materials;

/// <summary>Tells what a file is by what is in it; its name proves nothing.</summary>
internal static class FileKinds
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        ["pdf"] = "application/pdf",
        ["png"] = "image/png",
        ["jpeg"] = "image/jpeg",
        ["ofd"] = "application/ofd",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    public static string ContentTypeOf(string? kind) => kind is not null && ContentTypes.TryGetValue(kind, out var type) ? type : "application/octet-stream";

    /// <summary>"pdf", "png", "jpeg", "ofd", "docx", "xlsx", or null. Leaves the stream at its beginning.</summary>
    public static string? Of(Stream seekable)
    {
        Span<byte> head = stackalloc byte[1024];
        seekable.Position = 0;
        var read = seekable.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        seekable.Position = 0;
        head = head[..read];
        return head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "png"
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpeg"
            : head.IndexOf("%PDF-"u8) >= 0 ? "pdf"
            : head.StartsWith("PK"u8) ? InArchive(seekable)
            : null;
    }

    /// <summary>A file name without folders, control characters and over-length, that ends as its kind does.</summary>
    public static string CleanName(string name, string kind)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new string([.. last.Where(c => !char.IsControl(c) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal) && !IsDirectionMark(c))]).Trim(' ', '.');
        var ends = kind == "jpeg" ? (string[])[".jpg", ".jpeg"] : ["." + kind];
        var stem = ends.FirstOrDefault(e => clean.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } end ? clean[..^end.Length] : clean;
        return (stem.Length == 0 ? "file" : stem.Length > 100 ? stem[..100] : stem) + ends[0];
    }

    /// <summary>Marks that turn the writing direction make "fdp.exe" read as "exe.pdf".</summary>
    private static bool IsDirectionMark(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';

    private static string? InArchive(Stream seekable)
    {
        try
        {
            using var archive = new ZipArchive(seekable, ZipArchiveMode.Read, leaveOpen: true);
            return archive.GetEntry("word/document.xml") is not null ? "docx"
                : archive.GetEntry("xl/workbook.xml") is not null ? "xlsx"
                : archive.GetEntry("OFD.xml") is not null ? "ofd"
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            seekable.Position = 0;
        }
    }
}
