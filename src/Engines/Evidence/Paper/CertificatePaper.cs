using System.Globalization;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Paper;

/// <summary>Draws the evidence certificate. Page 1: what was evidenced and how to verify it. Page 2: where it is sealed, and what a court looks at. In Chinese, the language of record.</summary>
internal sealed class CertificatePaper(FontShelf fonts, PhraseBook phrases, ModuleSettings settings, CertificateSettings said, CertificateWords words)
{
    private const double Bottom = PdfPage.Height - 58;
    private const double CodeSide = 96;

    private static readonly double[] Cells = [PaperColumn.Left, PaperColumn.Left + 50, PaperColumn.Left + 172, PaperColumn.Left + 290];

    /// <exception cref="InvalidInputException">The settings or the event say more than two pages hold.</exception>
    public byte[] Print(CertificateContent content)
    {
        foreach (var size in (ReadOnlySpan<double>)[10.5, 9.8, 9.1, 8.4, 7.7, 7])
        {
            var document = new PdfDocument(fonts, "zhuangjin:evidence-certificate:" + content.Number);
            if (TryDraw(document, content, size))
            {
                foreach (var (name, type, bytes) in content.Attachments)
                {
                    document.Attach(new(name, type, bytes));
                }
                return document.Write(new(
                    $"{Say("evidence.paper.title")} {content.Number}",
                    said.Issuer,
                    "zhuangjin:evidence-certificate:" + content.Number,
                    content.SealedAt,
                    Convert.ToHexStringLower(content.Main.Leaves[0])[..32]));
            }
        }
        throw new InvalidInputException("", "evidence.fault.paper-too-long");
    }

    private bool TryDraw(PdfDocument document, CertificateContent content, double size)
    {
        var (front, back) = (document.AddPage(), document.AddPage());
        Frame(front, content, 1);
        Frame(back, content, 2);
        var first = new PaperColumn(front, Title(front, content), Bottom, size);
        first.Paragraph(Say(content.IsStream ? "evidence.paper.states-stream" : "evidence.paper.states-event", content.Main.Checkpoint.Origin, content.Events.Count));
        What(first, content);
        HowToVerify(front, first, content);

        var second = new PaperColumn(back, 52, Bottom, size);
        Sealing(second, content);
        ForTheCourt(second);
        second.Heading(Say("evidence.paper.statement"));
        second.Paragraph(Say("evidence.paper.statement-text"));
        second.Space(10);
        second.Paragraph(said.Issuer, left: PaperColumn.Left + 250);
        second.Paragraph(Say("evidence.paper.as-of", Time(content.SealedAt)), PaperColumn.Grey, PaperColumn.Left + 250);
        return !first.IsOverfull && !second.IsOverfull;
    }

    private void Frame(PdfPage page, CertificateContent content, int number)
    {
        page.Frame(26, 26, PdfPage.Width - 52, PdfPage.Height - 52, PaperColumn.Accent, 1.2);
        page.Frame(30, 30, PdfPage.Width - 60, PdfPage.Height - 60, PaperColumn.Gold, 0.5);
        page.Text(PaperColumn.Left, PdfPage.Height - 40, 7.5, Say("evidence.paper.foot", content.Number), PaperColumn.Grey);
        var count = Say("evidence.paper.page", number, 2);
        page.Text(PaperColumn.Right - page.Measure(7.5, count), PdfPage.Height - 40, 7.5, count, PaperColumn.Grey);
        if (settings.Demo)
        {
            page.Faint(7, () => page.Text(128, 590, 92, Say("evidence.paper.sample"), PaperColumn.Accent, 20, turn: 28));
        }
    }

    /// <summary>Draws the title; returns where the text goes on.</summary>
    private double Title(PdfPage page, CertificateContent content)
    {
        var middle = PdfPage.Width / 2;
        for (var x = PaperColumn.Left; x <= PaperColumn.Right; x += 17.25)
        {
            page.Diamond(x, 44, 6.5, PaperColumn.Accent);
            page.Diamond(x, 44, 4.4, new(0xff, 0xff, 0xff));
            page.Diamond(x, 44, 2.4, PaperColumn.Gold);
        }
        page.Centred(middle, 90, 30, Say("evidence.paper.title"), PaperColumn.Accent, 9, 0.5);
        page.Centred(middle, 107, 9, "Certificate of Evidence", PaperColumn.Grey, 0.6);
        page.Centred(middle, 129, 10.5, Say("evidence.paper.number", content.Number), PaperColumn.Black, 0.3);
        page.Line(middle - 120, 138, middle + 120, 138, PaperColumn.Gold, 0.6);
        page.Diamond(middle, 138, 3, PaperColumn.Gold);
        return 148;
    }

    private void What(PaperColumn column, CertificateContent content)
    {
        column.Heading(Say("evidence.paper.what"));
        if (content.Title is { } title)
        {
            column.Row(Say("evidence.paper.subject"), title);
        }
        column.Row(Say("evidence.paper.stream"), content.First.Stream);
        if (content.IsStream)
        {
            column.Row(Say("evidence.paper.count"), Say("evidence.paper.count-value", content.Events.Count, Time(content.First.At), Time(content.Events[^1].Event!.At)));
            Events(column, content);
            return;
        }
        var (happened, leaf) = (content.First, content.Main.Leaves[0]);
        column.Row(Say("evidence.paper.type"), $"{words.Type(happened.Type)}（{happened.Type}）");
        column.Row(Say("evidence.paper.sequence"), Say("evidence.paper.sequence-value", happened.Sequence));
        column.Row(Say("evidence.paper.at"), Time(happened.At));
        column.Row(Say("evidence.paper.actor"), words.Actor(happened.Actor));
        foreach (var (name, value) in happened.Facts)
        {
            column.Row(words.Fact(name), words.Value(name, value), value.Length > 48);
        }
        if (content.Events[0] is { Withheld: { Count: > 0 } closed })
        {
            column.Row(Say("evidence.paper.closed"), Say("evidence.paper.closed-value", string.Join('、', closed.Select(words.Fact))));
        }
        column.Row(Say("evidence.paper.digest"), Convert.ToHexStringLower(leaf), small: true);
    }

    /// <summary>As many events as the page holds, the first ones; the attachment has all.</summary>
    private void Events(PaperColumn column, CertificateContent content)
    {
        column.Space(4);
        column.Cells(Cells, [Say("evidence.paper.place"), Say("evidence.paper.at"), Say("evidence.paper.type"), Say("evidence.paper.actor")], PaperColumn.Grey);
        var shown = 0;
        while (shown < content.Events.Count && column.Room > CodeSide + 80)
        {
            var happened = content.Events[shown++].Event!;
            column.Cells(Cells, [happened.Index.ToString(CultureInfo.InvariantCulture), $"{happened.At.ToChina():yyyy-MM-dd HH:mm:ss}", words.Type(happened.Type), words.Actor(happened.Actor)], PaperColumn.Black);
        }
        if (shown < content.Events.Count)
        {
            column.Paragraph(Say("evidence.paper.more", content.Events.Count - shown), PaperColumn.Grey);
        }
    }

    private void HowToVerify(PdfPage page, PaperColumn column, CertificateContent content)
    {
        column.Heading(Say("evidence.paper.verify"));
        var (mark, top) = (QrMark.Of(content.Address), column.Y + 2);
        var module = CodeSide / mark.Size;
        foreach (var (x, y, length) in mark.Bars)
        {
            page.Rectangle(PaperColumn.Left + (x * module), top + (y * module), length * module, module, PaperColumn.Black);
        }
        var files = string.Join('、', content.Attachments.Select(a => a.Name));
        foreach (var step in (ReadOnlySpan<string>)[Say("evidence.paper.verify-attached", files), Say("evidence.paper.verify-offline", Site), Say("evidence.paper.verify-program"), Say("evidence.paper.verify-scan", content.Address), Say("evidence.paper.verify-key", Site)])
        {
            column.Paragraph(step, left: PaperColumn.Left + CodeSide + 12);
        }
    }

    private void Sealing(PaperColumn column, CertificateContent content)
    {
        column.Heading(Say("evidence.paper.sealing"));
        column.Row(Say("evidence.paper.log"), content.Main.Checkpoint.Origin);
        column.Row(Say("evidence.paper.places"), string.Join('、', content.Events.Take(12).Select(e => e.Index)) + (content.Events.Count > 12 ? "……" : ""));
        column.Row(Say("evidence.paper.sealed-at"), Time(content.SealedAt));
        foreach (var tree in content.Trees)
        {
            column.Space(3);
            column.Row(Say("evidence.paper.tree"), Say("evidence.paper.tree." + tree.Key.TreeHash.Name));
            column.Row(Say("evidence.paper.checkpoint"), Say("evidence.paper.checkpoint-value", tree.Checkpoint.Size, Convert.ToHexStringLower(tree.Checkpoint.Root)), small: true);
            column.Row(Say("evidence.paper.key"), tree.Key.ToString(), small: true);
            column.Row(Say("evidence.paper.signature"), Convert.ToBase64String(tree.Signature.Bytes.AsSpan(4)), small: true);
            foreach (var other in tree.Others)
            {
                column.Row(Say("evidence.paper.witness"), PaperTree.CosignedAt(other) is { } at ? Say("evidence.paper.witness-value", other.Name, Time(at)) : other.Name);
            }
        }
        if (content.Trees.All(t => t.Others.Count == 0))
        {
            column.Row(Say("evidence.paper.witness"), Say("evidence.paper.witness-none"));
        }
        foreach (var anchor in content.Anchors)
        {
            column.Row(Say("evidence.paper.anchor"), Say("evidence.paper.anchor-value", anchor.Name, Time(anchor.At), anchor.Size));
        }
        if (content.Anchors.SelectMany(a => a.Attachments).FirstOrDefault(a => a.Name.EndsWith(".tsr", StringComparison.Ordinal)) is { Name: { } stamp })
        {
            column.Row("", Say("evidence.paper.anchor-check", stamp, Path.ChangeExtension(stamp, ".txt")), small: true);
        }
    }

    private void ForTheCourt(PaperColumn column)
    {
        column.Heading(Say("evidence.paper.court"));
        column.Paragraph(Say("evidence.paper.court-text"), PaperColumn.Grey);
        foreach (var (name, text) in CertificateSettings.PointNames.Zip(said.Points))
        {
            column.Row(Say("evidence.paper.point." + name.ToLowerInvariant()), text);
        }
    }

    private string Site => settings.PublicAddress.ToString().TrimEnd('/');

    private string Say(string key, params ReadOnlySpan<object?> args) => phrases.Say("zh", key, args);

    private static string Time(DateTimeOffset at) => at.ToChina().ToString("yyyy年MM月dd日 HH:mm:ss", CultureInfo.InvariantCulture);
}
