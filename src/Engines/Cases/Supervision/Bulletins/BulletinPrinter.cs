using System.Globalization;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Cases.Supervision.Bulletins;

/// <summary>Prints a bulletin as PDF: head in red as offices write it, summary, tables, and the data that it was counted from as an attached file.</summary>
internal sealed class BulletinPrinter(FontShelf fonts, BulletinWords words)
{
    private const double Left = 52;
    private const double Right = PdfPage.Width - 52;
    private const double Bottom = PdfPage.Height - 64;

    private static readonly Ink Red = new(0xb3, 0x1e, 0x23);
    private static readonly Ink Black = new(0x1c, 0x1c, 0x1c);
    private static readonly Ink Grey = new(0x5c, 0x5c, 0x5c);
    private static readonly Ink Rule = new(0xd8, 0xd0, 0xc4);
    private static readonly Ink Tint = new(0xf6, 0xf1, 0xe8);

    public BulletinWords Words => words;

    public byte[] Pdf(Bulletin bulletin)
    {
        var sheet = new Paper(new PdfDocument(fonts, $"zhuangjin bulletin {bulletin.Head.Digest}"), words.Say("foot", bulletin.Head.Digest));
        Head(sheet, bulletin);
        foreach (var sentence in words.Summary(bulletin))
        {
            sheet.Paragraph(sentence);
        }
        var count = 0;
        foreach (var table in words.Sheets(bulletin))
        {
            sheet.Heading($"{words.Say("ordinal." + (++count).ToString(CultureInfo.InvariantCulture))}{table.Title}", head: table.Rows.Count > 0);
            if (table.Rows.Count == 0)
            {
                sheet.Paragraph(words.Say("none"));
                continue;
            }
            sheet.Table(table);
        }
        sheet.Note(words.Say("rule"));
        sheet.Note(words.Say("proof", bulletin.Head.Digest, bulletin.Data.Calendar));
        sheet.Document.Attach(new("bulletin.json", "application/json", Encoding.UTF8.GetBytes(bulletin.Text)));
        return sheet.Document.Write(new(
            words.Say("title", words.Office(bulletin.Data, bulletin.Head.OrganisationId)) + words.Number(bulletin.Head), words.Office(bulletin.Data, bulletin.Head.OrganisationId),
            "bulletin " + bulletin.Head.Number, bulletin.Head.IssuedAt, bulletin.Head.Digest[..32]));
    }

    private void Head(Paper sheet, Bulletin bulletin)
    {
        var middle = PdfPage.Width / 2;
        sheet.Page.Centred(middle, 92, 26, words.Say("title", words.Office(bulletin.Data, bulletin.Head.OrganisationId)), Red, 3, 0.6);
        sheet.Page.Centred(middle, 122, 12, words.Number(bulletin.Head), Black, 0.5);
        sheet.Page.Rectangle(Left, 136, Right - Left, 2, Red);
        sheet.Page.Text(Left, 158, 10.5, words.Month(bulletin.Head), Grey);
        var issued = words.Say("issued", bulletin.Head.IssuedAt.ToChina().ToString("yyyy年M月d日", CultureInfo.InvariantCulture));
        sheet.Page.Text(Right - sheet.Page.Measure(10.5, issued), 158, 10.5, issued, Grey);
        sheet.Y = 184;
    }

    /// <summary>Pages that are filled from above; what does not fit goes on the next.</summary>
    private sealed class Paper
    {
        private readonly string _foot;
        private int _pages;

        public Paper(PdfDocument document, string foot)
        {
            (Document, _foot) = (document, foot);
            Page = Turn();
        }

        public PdfDocument Document { get; }

        public PdfPage Page { get; private set; }

        public double Y { get; set; }

        public void Paragraph(string text) => Lines(text, 11, 18, Black, 22, 6);

        public void Note(string text) => Lines(text, 8.5, 13, Grey, 0, 4);

        public void Heading(string text, bool head)
        {
            Need(64);
            Y += 14;
            Page.Text(Left, Y, 13, text, Red, 0.3, 0.3);
            Y += head ? 12 : 22;
        }

        public void Table(BulletinSheet table)
        {
            var unit = (Right - Left) / table.Widths.Sum();
            var widths = table.Widths.Select(w => w * unit).ToList();
            Row([.. table.Heads], widths, head: true);
            foreach (var row in table.Rows)
            {
                var cells = row.Select(c => c switch { null => "", IFormattable number => number.ToString(null, CultureInfo.InvariantCulture), _ => c.ToString()! }).ToList();
                if (Row(cells, widths, head: false))
                {
                    continue;
                }
                Page = Turn();
                Row([.. table.Heads], widths, head: true);
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
}
