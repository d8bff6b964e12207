using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Zhuangjin.Scenarios;

/// <summary>Draws a small picture that stands for a photo: a street between earth and sky, in colours by number. Synthetic, as everything in the demo.</summary>
internal static class SamplePhoto
{
    private const int Width = 320;
    private const int Height = 240;

    public static MemoryStream Png(int number)
    {
        var rows = new byte[Height * ((Width * 3) + 1)];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var street = y > Height / 2 && Math.Abs(x - (Width / 2)) < (y - (Height / 2)) * 3 / 4;
                var thing = Math.Abs(x - 80 - (number * 37 % 160)) < 18 && Math.Abs(y - 175) < 14;
                var (red, green, blue) = thing ? (0xB0, 0x3A + (number * 29 % 120), 0x2E) : street ? (0x6B, 0x6E, 0x75) : y > Height / 2 ? (0x7C, 0x9A, 0x5E) : (0x9C, 0xBF, 0xDD + (y / 8));
                var at = (y * ((Width * 3) + 1)) + 1 + (x * 3);
                (rows[at], rows[at + 1], rows[at + 2]) = ((byte)red, (byte)green, (byte)blue);
            }
        }
        var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, 2);
        Chunk(png, "IHDR", header);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(rows);
        }
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);
        png.Position = 0;
        return png;
    }

    private static void Chunk(MemoryStream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    /// <summary>The checksum that PNG asks for (ISO 3309).</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320u);
            }
        }
        return ~crc;
    }
}
