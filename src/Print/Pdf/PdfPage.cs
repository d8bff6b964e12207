using System.Globalization;
using System.Text;

namespace Zhuangjin.Print.Pdf;

/// <summary>A colour, each part from 0 to 255.</summary>
public readonly record struct Ink(byte Red, byte Green, byte Blue);

/// <summary>Draws on one A4 page. Lengths are points; places are measured from the upper left corner, as people read.</summary>
public sealed class PdfPage
{
    /// <summary>Points across.</summary>
    public const double Width = 595.28;

    /// <summary>Points down.</summary>
    public const double Height = 841.89;

    private readonly PdfDocument _document;
    private readonly StringBuilder _drawn = new();
    private readonly SortedSet<int> _opacities = [];

    internal PdfPage(PdfDocument document) => _document = document;

    /// <summary>Opacities used, in percent; the page's resources name each G{percent}.</summary>
    internal IEnumerable<int> Opacities => _opacities;

    internal byte[] Content => Encoding.ASCII.GetBytes(_drawn.ToString());

    /// <summary>A filled rectangle.</summary>
    public void Rectangle(double x, double y, double width, double height, Ink ink) =>
        Put($"{Colour(ink)} rg {N(x)} {N(Height - y - height)} {N(width)} {N(height)} re f");

    /// <summary>The outline of a rectangle.</summary>
    public void Frame(double x, double y, double width, double height, Ink ink, double line) =>
        Put($"{Colour(ink)} RG {N(line)} w {N(x)} {N(Height - y - height)} {N(width)} {N(height)} re S");

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, Ink ink, double line) =>
        Put($"{Colour(ink)} RG {N(line)} w {N(x1)} {N(Height - y1)} m {N(x2)} {N(Height - y2)} l S");

    /// <summary>A filled square on its corner, the woven pattern's stitch.</summary>
    public void Diamond(double x, double y, double radius, Ink ink) =>
        Put($"{Colour(ink)} rg {N(x - radius)} {N(Height - y)} m {N(x)} {N(Height - y + radius)} l {N(x + radius)} {N(Height - y)} l {N(x)} {N(Height - y - radius)} l f");

    /// <summary>The outline of a circle.</summary>
    public void Circle(double x, double y, double radius, Ink ink, double line)
    {
        // Four Bézier arcs; 0.5523 makes them a circle within 0.03 per cent.
        var (k, cy) = (radius * 0.5523, Height - y);
        Put($"{Colour(ink)} RG {N(line)} w {N(x + radius)} {N(cy)} m {N(x + radius)} {N(cy + k)} {N(x + k)} {N(cy + radius)} {N(x)} {N(cy + radius)} c {N(x - k)} {N(cy + radius)} {N(x - radius)} {N(cy + k)} {N(x - radius)} {N(cy)} c {N(x - radius)} {N(cy - k)} {N(x - k)} {N(cy - radius)} {N(x)} {N(cy - radius)} c {N(x + k)} {N(cy - radius)} {N(x + radius)} {N(cy - k)} {N(x + radius)} {N(cy)} c s");
    }

    /// <summary>Draws what follows in <paramref name="draw"/> with this opacity.</summary>
    public void Faint(int percent, Action draw)
    {
        _opacities.Add(percent);
        Put($"q /G{percent} gs");
        draw();
        Put($"Q");
    }

    /// <summary>Writes text from its left end; <paramref name="y"/> is the base line.</summary>
    /// <param name="spacing">Further space after each character.</param>
    /// <param name="weight">Width of a stroke around the letters, for emphasis.</param>
    /// <param name="turn">Angle in degrees, counter-clockwise.</param>
    public void Text(double x, double y, double size, string text, Ink ink, double spacing = 0, double weight = 0, double turn = 0)
    {
        var (sine, cosine) = Math.SinCos(turn * Math.PI / 180);
        var at = 0.0;
        foreach (var (font, run) in Runs(text))
        {
            var codes = string.Concat(run.Select(c => font.NumberOf(c).ToString("X4", CultureInfo.InvariantCulture)));
            var pen = weight > 0 ? $"{Colour(ink)} RG {N(weight)} w 2 Tr " : "";
            Put($"q BT {Colour(ink)} rg {pen}/{font.Name} {N(size)} Tf {N(spacing)} Tc {N(cosine)} {N(sine)} {N(-sine)} {N(cosine)} {N(x + (at * cosine))} {N(Height - y + (at * sine))} Tm <{codes}> Tj ET Q");
            at += run.Sum(c => (font.Advance(c) * size / 1000) + spacing);
        }
    }

    /// <summary>Writes text around a middle; <paramref name="y"/> is the base line.</summary>
    public void Centred(double x, double y, double size, string text, Ink ink, double spacing = 0, double weight = 0) =>
        Text(x - ((Measure(size, text, spacing) - spacing) / 2), y, size, text, ink, spacing, weight);

    /// <summary>Length of a text in points.</summary>
    public double Measure(double size, string text, double spacing = 0) =>
        Runs(text).Sum(r => r.Characters.Sum(c => (r.Font.Advance(c) * size / 1000) + spacing));

    /// <summary>Breaks a text into lines that fit; between Chinese characters anywhere, in Latin words only where one is longer than a line.</summary>
    public IReadOnlyList<string> Wrap(double size, string text, double width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var (line, used) = (new StringBuilder(), 0.0);
            foreach (var piece in Pieces(paragraph))
            {
                var length = Measure(size, piece);
                if (used + length > width && line.Length > 0 && !"，。；：、）》”！？,.;:)".Contains(piece[0], StringComparison.Ordinal))
                {
                    lines.Add(line.ToString().TrimEnd());
                    (line, used) = (new(), 0);
                }
                line.Append(piece);
                used += length;
            }
            lines.Add(line.ToString().TrimEnd());
        }
        return lines;
    }

    /// <summary>What may not be broken: a Chinese character, or up to 24 letters and digits.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var latin = rune.Value is > ' ' and < 0x2000;
            if (word.Length > 0 && (!latin || word.Length >= 24))
            {
                yield return word.ToString();
                word.Clear();
            }
            if (latin)
            {
                word.Append(rune.ToString());
            }
            else
            {
                yield return rune.ToString();
            }
        }
        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private IEnumerable<(PdfFont Font, List<int> Characters)> Runs(string text)
    {
        (PdfFont Font, List<int> Characters)? run = null;
        foreach (var rune in text.EnumerateRunes())
        {
            var font = _document.FontOf(rune.Value);
            if (run is { } open && open.Font != font)
            {
                yield return open;
                run = null;
            }
            run ??= (font, []);
            run.Value.Characters.Add(rune.Value);
        }
        if (run is { } last)
        {
            yield return last;
        }
    }

    private void Put(FormattableString operators) => _drawn.Append(FormattableString.Invariant(operators)).Append('\n');

    private static string Colour(Ink ink) => $"{N(ink.Red / 255.0)} {N(ink.Green / 255.0)} {N(ink.Blue / 255.0)}";

    private static string N(double number) => Math.Round(number, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
