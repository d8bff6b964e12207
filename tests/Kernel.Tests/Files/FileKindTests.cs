using System.IO.Compression;
using System.Text;
using Xunit;
using Zhuangjin.Kernel.Files;

namespace Zhuangjin.Kernel.Tests.Files;

public sealed class FileKindTests
{
    private static MemoryStream Zip(string entry)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = zip.CreateEntry(entry).Open();
            content.Write("<x/>"u8);
        }
        return stream;
    }

    public static TheoryData<FileKind, byte[]> Samples => new()
    {
        { FileKind.Pdf, Encoding.ASCII.GetBytes("%PDF-1.7\n...") },
        { FileKind.Png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0] },
        { FileKind.Jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0] },
        { FileKind.Docx, Zip("word/document.xml").ToArray() },
        { FileKind.Xlsx, Zip("xl/workbook.xml").ToArray() },
        { FileKind.Ofd, Zip("OFD.xml").ToArray() },
        { FileKind.Unknown, Zip("evil.exe").ToArray() },
        { FileKind.Unknown, Encoding.ASCII.GetBytes("PK\u0003\u0004 but no archive") },
        { FileKind.Unknown, Encoding.ASCII.GetBytes("MZ this is a program") },
        { FileKind.Unknown, [] },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_file_is_known_by_its_content(FileKind kind, byte[] content)
    {
        var stream = new MemoryStream(content);
        Assert.Equal(kind, FileKinds.Recognise(stream));
        Assert.Equal(0, stream.Position);
    }
}
