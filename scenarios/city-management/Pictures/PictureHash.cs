using System.Buffers.Binary;
using System.Numerics;

namespace Zhuangjin.Scenarios.CityManagement.Pictures;

/// <summary>What a picture looks like, in few bytes: the signs of its coarse waves (a discrete cosine transform of 32 × 32 brightnesses), for the whole picture and for what is
/// left of it when its edges are cut. Two photos of one thing give nearly the same signs however they were stored, scaled or cropped; what they say does not matter.</summary>
internal sealed class PictureHash
{
    /// <summary>Bits in which two pictures of one thing differ at most, of 64. Unrelated pictures differ in about half.</summary>
    public const int MostDifferent = 12;

    private const int Side = 32;
    private const int Waves = 8;

    /// <summary>Cut off from the width and height: a tenth and a fifth, at nine places each. The first is the whole picture.</summary>
    private static readonly (double Cut, int Place)[] Crops = [(0, 4), .. new[] { 0.1, 0.2 }.SelectMany(cut => Enumerable.Range(0, 9).Select(place => (cut, place)))];

    private static readonly double[,] Cosines = Table();

    private readonly ulong[] _signs;

    private PictureHash(ulong[] signs) => _signs = signs;

    /// <param name="brightness">Row by row, 0 to 255.</param>
    public static PictureHash Of(ReadOnlySpan<byte> brightness, int width, int height)
    {
        if (width < 1 || height < 1 || brightness.Length < width * height)
        {
            throw new ArgumentException("A picture has a width, a height, and a brightness for each of its points.", nameof(brightness));
        }
        var sums = Sums(brightness, width, height);
        var signs = new ulong[Crops.Length];
        for (var i = 0; i < Crops.Length; i++)
        {
            var (cut, place) = Crops[i];
            var (left, top) = (width * cut * (place % 3) / 2, height * cut * (place / 3) / 2);
            signs[i] = Signs(sums, width, left, top, width * (1 - cut), height * (1 - cut));
        }
        return new(signs);
    }

    /// <summary>In how many of 64 bits two pictures differ, either of them cropped as it fits best.</summary>
    public int Difference(PictureHash other)
    {
        var least = 64;
        for (var i = 0; i < _signs.Length; i++)
        {
            least = Math.Min(least, Math.Min(BitOperations.PopCount(_signs[i] ^ other._signs[0]), BitOperations.PopCount(_signs[0] ^ other._signs[i])));
        }
        return least;
    }

    /// <summary>Likeness in per cent: 100 for the same signs, 0 for what is as different as unrelated pictures are.</summary>
    public static int Percent(int difference) => Math.Max(0, 100 - (difference * 100 / 32));

    public string ToText()
    {
        var bytes = new byte[_signs.Length * sizeof(ulong)];
        for (var i = 0; i < _signs.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong)), _signs[i]);
        }
        return Convert.ToHexStringLower(bytes);
    }

    /// <exception cref="FormatException">It is no such text.</exception>
    public static PictureHash FromText(string text)
    {
        var bytes = Convert.FromHexString(text);
        if (bytes.Length != Crops.Length * sizeof(ulong))
        {
            throw new FormatException($"The signs of a picture are {Crops.Length * sizeof(ulong)} bytes.");
        }
        return new([.. Enumerable.Range(0, Crops.Length).Select(i => BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong))))]);
    }

    /// <summary>Sums of everything above and to the left, so that the mean of any rectangle costs four look-ups.</summary>
    private static long[] Sums(ReadOnlySpan<byte> brightness, int width, int height)
    {
        var sums = new long[(width + 1) * (height + 1)];
        for (var y = 0; y < height; y++)
        {
            var row = 0L;
            for (var x = 0; x < width; x++)
            {
                row += brightness[(y * width) + x];
                sums[((y + 1) * (width + 1)) + x + 1] = sums[(y * (width + 1)) + x + 1] + row;
            }
        }
        return sums;
    }

    private static ulong Signs(long[] sums, int width, double left, double top, double across, double down)
    {
        var small = new double[Side, Side];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (x0, x1) = Span(left, across, x);
                var (y0, y1) = Span(top, down, y);
                var sum = At(x1, y1) - At(x0, y1) - At(x1, y0) + At(x0, y0);
                small[y, x] = sum / (double)((x1 - x0) * (y1 - y0));
            }
        }
        var waves = new double[Waves * Waves];
        for (var v = 0; v < Waves; v++)
        {
            for (var u = 0; u < Waves; u++)
            {
                var sum = 0.0;
                for (var y = 0; y < Side; y++)
                {
                    for (var x = 0; x < Side; x++)
                    {
                        sum += small[y, x] * Cosines[u, x] * Cosines[v, y];
                    }
                }
                waves[(v * Waves) + u] = sum;
            }
        }
        // The first is the mean brightness: dusk or noon must not matter.
        waves[0] = 0;
        var middle = waves.Order().ElementAt(waves.Length / 2);
        var signs = 0UL;
        for (var i = 0; i < waves.Length; i++)
        {
            signs |= waves[i] > middle ? 1UL << i : 0;
        }
        return signs;

        long At(int x, int y) => sums[(y * (width + 1)) + x];

        static (int From, int To) Span(double start, double length, int step)
        {
            var from = (int)(start + (length * step / Side));
            return (from, Math.Max(from + 1, (int)(start + (length * (step + 1) / Side))));
        }
    }

    private static double[,] Table()
    {
        var table = new double[Waves, Side];
        for (var wave = 0; wave < Waves; wave++)
        {
            for (var at = 0; at < Side; at++)
            {
                table[wave, at] = Math.Cos(Math.PI * wave * ((2 * at) + 1) / (2 * Side));
            }
        }
        return table;
    }
}
