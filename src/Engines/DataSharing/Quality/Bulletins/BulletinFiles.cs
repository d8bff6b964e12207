using System.Globalization;
using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;

namespace Zhuangjin.DataSharing.Quality.Bulletins;

/// <summary>Writes a bulletin as PDF, with its data attached, and as a workbook.</summary>
internal sealed class BulletinFiles(FontShelf fonts, BulletinWords words)
{
    public BulletinWords Words => words;

    public byte[] Pdf(QualityBulletin bulletin)
    {
        var sheet = new PdfPaper(new PdfDocument(fonts, $"zhuangjin quality bulletin {bulletin.Digest}"), words.Say("foot", bulletin.Digest));
        sheet.Head(words.Title(bulletin), words.Number(bulletin), words.Month(bulletin), words.Issued(bulletin));
        foreach (var sentence in words.Summary(bulletin.Data))
        {
            sheet.Paragraph(sentence);
        }
        var count = 0;
        foreach (var table in words.Sheets(bulletin.Data))
        {
            sheet.Heading(words.Say("ordinal." + (++count).ToString(CultureInfo.InvariantCulture)) + table.Title, head: table.Rows.Count > 0);
            if (table.Rows.Count == 0)
            {
                sheet.Paragraph(words.Say("nothing"));
                continue;
            }
            sheet.Table(table.Heads, table.Widths, table.Rows);
        }
        sheet.Note(words.Say("formula"));
        sheet.Note(words.Say("proof", bulletin.Digest));
        sheet.Document.Attach(new("quality.json", "application/json", Encoding.UTF8.GetBytes(bulletin.Text)));
        return sheet.Document.Write(new(words.Title(bulletin) + words.Number(bulletin), bulletin.Data.Area, "data quality " + bulletin.Number, bulletin.IssuedAt, bulletin.Digest[..32]));
    }

    public byte[] Workbook(QualityBulletin bulletin)
    {
        var sheets = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [words.Say("overview")] = (List<Dictionary<string, object?>>)
            [
                Line(words.Say("overview.title"), words.Title(bulletin) + " " + words.Number(bulletin)),
                .. words.Summary(bulletin.Data).Select((s, n) => Line(words.Say("overview.line", n + 1), s)),
                Line(words.Say("overview.formula"), words.Say("formula")),
                Line(words.Say("overview.digest"), bulletin.Digest),
            ],
        };
        foreach (var sheet in words.Sheets(bulletin.Data))
        {
            sheets[sheet.Title] = sheet.Rows.Count > 0 ? sheet.Rows.Select(r => sheet.Heads.Zip(r).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal)).ToList() : [sheet.Heads.ToDictionary(h => h, _ => (object?)"", StringComparer.Ordinal)];
        }
        using var stream = new MemoryStream();
        stream.SaveAs(sheets, configuration: new OpenXmlConfiguration { EnableAutoWidth = true, FastMode = true, AutoFilter = false });
        return stream.ToArray();

        Dictionary<string, object?> Line(string name, string text) => new(StringComparer.Ordinal) { [words.Say("overview.name")] = name, [words.Say("overview.content")] = text };
    }
}
