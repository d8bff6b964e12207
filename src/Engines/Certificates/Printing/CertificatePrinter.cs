using System.Globalization;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Certificates.Printing;

/// <summary>Prints certificates as PDF. The same content and signature give the same bytes on every machine with the same fonts.</summary>
/// <remarks>Printed in Chinese, the language of record; texts of the layout come from the phrase book.</remarks>
internal sealed class CertificatePrinter(FontShelf fonts, PhraseBook phrases, CheckAddress addresses, ModuleSettings settings)
{
    private const double Left = 58;
    private const double Right = PdfPage.Width - 58;
    private const double TableTop = 196;
    private const double TableBottom = 598;

    private static readonly Ink Black = new(0x1c, 0x1c, 0x1c);
    private static readonly Ink Grey = new(0x5c, 0x5c, 0x5c);
    private static readonly Ink Gold = new(0xb9, 0x97, 0x4e);

    /// <exception cref="InvalidInputException">There is more text than a page holds.</exception>
    public void Refuse(SignedContent content) => Table(new PdfDocument(fonts, "").AddPage(), CertificateTemplate.Of(content.Template), content);

    public byte[] Print(SignedContent content, byte[] signed, byte[] signature)
    {
        var template = CertificateTemplate.Of(content.Template);
        var digest = SignedContent.DigestOf(signed);
        var document = new PdfDocument(fonts, SignedFile.Marker(content.Id));
        var page = document.AddPage();
        Ornament(page, template);
        Heading(page, template, content);
        Table(page, template, content);
        Foot(page, template, content, digest);
        document.Attach(new(SignedFile.Name, "application/json", new SignedFile(signed, signature).ToBytes(content.Id)));
        return document.Write(new(
            $"{content.Title.In("zh")} {content.Number}",
            content.IssuerName.In("zh"),
            SignedFile.Marker(content.Id),
            ChinaTime.At(content.IssuedOn, TimeOnly.MinValue),
            digest[..32]));
    }

    private void Ornament(PdfPage page, CertificateTemplate template)
    {
        page.Frame(24, 24, PdfPage.Width - 48, PdfPage.Height - 48, template.Accent, 1.6);
        page.Frame(28.5, 28.5, PdfPage.Width - 57, PdfPage.Height - 57, Gold, 0.6);
        // Brocade: two bands of woven diamonds.
        var steps = (int)((PdfPage.Width - 80) / 18);
        var start = (PdfPage.Width - (steps * 18)) / 2;
        foreach (var y in (ReadOnlySpan<double>)[43, PdfPage.Height - 43])
        {
            for (var i = 0; i <= steps; i++)
            {
                var x = start + (i * 18);
                page.Diamond(x, y, 7.5, template.Accent);
                page.Diamond(x, y, 5.2, new(0xff, 0xff, 0xff));
                page.Diamond(x, y, 2.9, Gold);
                if (i < steps)
                {
                    page.Diamond(x + 9, y - 4, 1.6, Gold);
                    page.Diamond(x + 9, y + 4, 1.6, Gold);
                }
            }
        }
        if (settings.Demo)
        {
            page.Faint(7, () => page.Text(150, 540, 150, Say("certificates.print.sample"), template.Accent, 20, turn: 28));
        }
    }

    private void Heading(PdfPage page, CertificateTemplate template, SignedContent content)
    {
        var middle = PdfPage.Width / 2;
        var title = content.Title.In("zh");
        var size = 32.0;
        while (size > 14 && page.Measure(size, title, size / 5) > Right - Left)
        {
            size--;
        }
        page.Centred(middle, 116, size, title, template.Accent, size / 5, 0.5);
        if (content.Title.Values.TryGetValue("en", out var english))
        {
            page.Centred(middle, 136, 9.5, english, Grey, 0.4);
        }
        var number = Say("certificates.print.number") + content.Number;
        page.Centred(middle, 166, 12.5, number, Black, 0.3);
        page.Line(middle - 120, 177, middle + 120, 177, Gold, 0.6);
        page.Diamond(middle, 177, 3, Gold);
    }

    private void Table(PdfPage page, CertificateTemplate template, SignedContent content)
    {
        var rows = Rows(template, content);
        var (labels, width) = (Left + 118, Right - Left - 118 - 20);
        foreach (var size in (ReadOnlySpan<double>)[11.5, 10.5, 9.5, 8.5, 7.5, 6.5])
        {
            var line = size * 1.45;
            var wrapped = rows.ConvertAll(r => (Label: page.Wrap(size, r.Label, 118 - 20), Value: page.Wrap(size, r.Value, width)));
            var heights = wrapped.ConvertAll(r => (Math.Max(r.Label.Count, r.Value.Count) * line) + (size * 0.95));
            if (heights.Sum() > TableBottom - TableTop)
            {
                continue;
            }
            var y = TableTop;
            foreach (var (row, height) in wrapped.Zip(heights))
            {
                page.Rectangle(Left, y, 118, height, template.Tint);
                page.Line(Left, y, Right, y, Gold, 0.5);
                Lines(page, Left + 10, y, height, size, line, row.Label, template.Accent);
                Lines(page, labels + 10, y, height, size, line, row.Value, Black);
                y += height;
            }
            page.Line(labels, TableTop, labels, y, Gold, 0.5);
            page.Frame(Left, TableTop, Right - Left, y - TableTop, template.Accent, 0.9);
            return;
        }
        throw new InvalidInputException("", "certificates.fault.too-much-text");
    }

    private static void Lines(PdfPage page, double x, double y, double height, double size, double line, IReadOnlyList<string> lines, Ink ink)
    {
        var first = y + ((height - (lines.Count * line)) / 2) + (line / 2) + (size * 0.36);
        foreach (var (text, index) in lines.Select((text, index) => (text, index)))
        {
            page.Text(x, first + (index * line), size, text, ink);
        }
    }

    private List<(string Label, string Value)> Rows(CertificateTemplate template, SignedContent content) =>
    [
        (Say(template.HolderText), content.Holder.Name),
        (Say(content.Holder.Kind == Security.Contracts.PartyKind.Person ? "certificates.print.citizen-id" : "certificates.print.credit-code"), Masking.Code(content.Holder)),
        .. content.Fields.Where(f => f.Value.Length > 0).Select(f => (f.Label.In("zh"), f.Value)),
        (Say("certificates.print.valid"), content.ValidUntil is { } until ? Say("certificates.print.valid-until", Date(content.IssuedOn), Date(until)) : Say("certificates.print.valid-always")),
    ];

    private void Foot(PdfPage page, CertificateTemplate template, SignedContent content, string digest)
    {
        const double Top = 612, Side = 112;
        var mark = QrMark.Of(addresses.Of(content.Type, content.Id, digest));
        var module = Side / mark.Size;
        page.Frame(Left, Top, Side, Side, Gold, 0.6);
        foreach (var (x, y, length) in mark.Bars)
        {
            page.Rectangle(Left + (x * module), Top + (y * module), length * module, module, Black);
        }
        page.Centred(Left + (Side / 2), Top + Side + 13, 8.5, Say("certificates.print.scan"), Grey);

        var text = Left + Side + 16;
        page.Text(text, Top + 10, 9.5, Say("certificates.print.how"), template.Accent, weight: 0.15);
        var line = Top + 25;
        foreach (var step in (ReadOnlySpan<string>)[Say("certificates.print.how-scan"), Say("certificates.print.how-number", addresses.Site + "/verify"), Say("certificates.print.how-file")])
        {
            foreach (var piece in page.Wrap(8, step, 168))
            {
                page.Text(text, line, 8, piece, Grey);
                line += 11.5;
            }
            line += 2;
        }

        var middle = Right - 66;
        var issuer = content.IssuerName.In("zh");
        SealDrawing.Draw(page, middle, Top + 56, issuer, Say(template.SealText), settings.Demo ? Say("certificates.print.sample") : null);
        var size = Math.Clamp(150 / Math.Max(1, page.Measure(1, issuer)), 6, 10.5);
        page.Centred(middle - 6, Top + 126, size, issuer, Black);
        page.Centred(middle - 6, Top + 140, 10.5, Date(content.IssuedOn), Black, 0.3);

        page.Line(Left, 763, Right, 763, Gold, 0.4);
        page.Text(Left, 774, 7, Say("certificates.print.digest", digest), Grey);
        page.Text(Left, 784, 7, Say(settings.Demo ? "certificates.print.effect-sample" : "certificates.print.effect", content.KeyId), Grey);
    }

    private string Say(string key, params ReadOnlySpan<object?> args) => phrases.Say("zh", key, args);

    private static string Date(DateOnly date) => date.ToString("yyyy年MM月dd日", CultureInfo.InvariantCulture);
}
