using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Evidence.Paper;

/// <summary>Writes headings and labelled rows down a page, and knows how much room is left.</summary>
internal sealed class PaperColumn(PdfPage page, double top, double bottom, double size)
{
    public const double Left = 56;
    public const double Right = PdfPage.Width - 56;
    public static readonly Ink Black = new(0x1c, 0x1c, 0x1c);
    public static readonly Ink Grey = new(0x5c, 0x5c, 0x5c);
    public static readonly Ink Accent = new(0x8c, 0x1d, 0x28);
    public static readonly Ink Gold = new(0xb9, 0x97, 0x4e);
    private const double Label = 92;

    private readonly double _line = size * 1.42;

    /// <summary>Where the next thing is written.</summary>
    public double Y { get; private set; } = top;

    public double Room => bottom - Y;

    /// <summary>True when something was written beyond the bottom.</summary>
    public bool IsOverfull => Y > bottom;

    public void Heading(string text)
    {
        Y += 7;
        page.Diamond(Left + 4, Y + 7, 4, Gold);
        page.Text(Left + 14, Y + 11, size + 2.4, text, Accent, 0.4, 0.25);
        page.Line(Left, Y + 16.5, Right, Y + 16.5, Gold, 0.6);
        Y += 21;
    }

    /// <param name="small">Smaller letters, for digests and keys.</param>
    public void Row(string label, string value, bool small = false)
    {
        var letters = small ? size - 1.2 : size;
        var lines = page.Wrap(letters, value, Right - Left - Label);
        page.Text(Left, Y + size, size, label, Grey);
        for (var i = 0; i < lines.Count; i++)
        {
            page.Text(Left + Label, Y + size + (i * _line), letters, lines[i], Black);
        }
        Y += (lines.Count * _line) + 2.2;
    }

    public void Paragraph(string text, Ink? ink = null, double left = Left)
    {
        foreach (var line in page.Wrap(size, text, Right - left))
        {
            page.Text(left, Y + size, size, line, ink ?? Black);
            Y += _line;
        }
        Y += 2;
    }

    /// <summary>One line of cells, each from its own place on.</summary>
    public void Cells(ReadOnlySpan<double> places, ReadOnlySpan<string> texts, Ink ink)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            page.Text(places[i], Y + size, size - 0.6, texts[i], ink);
        }
        Y += _line;
    }

    public void Space(double height) => Y += height;
}
