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
    public BulletinWords Words => words;

    public byte[] Pdf(Bulletin bulletin)
    {
        var sheet = new PdfPaper(new PdfDocument(fonts, $"zhuangjin bulletin {bulletin.Head.Digest}"), words.Say("foot", bulletin.Head.Digest));
        sheet.Head(
            words.Say("title", words.Office(bulletin.Data, bulletin.Head.OrganisationId)), words.Number(bulletin.Head), words.Month(bulletin.Head),
            words.Say("issued", bulletin.Head.IssuedAt.ToChina().ToString("yyyy年M月d日", CultureInfo.InvariantCulture)));
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
            sheet.Table(table.Heads, table.Widths, table.Rows);
        }
        sheet.Note(words.Say("rule"));
        sheet.Note(words.Say("proof", bulletin.Head.Digest, bulletin.Data.Calendar));
        sheet.Document.Attach(new("bulletin.json", "application/json", Encoding.UTF8.GetBytes(bulletin.Text)));
        return sheet.Document.Write(new(
            words.Say("title", words.Office(bulletin.Data, bulletin.Head.OrganisationId)) + words.Number(bulletin.Head), words.Office(bulletin.Data, bulletin.Head.OrganisationId),
            "bulletin " + bulletin.Head.Number, bulletin.Head.IssuedAt, bulletin.Head.Digest[..32]));
    }
}
