using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Supervision.Bulletins;

/// <summary>A bulletin as a workbook: the summary, each table, and every case that was counted.</summary>
internal static class BulletinWorkbook
{
    public static byte[] Write(Bulletin bulletin, BulletinWords words)
    {
        var sheets = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [words.Say("summary")] = (List<Dictionary<string, object?>>)
            [
                Line(words.Say("summary.title"), words.Say("title", words.Office(bulletin.Data, bulletin.Head.OrganisationId)) + " " + words.Number(bulletin.Head)),
                Line(words.Say("summary.month"), words.Month(bulletin.Head)),
                .. words.Summary(bulletin).Select((s, i) => Line(words.Say("summary.line", i + 1), s)),
                Line(words.Say("summary.digest"), bulletin.Head.Digest),
            ],
        };
        foreach (var sheet in words.Sheets(bulletin).Append(words.Cases(bulletin)))
        {
            sheets[sheet.Title] = sheet.Rows.Count > 0 ? sheet.Rows.Select(r => Row(sheet, r)).ToList() : [sheet.Heads.ToDictionary(h => h, _ => (object?)"", StringComparer.Ordinal)];
        }
        using var stream = new MemoryStream();
        stream.SaveAs(sheets, configuration: new OpenXmlConfiguration { EnableAutoWidth = true, FastMode = true, AutoFilter = false });
        return stream.ToArray();

        Dictionary<string, object?> Line(string name, string text) => new(StringComparer.Ordinal) { [words.Say("summary.name")] = name, [words.Say("summary.content")] = text };
    }

    /// <summary>Texts that a spreadsheet would take for a formula are marked as texts by being so in the file; only their kind counts there.</summary>
    private static Dictionary<string, object?> Row(BulletinSheet sheet, IReadOnlyList<object?> cells) => sheet.Heads.Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
}
