using System.Globalization;

namespace Zhuangjin.Print.Pdf;

/// <summary>Pages of an official bulletin that are filled from above: head in red as offices write it, paragraphs, tables. What does not fit goes on the next page.</summary>
public sealed class PdfPaper
{
    private const double Left = 52;
    private const double Right = PdfPage.Width - 52;
    private const double Bottom = PdfPage.Height - 64;

    private static readonly Ink Red = new(0xb3, 0x1e, 0x23);
    private static readonly Ink Black = new(0x1c, 0x1c, 0x1c);
    private static readonly Ink Grey = new(0x5c, 0x5c, 0x5c);
    private static readonly Ink Rule = new(0xd8, 0xd0, 0xc4);
    private static readonly Ink Tint = new(0xf6, 0xf1, 0xe8);

    private readonly string _foot;
    private int _pages;

    /// <param name="foot">Small line at the foot of each page.</param>
    public PdfPaper(PdfDocument document, string foot)
    {
        (Document, _foot) = (document, foot);
        Page = Turn();
    }

    public PdfDocument Document { get; }

    /// <summary>The page that is being filled.</summary>
    public PdfPage Page { get; private set; }

    /// <summary>Where the next thing is drawn, in points from above.</summary>
    public double Y { get; private set; }

    /// <summary>Title in red, number of the issue, and two lines below the bar: what it is of, when it was issued.</summary>
    public void Head(string title, string number, string left, string right)
    {
        var middle = PdfPage.Width / 2;
        Page.Centred(middle, 92, 26, title, Red, 3, 0.6);
        Page.Centred(middle, 122, 12, number, Black, 0.5);
        Page.Rectangle(Left, 136, Right - Left, 2, Red);
        Page.Text(Left, 158, 10.5, left, Grey);
        Page.Text(Right - Page.Measure(10.5, right), 158, 10.5, right, Grey);
        Y = 184;
    }

    public void Paragraph(string text) => Lines(text, 11, 18, Black, 22, 6);

    /// <summary>Small print.</summary>
    public void Note(string text) => Lines(text, 8.5, 13, Grey, 0, 4);

    /// <param name="head">True when a table follows.</param>
    public void Heading(string text, bool head)
    {
        Need(64);
        Y += 14;
        Page.Text(Left, Y, 13, text, Red, 0.3, 0.3);
        Y += head ? 12 : 22;
    }

    /// <summary>A table whose head stands again on each further page.</summary>
    /// <param name="shares">How wide each column is against the others.</param>
    public void Table(IReadOnlyList<string> heads, IReadOnlyList<double> shares, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var unit = (Right - Left) / shares.Sum();
        var widths = shares.Select(w => w * unit).ToList();
        Row([.. heads], widths, head: true);
        foreach (var row in rows)
        {
            var cells = row.Select(c => c switch { null => "", IFormattable number => number.ToString(null, CultureInfo.InvariantCulture), _ => c.ToString()! }).ToList();
            if (Row(cells, widths, head: false))
            {
                continue;
            }
            Page = Turn();
            Row([.. heads], widths, head: true);
            Row(cells, widths, head: false);
        }
        Y += 8;
    }

    /// <summary>False when the row does not fit on this page; then nothing is drawn.</summary>
    private bool Row(List<string> cells, List<double> widths, bool head)
    {
        const double Size = 8.5;
        const double Step = 12;
        var wrapped = cells.Zip(widths, (cell, width) => Page.Wrap(Size, cell, width - 8)).ToList();
        var height = (Math.Max(1, wrapped.Max(w => w.Count)) * Step) + 7;
        if (Y + height > Bottom && (!head || Y > 100))
        {
            if (!head)
            {
                return false;
            }
            Page = Turn();
        }
        if (head)
        {
            Page.Rectangle(Left, Y, Right - Left, height, Tint);
            Page.Line(Left, Y, Right, Y, Red, 0.9);
        }
        var x = Left;
        foreach (var (lines, width) in wrapped.Zip(widths))
        {
            for (var i = 0; i < lines.Count; i++)
            {
                Page.Text(x + 4, Y + 12.5 + (i * Step), Size, lines[i], head ? Red : Black);
            }
            x += width;
        }
        Y += height;
        Page.Line(Left, Y, Right, Y, Rule, 0.5);
        return true;
    }

    private void Lines(string text, double size, double step, Ink ink, double indent, double after)
    {
        var lines = Page.Wrap(size, text, Right - Left - indent);
        for (var i = 0; i < lines.Count; i++)
        {
            Need(step);
            Page.Text(Left + (i == 0 ? indent : 0), Y, size, lines[i], ink);
            Y += step;
        }
        Y += after;
    }

    private void Need(double height)
    {
        if (Y + height > Bottom)
        {
            Page = Turn();
        }
    }

    private PdfPage Turn()
    {
        var page = Document.AddPage();
        _pages++;
        page.Line(Left, PdfPage.Height - 46, Right, PdfPage.Height - 46, Rule, 0.5);
        page.Text(Left, PdfPage.Height - 32, 7.5, _foot, Grey);
        var number = _pages.ToString(CultureInfo.InvariantCulture);
        page.Text(Right - page.Measure(7.5, number), PdfPage.Height - 32, 7.5, number, Grey);
        Y = 60;
        return page;
    }
}
