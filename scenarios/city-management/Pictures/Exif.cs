using System.Buffers.Binary;

namespace Zhuangjin.Scenarios.CityManagement.Pictures;

/// <summary>The place in a JPEG photo (Exif, CIPA DC-008: a TIFF within the APP1 segment, whose directory "GPS" tells latitude and longitude). Anything that is
/// not as the standard says counts as a photo without a place: cameras write much that is wrong.</summary>
internal static class Exif
{
    private const ushort GpsDirectory = 0x8825;

    public static (double Longitude, double Latitude)? Place(ReadOnlySpan<byte> file)
    {
        var tiff = Tiff(file);
        if (tiff.Length < 8 || Order(tiff) is not { } little)
        {
            return null;
        }
        var first = Number(tiff, 4, little);
        if (Entry(tiff, first, GpsDirectory, little) is not { } pointer || Number(tiff, pointer + 8, little) is var gps && gps == 0)
        {
            return null;
        }
        var latitude = Degrees(tiff, gps, 2, little) * (Letter(tiff, gps, 1, little) == 'S' ? -1 : 1);
        var longitude = Degrees(tiff, gps, 4, little) * (Letter(tiff, gps, 3, little) == 'W' ? -1 : 1);
        return latitude is { } north and >= -90 and <= 90 && longitude is { } east and >= -180 and <= 180 && (north, east) != (0, 0) ? (east, north) : null;
    }

    /// <summary>The TIFF part of the first Exif segment; empty when there is none.</summary>
    private static ReadOnlySpan<byte> Tiff(ReadOnlySpan<byte> file)
    {
        if (file.Length < 4 || file[0] != 0xFF || file[1] != 0xD8)
        {
            return [];
        }
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] is not (0xDA or 0xD9);)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length)
            {
                return [];
            }
            var body = file.Slice(at + 4, length - 2);
            if (file[at + 1] == 0xE1 && body.StartsWith("Exif\0\0"u8))
            {
                return body[6..];
            }
            at += 2 + length;
        }
        return [];
    }

    private static bool? Order(ReadOnlySpan<byte> tiff) => (tiff[0], tiff[1]) switch
    {
        ((byte)'I', (byte)'I') => true,
        ((byte)'M', (byte)'M') => false,
        _ => null,
    };

    /// <summary>Offset of a tag's entry in a directory; null when it is not there.</summary>
    private static int? Entry(ReadOnlySpan<byte> tiff, int directory, ushort tag, bool little)
    {
        if (directory < 8 || directory + 2 > tiff.Length)
        {
            return null;
        }
        var count = Short(tiff, directory, little);
        for (var i = 0; i < count; i++)
        {
            var at = directory + 2 + (i * 12);
            if (at + 12 > tiff.Length)
            {
                return null;
            }
            if (Short(tiff, at, little) == tag)
            {
                return at;
            }
        }
        return null;
    }

    private static char? Letter(ReadOnlySpan<byte> tiff, int directory, ushort tag, bool little) => Entry(tiff, directory, tag, little) is { } at ? (char)tiff[at + 8] : null;

    /// <summary>Three fractions: degrees, minutes, seconds.</summary>
    private static double? Degrees(ReadOnlySpan<byte> tiff, int directory, ushort tag, bool little)
    {
        if (Entry(tiff, directory, tag, little) is not { } at || Short(tiff, at + 2, little) != 5 || Number(tiff, at + 4, little) != 3)
        {
            return null;
        }
        var values = Number(tiff, at + 8, little);
        var degrees = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var (over, under) = (Number(tiff, values + (i * 8), little), Number(tiff, values + (i * 8) + 4, little));
            if (under == 0)
            {
                return null;
            }
            degrees += over / (double)under / Math.Pow(60, i);
        }
        return degrees;
    }

    private static ushort Short(ReadOnlySpan<byte> tiff, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(tiff[at..]);

    /// <summary>A number of four bytes; 0 when it lies outside or is larger than any offset can be.</summary>
    private static int Number(ReadOnlySpan<byte> tiff, int at, bool little)
    {
        if (at < 0 || at > tiff.Length - 4)
        {
            return 0;
        }
        var value = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[at..]);
        return value > int.MaxValue - 64 ? 0 : (int)value;
    }
}
