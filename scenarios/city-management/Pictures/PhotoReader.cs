using SkiaSharp;

namespace Zhuangjin.Scenarios.CityManagement.Pictures;

/// <summary>Reads uploaded photos: what they look like, and where they were taken if they say so.</summary>
internal static class PhotoReader
{
    /// <summary>Points on the longer side that are looked at; more tell nothing more about likeness.</summary>
    private const int Looked = 256;

    /// <summary>Largest picture that is decoded, in points: a small file can claim to be a huge picture.</summary>
    private const long Largest = 120_000_000;

    /// <summary>Null when it is no picture that can be read.</summary>
    public static PictureHash? Hash(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is 0 or > Largest)
        {
            return null;
        }
        var wanted = Math.Min(1f, Looked / (float)Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(wanted);
        using var decoded = SKBitmap.Decode(codec, new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul));
        if (decoded is null)
        {
            return null;
        }
        var brightness = new byte[decoded.Width * decoded.Height];
        var points = decoded.GetPixelSpan();
        for (var i = 0; i < brightness.Length; i++)
        {
            var (red, green, blue) = (points[i * 4], points[(i * 4) + 1], points[(i * 4) + 2]);
            brightness[i] = (byte)(((red * 299) + (green * 587) + (blue * 114)) / 1000);
        }
        return PictureHash.Of(brightness, decoded.Width, decoded.Height);
    }

    /// <summary>Where the photo says that it was taken; null when it does not.</summary>
    public static (double Longitude, double Latitude)? Place(byte[] file) => Exif.Place(file);
}
