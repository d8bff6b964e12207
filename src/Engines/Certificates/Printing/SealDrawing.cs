using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Certificates.Printing;

/// <summary>The picture of an electronic seal: a circle with the office's name around a woven diamond. It proves nothing by itself; the signature does.</summary>
internal static class SealDrawing
{
    private const double Radius = 54;
    private static readonly Ink Red = new(0xc4, 0x1e, 0x2a);

    /// <param name="x">Centre.</param>
    /// <param name="y">Centre, from above.</param>
    /// <param name="words">What the seal is for, straight across below the centre.</param>
    /// <param name="mark">A remark under it ("示例"); null for none.</param>
    public static void Draw(PdfPage page, double x, double y, string office, string words, string? mark) => page.Faint(82, () =>
    {
        page.Circle(x, y, Radius, Red, 2.4);
        page.Circle(x, y, Radius - 4, Red, 0.5);
        Around(page, x, y, office);
        Weave(page, x, y - 5);
        page.Centred(x, y + 25, words.Length > 8 ? 7.6 : 8.6, words, Red, 0.6, 0.15);
        if (mark is not null)
        {
            page.Centred(x, y + 38, 8.6, mark, Red, 2, 0.15);
        }
    });

    /// <summary>The name along the upper arc, each character upright to the centre; long names get smaller letters.</summary>
    private static void Around(PdfPage page, double x, double y, string office)
    {
        var letters = office.EnumerateRunes().Select(r => r.ToString()).ToList();
        var size = Math.Clamp(15.5 - (letters.Count * 0.35), 7, 12);
        var radius = Radius - 7 - size;
        var span = Math.Min(264, 20.0 * letters.Count);
        for (var i = 0; i < letters.Count; i++)
        {
            var angle = 90 + (span / 2) - (letters.Count == 1 ? span / 2 : span * i / (letters.Count - 1));
            var (sine, cosine) = Math.SinCos(angle * Math.PI / 180);
            var half = page.Measure(size, letters[i]) / 2;
            page.Text(x + (radius * cosine) - (half * sine), y - (radius * sine) - (half * cosine), size, letters[i], Red, weight: 0.2, turn: angle - 90);
        }
    }

    private static void Weave(PdfPage page, double x, double y)
    {
        page.Diamond(x, y, 13, Red);
        page.Diamond(x, y, 9.5, new(0xff, 0xff, 0xff));
        page.Diamond(x, y, 6, Red);
        foreach (var (dx, dy) in (ReadOnlySpan<(int, int)>)[(-1, 0), (1, 0)])
        {
            page.Diamond(x + (dx * 18), y + dy, 3.2, Red);
        }
    }
}
