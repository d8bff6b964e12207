using QRCoder;

namespace Zhuangjin.Print;

/// <summary>A QR code (ISO/IEC 18004) as horizontal bars, for PDF and SVG alike.</summary>
public sealed class QrMark
{
    private QrMark(int size, IReadOnlyList<(int X, int Y, int Length)> bars) => (Size, Bars) = (size, bars);

    /// <summary>Modules on a side, with the quiet zone of four around.</summary>
    public int Size { get; }

    /// <summary>Dark bars: column, row, length in modules.</summary>
    public IReadOnlyList<(int X, int Y, int Length)> Bars { get; }

    /// <summary>The code of a text, with error correction level M.</summary>
    public static QrMark Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var bars = new List<(int, int, int)>();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Count; x++)
            {
                var from = x;
                while (x < row.Count && row[x])
                {
                    x++;
                }
                if (x > from)
                {
                    bars.Add((from, y, x - from));
                }
            }
        }
        return new(code.ModuleMatrix.Count, bars);
    }

    /// <summary>The dark bars as the path of an SVG whose view box has <see cref="Size"/> units.</summary>
    public string SvgPath => string.Concat(Bars.Select(b => FormattableString.Invariant($"M{b.X} {b.Y}h{b.Length}v1h-{b.Length}z")));
}
