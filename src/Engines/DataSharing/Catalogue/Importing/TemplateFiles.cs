using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>The table to fill in: empty, or filled with what a department offers, so that a clerk changes it in his spreadsheet and brings it back.</summary>
internal static class TemplateFiles
{
    /// <summary>Text that a spreadsheet program would take for a formula begins so.</summary>
    private const string Formula = "=+-@\t";

    /// <summary>As CSV in UTF-8 with its mark, for without it Excel takes UTF-8 for the local encoding.</summary>
    public static byte[] Csv(IEnumerable<Description> resources, IOrganisations organisations)
    {
        var text = new StringBuilder().Append('\uFEFF').AppendJoin(',', ResourceCells.Headings).Append("\r\n");
        foreach (var row in Rows(resources, organisations))
        {
            text.AppendJoin(',', row.Select(c => c.AsSpan().ContainsAny(",\"\r\n") ? $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : c)).Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>As a workbook; its second sheet says of each column what may stand in it.</summary>
    public static byte[] Workbook(IEnumerable<Description> resources, IOrganisations organisations, Phrases words)
    {
        var rows = Rows(resources, organisations).Select(r => ResourceCells.Headings.Zip(r).ToDictionary(c => c.First, object? (c) => c.Second, StringComparer.Ordinal)).ToList();
        var sheets = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [words["sharing.import.sheet"]] = rows.Count > 0 ? rows : [ResourceCells.Headings.ToDictionary(h => h, object? (_) => "", StringComparer.Ordinal)],
            [words["sharing.import.help"]] = Help(words).Select(h => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [words["sharing.import.column"]] = h.Heading, [words["sharing.import.needed"]] = h.Needed, [words["sharing.import.content"]] = h.Content,
            }).ToList(),
        };
        using var stream = new MemoryStream();
        stream.SaveAs(sheets, configuration: new OpenXmlConfiguration { EnableAutoWidth = true, FastMode = true, AutoFilter = false });
        return stream.ToArray();
    }

    /// <summary>Of each column whether it must be filled, and with what.</summary>
    public static IEnumerable<(string Heading, string Needed, string Content)> Help(Phrases words) => ResourceCells.Headings.Select((heading, n) => (
        heading,
        words[ResourceCells.Needed.Contains(heading, StringComparer.Ordinal) ? "sharing.import.must" : "sharing.import.may"],
        ResourceCells.WordsOf(heading) is { } choices && heading != "共享方式" ? words["sharing.import.one-of", string.Join('、', choices)] : words[$"sharing.import.help.{n + 1}"]));

    /// <summary>Takes away what <see cref="Guarded"/> put before.</summary>
    public static string Unguarded(string cell) => cell.Length > 1 && cell[0] == '\'' && Formula.Contains(cell[1], StringComparison.Ordinal) ? cell[1..] : cell;

    private static string Guarded(string cell) => cell.Length > 0 && Formula.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;

    private static IEnumerable<string[]> Rows(IEnumerable<Description> resources, IOrganisations organisations) => resources.SelectMany(d => d.Items.Select((item, n) => (string[])
    [
        // Below its first line a resource needs no more than its code.
        .. n == 0 ? ResourceCells.Write(d, NameOf(d.ProviderId, organisations)).Select(Guarded) : [d.Code, .. Enumerable.Repeat("", ResourceCells.Own - 1)],
        .. ItemCells.Write(item).Select(Guarded),
    ]));

    /// <summary>The name where it names only one; else the id.</summary>
    private static string NameOf(string id, IOrganisations organisations) => organisations.Find(id)?.Name.ToString() is { } name && organisations.All.Count(o => o.Name.ToString() == name) == 1 ? name : id;
}
